namespace LstmService.Forecasting.Covariates;

/// <summary>The covariates of one series as numbers, from its first point on.</summary>
/// <param name="Length">Times they reach over.</param>
/// <param name="Known">[time, channel]: what is known ahead.</param>
/// <param name="Past">[time, channel]: what is known of the past only, and what never changes.</param>
/// <param name="Linear">[time, column]: what the linear part reads.</param>
/// <param name="KnownWidth">Channels of <paramref name="Known"/>.</param>
/// <param name="PastWidth">Channels of <paramref name="Past"/>.</param>
/// <param name="LinearWidth">Columns of <paramref name="Linear"/>.</param>
public sealed record CovariateChannels(
    int Length, float[] Known, float[] Past, double[] Linear, int KnownWidth, int PastWidth, int LinearWidth)
{
    /// <summary>[time]: what the linear part says of the series, transformed units; empty where there is no linear part.</summary>
    public double[] Effect { get; private init; } = [];

    /// <summary>The known channels at <paramref name="t"/>; the last ones beyond the end.</summary>
    public ReadOnlySpan<float> KnownAt(int t) => Known.AsSpan(Math.Min(t, Length - 1) * KnownWidth, KnownWidth);

    /// <summary>The past channels at <paramref name="t"/>.</summary>
    public ReadOnlySpan<float> PastAt(int t) => Past.AsSpan(Math.Min(t, Length - 1) * PastWidth, PastWidth);

    /// <summary>The linear columns at <paramref name="t"/>.</summary>
    public ReadOnlySpan<double> LinearAt(int t) => Linear.AsSpan(t * LinearWidth, LinearWidth);

    /// <summary>What the linear part says at <paramref name="t"/>.</summary>
    public double EffectAt(int t) => Effect.Length == 0 ? 0 : Effect[Math.Min(t, Length - 1)];

    /// <summary>With the effect of a regression; without one where it is null.</summary>
    public CovariateChannels With(CovariateRegression? regression) => this with { Effect = regression is null ? [] : regression.Effect(this) };

    /// <summary>From time <paramref name="first"/> on.</summary>
    public CovariateChannels From(int first) => this with
    {
        Length = Length - first,
        Known = Known[(first * KnownWidth)..],
        Past = Past[(first * PastWidth)..],
        Linear = Linear[(first * LinearWidth)..],
        Effect = Effect.Length == 0 ? [] : Effect[first..],
    };
}

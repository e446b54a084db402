namespace LstmService.Forecasting.Covariates;

/// <summary>When a covariate is known.</summary>
public enum CovariateRole
{
    /// <summary>Also of the future: a price, a promotion, a weather forecast.</summary>
    Known,
    /// <summary>Of the past only, as the series itself.</summary>
    Past,
    /// <summary>One value for the whole series: a category, a region.</summary>
    Static,
}

/// <summary>What is known beside the values of one series: numbers, or text that names categories.</summary>
/// <param name="Name">Its name, the same for every series of a model.</param>
/// <param name="Role">When it is known.</param>
/// <param name="Numbers">[time] from the series' first point on, one for a static one; NaN is missing; null where it is text.</param>
/// <param name="Texts">The same as text; null is missing.</param>
public sealed record Covariate(string Name, CovariateRole Role, double[]? Numbers, string?[]? Texts)
{
    /// <summary>Values there are.</summary>
    public int Length => Numbers?.Length ?? Texts?.Length ?? 0;

    /// <summary>Is there a value at <paramref name="i"/>?</summary>
    public bool IsGiven(int i) => Numbers is not null ? !double.IsNaN(Numbers[i]) : Texts![i] is not null;

    /// <summary>The number at <paramref name="i"/>, beyond the end the last one; null where there is none.</summary>
    public double? NumberAt(int i) =>
        Numbers is { Length: > 0 } && double.IsFinite(Numbers[Math.Min(i, Numbers.Length - 1)]) ? Numbers[Math.Min(i, Numbers.Length - 1)] : null;

    /// <summary>Values up to the last one that is given.</summary>
    public int GivenLength()
    {
        int length = Length;
        while (length > 0 && !IsGiven(length - 1)) length--;
        return length;
    }

    /// <summary>A copy of <paramref name="length"/> values, each from the place that <paramref name="from"/> says; -1 is missing.</summary>
    public Covariate Pick(int length, Func<int, int> from)
    {
        double[]? numbers = Numbers is null ? null : new double[length];
        string?[]? texts = Texts is null ? null : new string?[length];
        for (int i = 0; i < length; i++)
        {
            int at = from(i);
            if (numbers is not null) numbers[i] = at >= 0 ? Numbers![at] : double.NaN;
            if (texts is not null) texts[i] = at >= 0 ? Texts![at] : null;
        }
        return this with { Numbers = numbers, Texts = texts };
    }
}

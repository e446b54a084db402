using System.Text.Json.Serialization;

namespace LstmService.Forecasting.Pipeline;

/// <summary>Which function straightens the values before anything else.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<TransformKind>))]
public enum TransformKind
{
    /// <summary>z = y.</summary>
    None,
    /// <summary>z = log y: growth becomes a line, a multiplicative season a constant one.</summary>
    Log,
    /// <summary>z = asinh(y / scale): a logarithm far from zero, a line near it, for values that touch or cross zero.</summary>
    Asinh,
}

/// <summary>The transform of one series and its inverse; strictly increasing, so a quantile stays that quantile.</summary>
/// <param name="Kind">The function.</param>
/// <param name="Scale">Where asinh turns from a line into a logarithm; the smallest value log sees is this times 1e-6.</param>
public readonly record struct ValueTransform(TransformKind Kind, double Scale)
{
    private const double SmallShare = 0.02; // log stretches values under 2% of the mean beyond reason
    private const double AsinhShare = 0.3;
    private const double LargestExponent = 345; // e^345 is 1e150: squares still fit a double

    /// <summary>The transform for <paramref name="values"/>: log where all are well above zero, asinh elsewhere.</summary>
    public static ValueTransform Choose(ReadOnlySpan<double> values)
    {
        (double lowest, double size) = Describe(values);
        return For(lowest > SmallShare * size ? TransformKind.Log : TransformKind.Asinh, values);
    }

    /// <summary>The transform of a given kind, with the scale of <paramref name="values"/>; log of values that are not positive is asinh.</summary>
    public static ValueTransform For(TransformKind kind, ReadOnlySpan<double> values)
    {
        (double lowest, double size) = Describe(values);
        if (kind == TransformKind.Log && !(lowest > 0)) kind = TransformKind.Asinh;
        double scale = kind == TransformKind.Asinh ? AsinhShare * size : size;
        return new(kind, scale > 0 ? scale : 1);
    }

    /// <summary>y to z.</summary>
    public double Forward(double y) => Kind switch
    {
        TransformKind.Log => Math.Log(Math.Max(y, Scale * 1e-6)),
        TransformKind.Asinh => Math.Asinh(y / Scale),
        _ => y,
    };

    /// <summary>z to y; finite for any finite z.</summary>
    public double Inverse(double z) => Kind switch
    {
        TransformKind.Log => Math.Exp(Math.Min(z, LargestExponent)),
        TransformKind.Asinh => Scale * Math.Sinh(Math.Clamp(z, -LargestExponent, LargestExponent)),
        _ => z,
    };

    /// <summary>The slope of <see cref="Inverse"/> at z; 0 where it is cut off.</summary>
    public double InverseSlope(double z) => Kind switch
    {
        TransformKind.Log => z < LargestExponent ? Math.Exp(z) : 0,
        TransformKind.Asinh => Math.Abs(z) < LargestExponent ? Scale * Math.Cosh(z) : 0,
        _ => 1,
    };

    private static (double Lowest, double MeanSize) Describe(ReadOnlySpan<double> values)
    {
        double lowest = double.PositiveInfinity, sum = 0;
        int count = 0;
        foreach (double v in values)
        {
            if (double.IsNaN(v)) continue;
            lowest = Math.Min(lowest, v);
            sum += Math.Abs(v);
            count++;
        }
        return (lowest, count > 0 ? sum / count : 0);
    }
}

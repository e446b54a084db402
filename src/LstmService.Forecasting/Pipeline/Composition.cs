using LstmService.Forecasting.Baselines;

namespace LstmService.Forecasting.Pipeline;

/// <summary>How much of the answer is the LSTM's, and how much a baseline's (Bates and Granger 1969).</summary>
/// <param name="LstmWeight">0 to 1.</param>
/// <param name="Baseline">The other part's name; null where the weight is 1.</param>
public sealed record Composition(double LstmWeight, string? Baseline)
{
    /// <summary>The LSTM alone.</summary>
    public static Composition LstmAlone { get; } = new(1, null);

    /// <summary>The parts and their weights, as they are reported.</summary>
    public IReadOnlyDictionary<string, double> ToWeights()
    {
        Dictionary<string, double> weights = [];
        if (LstmWeight > 0) weights["lstm"] = LstmWeight;
        if (Baseline is not null && LstmWeight < 1) weights[Baseline] = Math.Round(1 - LstmWeight, 6);
        return weights;
    }

    /// <summary>The baseline's method; null where there is none.</summary>
    public Baseline? Method() => Baseline is null ? null : BaselineCatalogue.All.Single(b => b.Key == Baseline).Value;

    /// <summary>Moves the LSTM's points, in transformed units, to the weighted mean with the baseline's, in units of the data.</summary>
    public void Blend(ValueTransform transform, ReadOnlySpan<double> baseline, Span<double> points)
    {
        if (Baseline is null) return;
        for (int k = 0; k < points.Length; k++)
            points[k] = transform.Forward(LstmWeight * transform.Inverse(points[k]) + (1 - LstmWeight) * baseline[k]);
    }
}

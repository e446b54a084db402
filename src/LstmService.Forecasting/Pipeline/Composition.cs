using LstmService.Forecasting.Baselines;

namespace LstmService.Forecasting.Pipeline;

/// <summary>How much of the answer is the LSTM's, and how much that of baselines (Bates and Granger 1969).</summary>
/// <param name="LstmWeight">0 to 1.</param>
/// <param name="Baseline">The other part's name; null where the weight is 1.</param>
/// <param name="Second">A baseline that shares the other part evenly; null where one has it all.</param>
public sealed record Composition(double LstmWeight, string? Baseline, string? Second = null)
{
    /// <summary>The LSTM alone.</summary>
    public static Composition LstmAlone { get; } = new(1, null);

    /// <summary>The baselines, in the order of their names here.</summary>
    public IEnumerable<string> Baselines() => new[] { Baseline, Second }.OfType<string>();

    /// <summary>The parts and their weights, as they are reported.</summary>
    public IReadOnlyDictionary<string, double> ToWeights()
    {
        Dictionary<string, double> weights = [];
        if (LstmWeight > 0) weights["lstm"] = LstmWeight;
        if (LstmWeight == 1) return weights;
        string[] names = [.. Baselines()];
        foreach (string name in names) weights[name] = Math.Round((1 - LstmWeight) / names.Length, 6);
        return weights;
    }

    /// <summary>The method of the other part, the mean of its baselines; null where there is none.</summary>
    public Baseline? Method()
    {
        Baseline[] methods = [.. Baselines().Select(name => BaselineCatalogue.All.Single(b => b.Key == name).Value)];
        if (methods.Length < 2) return methods.SingleOrDefault();
        return (history, season, destination) =>
        {
            methods[0](history, season, destination);
            double[] other = new double[destination.Length];
            methods[1](history, season, other);
            for (int k = 0; k < other.Length; k++) destination[k] = 0.5 * (destination[k] + other[k]);
        };
    }

    /// <summary>Moves the LSTM's points, in transformed units, to the weighted mean with the baselines', in units of the data.</summary>
    public void Blend(ValueTransform transform, ReadOnlySpan<double> baseline, Span<double> points)
    {
        if (Baseline is null) return;
        for (int k = 0; k < points.Length; k++)
            points[k] = transform.Forward(LstmWeight * transform.Inverse(points[k]) + (1 - LstmWeight) * baseline[k]);
    }
}

using System.Text.Json.Serialization;
using LstmService.Forecasting.Baselines;

namespace LstmService.Forecasting.Pipeline;

/// <summary>How much of the answer is the LSTM's, and how much that of baselines (Bates and Granger 1969).</summary>
/// <param name="LstmWeight">0 to 1.</param>
/// <param name="Baseline">The other part's name; null where the weight is 1.</param>
/// <param name="Second">A baseline that shares the other part; null where one has it all.</param>
/// <param name="SecondShare">How much of the other part is the second's.</param>
public sealed record Composition(double LstmWeight, string? Baseline, string? Second = null, double SecondShare = 0.5)
{
    /// <summary>The LSTM alone.</summary>
    public static Composition LstmAlone { get; } = new(1, null);

    /// <summary>The baselines, in the order of their names here.</summary>
    public IEnumerable<string> Baselines() => new[] { Baseline, Second }.OfType<string>();

    /// <summary>Have the baselines the same weight?</summary>
    [JsonIgnore]
    public bool IsEvenlyShared => Second is null || SecondShare == 0.5;

    /// <summary>The weight of a baseline, 0 where it is none of these.</summary>
    public double WeightOf(string baseline) => (1 - LstmWeight)
        * (baseline == Second ? SecondShare : baseline != Baseline ? 0 : Second is null ? 1 : 1 - SecondShare);

    /// <summary>The parts and their weights, as they are reported.</summary>
    public IReadOnlyDictionary<string, double> ToWeights()
    {
        Dictionary<string, double> weights = [];
        if (LstmWeight > 0) weights["lstm"] = LstmWeight;
        if (LstmWeight == 1) return weights;
        foreach (string name in Baselines()) weights[name] = Math.Round(WeightOf(name), 6);
        return weights;
    }

    /// <summary>The method of the other part, the weighted mean of its baselines; null where there is none.</summary>
    public Baseline? Method()
    {
        Baseline[] methods = [.. Baselines().Select(name => BaselineCatalogue.All.Single(b => b.Key == name).Value)];
        if (methods.Length < 2) return methods.SingleOrDefault();
        return (history, season, destination) =>
        {
            methods[0](history, season, destination);
            double[] second = new double[destination.Length];
            methods[1](history, season, second);
            Join(second, destination);
        };
    }

    /// <summary>Moves the first baseline's forecast to the weighted mean with the second's.</summary>
    public void Join(ReadOnlySpan<double> second, Span<double> forecast)
    {
        for (int k = 0; k < forecast.Length; k++) forecast[k] += SecondShare * (second[k] - forecast[k]);
    }

    /// <summary>Moves the LSTM's points, in transformed units, to the weighted mean with the baselines', in units of the data.</summary>
    public void Blend(ValueTransform transform, ReadOnlySpan<double> baseline, Span<double> points)
    {
        if (Baseline is null) return;
        for (int k = 0; k < points.Length; k++)
            points[k] = transform.Forward(LstmWeight * transform.Inverse(points[k]) + (1 - LstmWeight) * baseline[k]);
    }
}

using System.Numerics;
using LstmService.Engine.Heads;

namespace LstmService.Engine.Explanation;

/// <summary>
/// What each number that a head reads adds to one of its answers. An answer is a sum, so each part's relevance is the part
/// itself; where a gate weighs an alternative forecast, the alternative is the signal and takes all. The link of a
/// distribution's parameter passes all on, like tanh.
/// </summary>
internal sealed class HeadRelevance
{
    private HeadRelevance(int hidden, int alternatives, int skip) =>
        (Hidden, Alternatives, Skip) = (new double[hidden], new double[alternatives], new double[skip]);

    /// <summary>[width] of what the head reads.</summary>
    public double[] Hidden { get; }

    public double[] Alternatives { get; }

    public double[] Skip { get; }

    /// <summary>What the biases add.</summary>
    public double ToBiases { get; private set; }

    /// <summary>The answer.</summary>
    public double Output => Hidden.Sum() + Alternatives.Sum() + Skip.Sum() + ToBiases;

    /// <summary>Why this answer cannot be explained; null where it can.</summary>
    public static string? Refusal(HeadSpec spec, int output) =>
        spec is QuantileHeadSpec { Ordered: true } ordered && output % ordered.Quantiles != ordered.Quantiles / 2
            ? "of ordered quantiles only the middle one is a sum of what is read: relevance explains the median"
            : null;

    public static HeadRelevance Of<T>(Network<T> network, double[] hidden, Batch<T> batch, int window, int output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (network.Spec.Head is QuantileHeadSpec quantiles)
        {
            var parts = new HeadRelevance(hidden.Length, quantiles.Alternatives, quantiles.SkipSize);
            int ahead = output / quantiles.Quantiles;
            parts.Add(network, "head.quantiles", output, hidden);
            if (quantiles.Location)
                parts.Add(network, "head.location", ahead, hidden);
            parts.AddWindow(network, quantiles, hidden, batch, (window, ahead));
            return parts;
        }

        var linear = new HeadRelevance(hidden.Length, 0, 0);
        linear.Add(network, "head", output, hidden);
        if (network.Spec.Head is LikelihoodHeadSpec likelihood)
            linear.Link(LikelihoodLoss.LinksOf(likelihood.Likelihood)[output % LikelihoodLoss.LinksOf(likelihood.Likelihood).Length]);
        return linear;
    }

    /// <summary>Row <paramref name="row"/> of a map of the hidden state.</summary>
    private void Add<T>(Network<T> network, string map, int row, double[] hidden)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        double[] weights = Tensors.Of(network, map + ".weight");
        for (int i = 0; i < hidden.Length; i++)
            Hidden[i] += weights[row * hidden.Length + i] * hidden[i];
        ToBiases += Tensors.Of(network, map + ".bias")[row];
    }

    private void AddWindow<T>(
        Network<T> network, QuantileHeadSpec spec, double[] hidden, Batch<T> batch, (int Window, int Ahead) place)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (spec.Alternatives > 0)
        {
            double[] weights = Tensors.Of(network, "head.gates.weight"), gates = Tensors.Of(network, "head.gates.bias");
            Span<T> alternatives = batch.AlternativesOf(place.Window).Slice(place.Ahead * spec.Alternatives, spec.Alternatives);
            for (int k = 0; k < gates.Length; k++)
            {
                for (int i = 0; i < hidden.Length; i++)
                    gates[k] += weights[k * hidden.Length + i] * hidden[i];
                Alternatives[k] = gates[k] * double.CreateTruncating(alternatives[k]);
            }
        }

        double[] skip = spec.SkipSize > 0 ? Tensors.Of(network, "head.skip.weight") : [];
        for (int i = 0; i < spec.SkipSize; i++)
            Skip[i] = skip[place.Ahead * spec.SkipSize + i] * double.CreateTruncating(batch.SkipOf(place.Window)[i]);
    }

    private void Link(Link link)
    {
        double raw = Output;
        if (link == Heads.Link.Same || raw == 0)
            return;
        double share = Links.Apply(link, raw) / raw;
        for (int i = 0; i < Hidden.Length; i++)
            Hidden[i] *= share;
        ToBiases *= share;
    }
}

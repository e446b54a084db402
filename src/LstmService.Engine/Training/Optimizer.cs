using System.Numerics;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Training;

/// <summary>Steps over a network's flat parameters, with clipping and the moving average of the weights.</summary>
internal sealed class Optimizer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Network<T> _network;
    private readonly TrainerOptions _options;
    private readonly AlignedBuffer<T> _gradient;
    private readonly IUpdateRule<T> _rule;
    private readonly T[]? _average;

    public Optimizer(Network<T> network, TrainerOptions options)
    {
        _network = network;
        _options = options;
        _gradient = new(network.ParameterCount);
        _rule = options.Optimizer == OptimizerKind.AdamW
            ? new AdamWRule<T>(options, network.ParameterCount)
            : new MomentumRule<T>(options, network.ParameterCount);
        _average = options.AverageDecay > 0 ? network.Parameters.ToArray() : null;
    }

    /// <summary>Where the backward pass writes.</summary>
    public Span<T> Gradient => _gradient.Span;

    /// <summary>Steps taken since the moments were last cleared.</summary>
    public long Steps { get; set; }

    /// <summary>What the rule remembers.</summary>
    public IReadOnlyList<AlignedBuffer<T>> Moments => _rule.Moments;

    /// <summary>The moving average of the weights; null without one.</summary>
    public T[]? Average => _average;

    /// <summary>Takes one step along the gradient; false, and nothing is changed, where the gradient is no number.</summary>
    public bool Step(double rate)
    {
        double norm = Math.Sqrt(SumOfSquares.Of<T>(_gradient.Span));
        if (!double.IsFinite(norm))
            return false;
        double scale = _options.ClipNorm > 0 && norm > _options.ClipNorm ? _options.ClipNorm / norm : 1;
        Steps++;
        _rule.Step(_network.Parameters, _gradient.Span, scale, rate, Steps);
        if (_average is not null)
        {
            double decay = Math.Min(_options.AverageDecay, (1.0 + Steps) / (10.0 + Steps));
            MovingAverage.Update(_average, _network.Parameters, T.CreateTruncating(decay));
        }

        return true;
    }

    /// <summary>Exchanges the weights and their average; twice is as before. Nothing happens without an average.</summary>
    public void SwapAverage()
    {
        if (_average is null)
            return;
        Span<T> weights = _network.Parameters;
        for (int i = 0; i < weights.Length; i++)
            (weights[i], _average[i]) = (_average[i], weights[i]);
    }

    /// <summary>Writes down weights and average.</summary>
    public Snapshot<T> Save(Snapshot<T>? into = null)
    {
        into ??= new(new T[_network.ParameterCount], _average is null ? null : new T[_network.ParameterCount]);
        _network.Parameters.CopyTo(into.Weights);
        _average?.CopyTo(into.Average!, 0);
        return into;
    }

    /// <summary>Goes back to what was written down, with the moments cleared: they may hold what went wrong.</summary>
    public void Restore(Snapshot<T> snapshot)
    {
        snapshot.Weights.CopyTo(_network.Parameters);
        snapshot.Average?.CopyTo(_average!, 0);
        foreach (AlignedBuffer<T> moment in Moments)
            moment.Span.Clear();
        Steps = 0;
    }
}

/// <summary>Weights and their moving average at one moment.</summary>
/// <param name="Weights">Flat.</param>
/// <param name="Average">Flat; null without one.</param>
internal sealed record Snapshot<T>(T[] Weights, T[]? Average);

namespace LstmService.Engine;

/// <summary>How the learning rate moves.</summary>
public enum LearningRateSchedule
{
    /// <summary>It stays.</summary>
    Constant,

    /// <summary>It falls to 0 along half a cosine (Loshchilov and Hutter 2017).</summary>
    Cosine,

    /// <summary>
    /// It climbs from a 25th of its height along half a cosine, in the warm-up steps or without them in 30% of all, and falls
    /// along another to a 250,000th (one cycle, Smith 2018).
    /// </summary>
    OneCycle,
}

/// <summary>What moves the weights.</summary>
public enum OptimizerKind
{
    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
    AdamW,

    /// <summary>Stochastic gradient descent with momentum (Polyak 1964).</summary>
    Momentum,
}

/// <summary>How a network is trained. Every default works.</summary>
public sealed record TrainerOptions
{
    /// <summary>Passes over the training source, 1..1,000,000.</summary>
    public int Epochs { get; init; } = 10;

    /// <summary>The highest learning rate, above 0 and at most 10.</summary>
    public double LearningRate { get; init; } = 3e-3;

    /// <summary>What moves the weights.</summary>
    public OptimizerKind Optimizer { get; init; } = OptimizerKind.AdamW;

    /// <summary>How much of the velocity stays from step to step of <see cref="OptimizerKind.Momentum"/>, at least 0 and below 1.</summary>
    public double Momentum { get; init; } = 0.9;

    /// <summary>How the rate moves after the warm-up.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>Steps in which the rate climbs to its height, 0..1,000,000.</summary>
    public int WarmupSteps { get; init; }

    /// <summary>Decoupled weight decay, 0..1: each step takes rate * decay of every weight.</summary>
    public double WeightDecay { get; init; }

    /// <summary>Decay of Adam's first moment, at least 0 and below 1.</summary>
    public double Beta1 { get; init; } = 0.9;

    /// <summary>Decay of Adam's second moment, at least 0 and below 1.</summary>
    public double Beta2 { get; init; } = 0.999;

    /// <summary>Keeps Adam's division finite, above 0.</summary>
    public double Epsilon { get; init; } = 1e-8;

    /// <summary>The gradient's norm is scaled down to this; 0 is off.</summary>
    public double ClipNorm { get; init; } = 1;

    /// <summary>
    /// Decay of the moving average of the weights, at least 0 and below 1; 0 is off. With it, the average is what is validated
    /// and kept. Early steps average over fewer: the decay is at most (1 + step) / (10 + step).
    /// </summary>
    public double AverageDecay { get; init; }

    /// <summary>Where dropout's masks come from: the same seed gives the same masks.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// k1 of truncated back-propagation through time (Williams and Peng 1990), 0..65536: the weights move after every so many
    /// steps of a window, by the loss of those, and the state is carried on. Each piece of a window drops by the same masks. 0,
    /// the default, takes windows whole. It needs a network that answers at every step and runs one way through time.
    /// </summary>
    public int TruncateEvery { get; init; }

    /// <summary>
    /// k2: how many steps the gradient goes back from an update, 0..65536, and at least <see cref="TruncateEvery"/>; 0 is as
    /// many. More cost the steps between run again.
    /// </summary>
    public int TruncateBack { get; init; }

    /// <summary>Epochs without a lower validation loss before training stops and the best weights return; 0 is off.</summary>
    public int Patience { get; init; }

    /// <summary>Every rule these options break; none when they are sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        var failures = new List<string>();
        Bounds.Check(failures, "epochs", Epochs, 1, 1_000_000);
        Bounds.Check(failures, "warmupSteps", WarmupSteps, 0, 1_000_000);
        Bounds.Check(failures, "patience", Patience, 0, 1_000_000);
        Bounds.Check(failures, "truncateEvery", TruncateEvery, 0, 65536);
        Bounds.Check(failures, "truncateBack", TruncateBack, 0, 65536);
        // Written so that NaN fails too.
        Check(LearningRate is > 0 and <= 10, $"learningRate must be above 0 and at most 10, was {LearningRate}");
        Check(WeightDecay is >= 0 and <= 1, $"weightDecay must be 0..1, was {WeightDecay}");
        Check(Beta1 is >= 0 and < 1, $"beta1 must be at least 0 and below 1, was {Beta1}");
        Check(Beta2 is >= 0 and < 1, $"beta2 must be at least 0 and below 1, was {Beta2}");
        Check(Epsilon is > 0 and <= 1, $"epsilon must be above 0 and at most 1, was {Epsilon}");
        Check(ClipNorm is >= 0 and < double.PositiveInfinity, $"clipNorm must be at least 0 and finite, was {ClipNorm}");
        Check(AverageDecay is >= 0 and < 1, $"averageDecay must be at least 0 and below 1, was {AverageDecay}");
        Check(Momentum is >= 0 and < 1, $"momentum must be at least 0 and below 1, was {Momentum}");
        Check(Enum.IsDefined(Schedule), $"schedule must be Constant, Cosine or OneCycle, was {Schedule}");
        Check(Enum.IsDefined(Optimizer), $"optimizer must be AdamW or Momentum, was {Optimizer}");
        Check(TruncateBack == 0 || TruncateEvery != 0, $"truncateBack needs truncateEvery, was {TruncateBack} without it");
        Check(
            TruncateBack == 0 || TruncateBack >= TruncateEvery,
            $"truncateBack must be 0 or at least truncateEvery {TruncateEvery}, was {TruncateBack}");
        return failures;

        void Check(bool holds, string failure)
        {
            if (!holds)
                failures.Add(failure);
        }
    }

    /// <summary>The rules that the truncation breaks on a network.</summary>
    internal IEnumerable<string> ValidateFor(NetworkSpec spec)
    {
        if (TruncateEvery > 0 && spec.Summary != Summary.EveryStep)
            yield return $"truncateEvery needs a network that answers at every step, was {TruncateEvery} with {spec.Summary}";
        if (TruncateEvery > 0 && spec.Bidirectional)
            yield return $"truncateEvery needs a network that runs one way through time, was {TruncateEvery} with both ways";
    }

    /// <summary>The rate of a step.</summary>
    /// <param name="step">From 0.</param>
    /// <param name="steps">Steps in all.</param>
    internal double RateAt(long step, long steps)
    {
        if (Schedule == LearningRateSchedule.OneCycle)
            return OneCycleRateAt(step, steps);
        if (step < WarmupSteps)
            return LearningRate * (step + 1) / WarmupSteps;
        if (Schedule == LearningRateSchedule.Constant)
            return LearningRate;
        double passed = (double)(step - WarmupSteps) / Math.Max(1, steps - WarmupSteps);
        return LearningRate * 0.5 * (1 + Math.Cos(Math.PI * passed));
    }

    private double OneCycleRateAt(long step, long steps)
    {
        double climb = WarmupSteps > 0 ? WarmupSteps : 0.3 * steps, start = LearningRate / 25, end = start / 10_000;
        return step < climb
            ? Between(start, LearningRate, step / climb)
            : Between(LearningRate, end, (step - climb) / Math.Max(1, steps - 1 - climb));

        static double Between(double from, double to, double passed) =>
            to + (from - to) * 0.5 * (1 + Math.Cos(Math.PI * Math.Min(1, passed)));
    }
}

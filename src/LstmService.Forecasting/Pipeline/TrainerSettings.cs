using LstmService.Engine;

namespace LstmService.Forecasting.Pipeline;

/// <summary>What a plan says of how networks learn, whatever they learn.</summary>
internal interface ILearningPlan
{
    int Epochs { get; }
    double LearningRate { get; }
    string Schedule { get; }
    string Optimizer { get; }
    double Momentum { get; }
    int WarmupSteps { get; }
    double WeightDecay { get; }
    double ClipNorm { get; }
    double AverageDecay { get; }
    int TruncateEvery { get; }
    int TruncateBack { get; }
    int Patience { get; }
}

/// <summary>Says to the engine's trainer what a plan chose.</summary>
internal static class TrainerSettings
{
    /// <summary>The trainer's options.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="validated">Is there something to stop early by?</param>
    /// <param name="seed">Of the network.</param>
    public static TrainerOptions Of(ILearningPlan plan, bool validated, ulong seed) => new()
    {
        Epochs = plan.Epochs,
        LearningRate = plan.LearningRate,
        Schedule = Enum.Parse<LearningRateSchedule>(plan.Schedule, ignoreCase: true),
        Optimizer = OptimizerOf(plan.Optimizer),
        Momentum = plan.Momentum,
        WarmupSteps = plan.WarmupSteps,
        WeightDecay = plan.WeightDecay,
        Seed = seed,
        ClipNorm = plan.ClipNorm,
        AverageDecay = plan.AverageDecay,
        TruncateEvery = plan.TruncateEvery,
        TruncateBack = plan.TruncateBack,
        Patience = validated ? plan.Patience : 0,
    };

    // Adam is AdamW that decays no weights.
    private static OptimizerKind OptimizerOf(string name) =>
        name.Equals("momentum", StringComparison.OrdinalIgnoreCase) ? OptimizerKind.Momentum : OptimizerKind.AdamW;
}

/// <summary>Hands the epochs of a training on at once, on the thread that trains.</summary>
internal sealed class EpochReporter(Action<EpochProgress> report) : IProgress<EpochProgress>
{
    public void Report(EpochProgress value) => report(value);
}

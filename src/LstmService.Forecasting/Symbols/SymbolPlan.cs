using System.Text.Json.Serialization;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Symbols;

/// <summary>Every choice of a training on symbols, made: by the user where set, by <see cref="SymbolPlanRules"/> elsewhere.</summary>
public sealed record SymbolPlan : ILearningPlan
{
    /// <summary>Steps ahead that are judged, and answered unless told otherwise.</summary>
    public required int Horizon { get; init; }
    /// <summary>How many symbols there are.</summary>
    public required int Symbols { get; init; }
    /// <summary>The season in points; 1 for none.</summary>
    public required int Season { get; init; }
    /// <summary>Past symbols the network reads.</summary>
    public required int Lookback { get; init; }
    /// <summary>Numbers in the vector that is learnt for each symbol.</summary>
    public required int Embedding { get; init; }
    /// <summary>Hidden units of each layer.</summary>
    public required int Hidden { get; init; }
    /// <summary>Stacked layers.</summary>
    public required int Layers { get; init; }
    /// <summary>What the layers are made of, by the name the option has.</summary>
    public required string Cell { get; init; }
    /// <summary>Does each layer but the first add what it reads to what it answers?</summary>
    public required bool Residual { get; init; }
    /// <summary>Steps back that each layer's recurrence reaches, bottom first.</summary>
    public required IReadOnlyList<int> Dilations { get; init; }
    /// <summary>The share dropped between layers in training.</summary>
    public required double Dropout { get; init; }
    /// <summary>The share dropped of each layer's recurrence in training.</summary>
    public required double RecurrentDropout { get; init; }
    /// <summary>Networks in the ensemble; their mean distribution is the answer.</summary>
    public required int Members { get; init; }
    /// <summary>The most epochs of <see cref="StepsPerEpoch"/> batches.</summary>
    public required int Epochs { get; init; }
    /// <summary>Batches an epoch.</summary>
    public required int StepsPerEpoch { get; init; }
    /// <summary>Windows in a training step.</summary>
    public required int Batch { get; init; }
    /// <summary>The highest step size.</summary>
    public required double LearningRate { get; init; }
    /// <summary>What moves the weights.</summary>
    public required string Optimizer { get; init; }
    /// <summary>How much of the velocity stays, of <c>momentum</c>.</summary>
    public required double Momentum { get; init; }
    /// <summary>How the step size changes.</summary>
    public required string Schedule { get; init; }
    /// <summary>Training steps over which the step size rises from 0.</summary>
    public required int WarmupSteps { get; init; }
    /// <summary>The share of each weight that a step takes away, in units of the step size.</summary>
    public required double WeightDecay { get; init; }
    /// <summary>Decay of the moving average of weights; 0 for none.</summary>
    public required double AverageDecay { get; init; }
    /// <summary>Longest gradient; 0 for no limit.</summary>
    public required double ClipNorm { get; init; }
    /// <summary>Epochs without a better validation loss before stopping; 0 for never.</summary>
    public required int Patience { get; init; }
    /// <summary>k1 of truncated back-propagation; 0 takes windows whole.</summary>
    public required int TruncateEvery { get; init; }
    /// <summary>k2 of truncated back-propagation; 0 is as many as k1.</summary>
    public required int TruncateBack { get; init; }
    /// <summary>What all randomness comes from.</summary>
    public required int Seed { get; init; }
    /// <summary>What is minimised.</summary>
    public string Loss { get; init; } = "crossEntropy";

    /// <summary>Is there a season, so that the network reads the symbol one season before the next too?</summary>
    [JsonIgnore]
    public bool HasSeason => Season > 1;
}

namespace LstmService.Forecasting.Options;

/// <summary>
/// What a user may set about a training; whatever is null is chosen from the data by <c>Plan</c>.
/// </summary>
public sealed record TrainingOptions
{
    /// <summary>Hidden units of each LSTM layer.</summary>
    public int? Hidden { get; init; }
    /// <summary>Stacked LSTM layers.</summary>
    public int? Layers { get; init; }
    /// <summary>Past points the network reads.</summary>
    public int? Lookback { get; init; }
    /// <summary>Points that one LSTM step reads.</summary>
    public int? Patch { get; init; }
    /// <summary><c>local</c> (each window by its own level and spread), <c>minMax</c>, <c>standard</c> (both over the whole training data) or <c>none</c>.</summary>
    public string? Scaling { get; init; }
    /// <summary><c>auto</c>, <c>none</c> or season lengths in points, <c>"12"</c> or <c>"24,168"</c>.</summary>
    public string? Seasonality { get; init; }
    /// <summary><c>auto</c>, <c>none</c>, <c>log</c> or <c>asinh</c>.</summary>
    public string? Transform { get; init; }
    /// <summary>Networks in the ensemble; their mean is the answer.</summary>
    public int? Members { get; init; }
    /// <summary>Passes over the training windows.</summary>
    public int? Epochs { get; init; }
    /// <summary>Windows in one training step.</summary>
    public int? Batch { get; init; }
    /// <summary>Step size of Adam at its highest.</summary>
    public double? LearningRate { get; init; }
    /// <summary><c>pinball</c>, <c>squared</c> or <c>absolute</c>.</summary>
    public string? Loss { get; init; }
    /// <summary>Gradients longer than this are scaled down to it; 0 clips nothing.</summary>
    public double? ClipNorm { get; init; }
    /// <summary>Epochs without a better validation loss after which training stops; 0 never stops early.</summary>
    public int? Patience { get; init; }
    /// <summary>What all randomness comes from.</summary>
    public int? Seed { get; init; }
}

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
    /// <summary>What the layers are made of: <c>lstm</c>, <c>peephole</c>, <c>coupled</c>, <c>gru</c> or <c>rnn</c>.</summary>
    public string? Cell { get; init; }
    /// <summary>Does each layer run both ways through the window?</summary>
    public bool? Bidirectional { get; init; }
    /// <summary>Does each layer but the first add what it reads to what it answers?</summary>
    public bool? Residual { get; init; }
    /// <summary>How many steps back the recurrence of each layer reaches, bottom first: <c>"1,2"</c>.</summary>
    public string? Dilations { get; init; }
    /// <summary>The share dropped between layers in training.</summary>
    public double? Dropout { get; init; }
    /// <summary>The share dropped of each layer's recurrence in training, the same units at every step.</summary>
    public double? RecurrentDropout { get; init; }
    /// <summary><c>direct</c> (one head answers the whole horizon) or <c>encoderDecoder</c> (a second stack answers step by step).</summary>
    public string? Architecture { get; init; }
    /// <summary><c>none</c> or <c>additive</c>: does the decoder look back at every step of the encoder?</summary>
    public string? Attention { get; init; }
    /// <summary>Past points the network reads.</summary>
    public int? Lookback { get; init; }
    /// <summary>Points that one LSTM step reads.</summary>
    public int? Patch { get; init; }
    /// <summary><c>local</c> (each window by its own level and spread), <c>mean</c> (each window by its mean size, zero staying zero), <c>minMax</c>, <c>standard</c> (both over the whole training data) or <c>none</c>.</summary>
    public string? Scaling { get; init; }
    /// <summary><c>auto</c>, <c>none</c> or season lengths in points, <c>"12"</c> or <c>"24,168"</c>.</summary>
    public string? Seasonality { get; init; }
    /// <summary><c>auto</c>, <c>none</c>, <c>log</c> or <c>asinh</c>.</summary>
    public string? Transform { get; init; }
    /// <summary>Networks in the ensemble; their mean is the answer.</summary>
    public int? Members { get; init; }
    /// <summary>Passes over the training windows.</summary>
    public int? Epochs { get; init; }
    /// <summary>How long to train, in seconds of one core of the machine that <c>TrainingBudget</c> assumes, instead of epochs.</summary>
    public double? BudgetSeconds { get; init; }
    /// <summary>Do the networks start from those of the model's champion?</summary>
    public bool? WarmStart { get; init; }
    /// <summary>Windows in one training step.</summary>
    public int? Batch { get; init; }
    /// <summary>The step size at its highest.</summary>
    public double? LearningRate { get; init; }
    /// <summary><c>adamW</c>, <c>adam</c> or <c>momentum</c>.</summary>
    public string? Optimizer { get; init; }
    /// <summary>How much of the velocity stays from step to step of <c>momentum</c>.</summary>
    public double? Momentum { get; init; }
    /// <summary><c>constant</c>, <c>cosine</c> or <c>oneCycle</c>.</summary>
    public string? Schedule { get; init; }
    /// <summary>Training steps over which the step size rises from 0.</summary>
    public int? WarmupSteps { get; init; }
    /// <summary>The share of each weight that a step takes away, in units of the step size.</summary>
    public double? WeightDecay { get; init; }
    /// <summary>Decay of the moving average of the weights, which is what forecasts; 0 takes the last weights.</summary>
    public double? AverageDecay { get; init; }
    /// <summary><c>pinball</c>, <c>squared</c>, <c>absolute</c>, <c>huber</c>, <c>gaussian</c>, <c>studentT</c> or <c>negativeBinomial</c>.</summary>
    public string? Loss { get; init; }
    /// <summary>Can the quantiles of the pinball loss not cross, by how they are made?</summary>
    public bool? OrderedQuantiles { get; init; }
    /// <summary>Steps of a window between two updates (k1 of truncated back-propagation); the network then answers at every step.</summary>
    public int? TruncateEvery { get; init; }
    /// <summary>Steps a gradient goes back from an update (k2), at least as many.</summary>
    public int? TruncateBack { get; init; }
    /// <summary>Gradients longer than this are scaled down to it; 0 clips nothing.</summary>
    public double? ClipNorm { get; init; }
    /// <summary>Epochs without a better validation loss after which training stops; 0 never stops early.</summary>
    public int? Patience { get; init; }
    /// <summary>No answer lies below it.</summary>
    public double? Floor { get; init; }
    /// <summary>No answer lies above it.</summary>
    public double? Ceiling { get; init; }
    /// <summary>Is every answer a whole number, and none negative?</summary>
    public bool? Counts { get; init; }
    /// <summary>What all randomness comes from.</summary>
    public int? Seed { get; init; }
}

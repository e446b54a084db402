using System.Globalization;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Options;

/// <summary>A setting outside its bounds.</summary>
/// <param name="Name">The setting: <c>horizon</c>, <c>levels</c> or <c>options.hidden</c>.</param>
/// <param name="Detail">The rule and the value, in words.</param>
public sealed record RuleViolation(string Name, string Detail);

/// <summary>The bounds of everything a user may set about a training, in one place.</summary>
public static class TrainingRules
{
    /// <summary>The most steps ahead.</summary>
    public const int MaxHorizon = 512;
    /// <summary>The most hidden units.</summary>
    public const int MaxHidden = 512;
    /// <summary>The most stacked layers.</summary>
    public const int MaxLayers = 8;
    /// <summary>The longest lookback.</summary>
    public const int MaxLookback = 4096;
    /// <summary>The most points a LSTM step reads.</summary>
    public const int MaxPatch = 512;
    /// <summary>The most networks in an ensemble.</summary>
    public const int MaxMembers = 32;
    /// <summary>The most epochs.</summary>
    public const int MaxEpochs = 10_000;
    /// <summary>The largest batch.</summary>
    public const int MaxBatch = 1024;
    /// <summary>The most sample paths of an answer.</summary>
    public const int MaxSamples = 1000;
    /// <summary>The most interval levels.</summary>
    public const int MaxLevels = 16;
    /// <summary>The farthest from 0 that a floor or ceiling may lie: as far as values may.</summary>
    public const double MaxBound = 1e150;
    /// <summary>The longest season, in points.</summary>
    public const int MaxSeason = 4096;

    /// <summary>The largest share that dropout may drop.</summary>
    public const double MaxDropout = 0.9;
    /// <summary>The slowest decay of a moving average.</summary>
    public const double MaxDecay = 0.9999;

    /// <summary>Every option with its bounds: what <see cref="Check"/> refuses by, and what the documentation says.</summary>
    public static IReadOnlyList<OptionRule> Options { get; } =
    [
        OptionRule.Choice("cell", o => o.Cell, "What the layers are made of.", "lstm", "peephole", "coupled", "gru", "rnn"),
        OptionRule.Whole("hidden", o => o.Hidden, 1, MaxHidden, "Hidden units of each layer."),
        OptionRule.Whole("layers", o => o.Layers, 1, MaxLayers, "Stacked layers."),
        OptionRule.Flag("bidirectional", "Does each layer run both ways through the window?"),
        OptionRule.Flag("residual", "Does each layer but the first add what it reads to what it answers?"),
        OptionRule.Text("dilations", "How many steps back the recurrence of each layer reaches, bottom first, such as 1,2."),
        OptionRule.Number("dropout", o => o.Dropout, 0, MaxDropout, "The share dropped between layers in training."),
        OptionRule.Number("recurrentDropout", o => o.RecurrentDropout, 0, MaxDropout, "The share dropped of each layer's recurrence in training."),
        OptionRule.Choice("architecture", o => o.Architecture, "Does one head answer the whole horizon, or a second stack step by step?", "direct", "encoderDecoder"),
        OptionRule.Choice("attention", o => o.Attention, "Does the decoder look back at every step of the encoder?", "none", "additive"),
        OptionRule.Whole("lookback", o => o.Lookback, 1, MaxLookback, "Past points the network reads."),
        OptionRule.Whole("patch", o => o.Patch, 1, MaxPatch, "Points that one step of the network reads; it divides the lookback."),
        OptionRule.Choice("scaling", o => o.Scaling, "By what windows are made comparable.", "local", "mean", "minMax", "standard", "none"),
        OptionRule.Text("seasonality", "auto, none or season lengths in points, such as 24,168."),
        OptionRule.Choice("transform", o => o.Transform, "Which function straightens the values first.", "auto", "none", "log", "asinh"),
        OptionRule.Choice("loss", o => o.Loss, "What training minimises.", "pinball", "squared", "absolute", "huber", "gaussian", "studentT", "negativeBinomial"),
        OptionRule.Flag("orderedQuantiles", "Can the quantiles not cross, by how they are made? Of the pinball loss."),
        OptionRule.Choice("optimizer", o => o.Optimizer, "What moves the weights.", "adamW", "adam", "momentum"),
        OptionRule.Number("momentum", o => o.Momentum, 0, MaxDecay, "How much of the velocity stays from step to step; of the optimizer momentum."),
        OptionRule.Choice("schedule", o => o.Schedule, "How the step size changes over the training.", "constant", "cosine", "oneCycle"),
        OptionRule.Whole("warmupSteps", o => o.WarmupSteps, 0, 100_000, "Training steps over which the step size rises from 0."),
        OptionRule.Number("weightDecay", o => o.WeightDecay, 0, 1, "The share of each weight that a step takes away, in units of the step size."),
        OptionRule.Number("averageDecay", o => o.AverageDecay, 0, MaxDecay, "Decay of the moving average of the weights; 0 takes the last weights."),
        OptionRule.Whole("truncateEvery", o => o.TruncateEvery, 1, MaxLookback, "Steps of a window between two updates: k1 of truncated back-propagation."),
        OptionRule.Whole("truncateBack", o => o.TruncateBack, 1, MaxLookback, "Steps a gradient goes back from an update: k2, at least truncateEvery."),
        OptionRule.Whole("members", o => o.Members, 1, MaxMembers, "Networks in the ensemble."),
        OptionRule.Whole("epochs", o => o.Epochs, 1, MaxEpochs, "Passes over the training windows."),
        OptionRule.Number("budgetSeconds", o => o.BudgetSeconds, 0.001, TrainingBudget.MostSeconds, "Seconds of one core to train for, instead of epochs: turned into training steps by a fixed cost model, never by the clock."),
        OptionRule.Flag("warmStart", "Do the networks start from those of the model's champion, where they have the same shape?"),
        OptionRule.Whole("batch", o => o.Batch, 1, MaxBatch, "Windows in a training step."),
        OptionRule.Number("learningRate", o => o.LearningRate, 1e-7, 1, "The step size at its highest."),
        OptionRule.Number("clipNorm", o => o.ClipNorm, 0, 1e6, "Gradients longer than this are scaled down to it; 0 clips nothing."),
        OptionRule.Whole("patience", o => o.Patience, 0, MaxEpochs, "Epochs without a better validation loss before training stops; 0 never stops early."),
        OptionRule.Number("floor", o => o.Floor, -MaxBound, MaxBound, "No answer lies below it: what would is moved to it."),
        OptionRule.Number("ceiling", o => o.Ceiling, -MaxBound, MaxBound, "No answer lies above it: what would is moved to it."),
        OptionRule.Flag("counts", "Is every answer moved to the nearest whole number, and none below 0?"),
        OptionRule.Whole("seed", o => o.Seed, int.MinValue, int.MaxValue, "What all randomness comes from."),
    ];

    /// <summary>Every rule that is broken; empty where none is.</summary>
    public static IReadOnlyList<RuleViolation> Check(TrainingOptions options, int? horizon, IReadOnlyList<double>? levels)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<RuleViolation> broken = [];
        if (horizon is < 1 or > MaxHorizon) broken.Add(new("horizon", $"horizon must be 1..{MaxHorizon}, was {horizon}"));
        CheckLevels(broken, levels);
        foreach (OptionRule rule in Options)
            if (rule.Check(options) is { } violation) broken.Add(violation);
        if (options.Seasonality is { } text && SeasonalityOption.Parse(text) is null)
            broken.Add(new("options.seasonality",
                $"seasonality must be auto, none or season lengths of 2..{MaxSeason} points such as 24,168, was {Excerpt.Of(text)}"));
        if (options is { Patch: { } patch, Lookback: { } lookback } && patch > 0 && lookback % patch != 0)
            broken.Add(new("options.patch", $"patch must divide lookback, was {patch} for a lookback of {lookback}"));
        CombinationRules.Check(broken, options);
        return broken;
    }

    /// <summary>Every rule that interval levels break.</summary>
    public static void CheckLevels(ICollection<RuleViolation> broken, IReadOnlyList<double>? levels)
    {
        ArgumentNullException.ThrowIfNull(broken);
        if (levels is null) return;
        if (levels.Count is 0 or > MaxLevels)
            broken.Add(new("levels", $"levels must be 1..{MaxLevels} numbers, were {levels.Count}"));
        foreach (double level in levels)
            if (!(level is >= 1 and <= 99.9))
                broken.Add(new("levels", $"a level must be 1..99.9 (percent), was {level.ToString(CultureInfo.InvariantCulture)}"));
    }
}

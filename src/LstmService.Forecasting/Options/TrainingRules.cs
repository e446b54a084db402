using System.Globalization;

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
    /// <summary>The most interval levels.</summary>
    public const int MaxLevels = 16;
    /// <summary>The longest season, in points.</summary>
    public const int MaxSeason = 4096;

    /// <summary>Names the scalings may have.</summary>
    public static IReadOnlyList<string> Scalings { get; } = ["local", "minMax", "standard", "none"];
    /// <summary>Names the transforms may have.</summary>
    public static IReadOnlyList<string> Transforms { get; } = ["auto", "none", "log", "asinh"];
    /// <summary>Names the losses may have.</summary>
    public static IReadOnlyList<string> Losses { get; } = ["pinball", "squared", "absolute", "huber"];
    /// <summary>Names the cells may have.</summary>
    public static IReadOnlyList<string> Cells { get; } = ["lstm", "peephole", "coupled", "gru", "rnn"];
    /// <summary>Names the architectures may have.</summary>
    public static IReadOnlyList<string> Architectures { get; } = ["direct", "encoderDecoder"];
    /// <summary>Names the attentions may have.</summary>
    public static IReadOnlyList<string> Attentions { get; } = ["none", "additive"];
    /// <summary>The largest share that dropout may drop.</summary>
    public const double MaxDropout = 0.9;

    /// <summary>Every rule that is broken; empty where none is.</summary>
    public static IReadOnlyList<RuleViolation> Check(TrainingOptions options, int? horizon, IReadOnlyList<double>? levels)
    {
        ArgumentNullException.ThrowIfNull(options);
        List<RuleViolation> broken = [];
        Within(broken, "horizon", horizon, 1, MaxHorizon);
        CheckLevels(broken, levels);
        Within(broken, "options.hidden", options.Hidden, 1, MaxHidden);
        Within(broken, "options.layers", options.Layers, 1, MaxLayers);
        Within(broken, "options.lookback", options.Lookback, 1, MaxLookback);
        Within(broken, "options.patch", options.Patch, 1, MaxPatch);
        Within(broken, "options.members", options.Members, 1, MaxMembers);
        Within(broken, "options.epochs", options.Epochs, 1, MaxEpochs);
        Within(broken, "options.batch", options.Batch, 1, MaxBatch);
        Within(broken, "options.patience", options.Patience, 0, MaxEpochs);
        Within(broken, "options.learningRate", options.LearningRate, 1e-7, 1);
        Within(broken, "options.clipNorm", options.ClipNorm, 0, 1e6);
        Within(broken, "options.dropout", options.Dropout, 0, MaxDropout);
        Within(broken, "options.recurrentDropout", options.RecurrentDropout, 0, MaxDropout);
        OneOf(broken, "options.cell", options.Cell, Cells);
        OneOf(broken, "options.architecture", options.Architecture, Architectures);
        OneOf(broken, "options.attention", options.Attention, Attentions);
        OneOf(broken, "options.scaling", options.Scaling, Scalings);
        OneOf(broken, "options.transform", options.Transform, Transforms);
        OneOf(broken, "options.loss", options.Loss, Losses);
        if (options.Seasonality is { } text && SeasonalityOption.Parse(text) is null)
            broken.Add(new("options.seasonality",
                $"seasonality must be auto, none or season lengths of 2..{MaxSeason} points such as 24,168, was {Shown(text)}"));
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
                broken.Add(new("levels", $"a level must be 1..99.9 (percent), was {Text(level)}"));
    }

    private static void Within(List<RuleViolation> broken, string name, double? value, double lowest, double highest)
    {
        if (value is { } v && !(v >= lowest && v <= highest))
            broken.Add(new(name, $"{Last(name)} must be {Text(lowest)}..{Text(highest)}, was {Text(v)}"));
    }

    private static void OneOf(List<RuleViolation> broken, string name, string? value, IReadOnlyList<string> allowed)
    {
        if (value is not null && !allowed.Contains(value, StringComparer.OrdinalIgnoreCase))
            broken.Add(new(name, $"{Last(name)} must be one of {string.Join(", ", allowed)}, was {Shown(value)}"));
    }

    private static string Last(string name) => name[(name.LastIndexOf('.') + 1)..];

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Shown(string text) => text.Length <= 40 ? $"'{text}'" : $"'{text[..40]}...'";
}

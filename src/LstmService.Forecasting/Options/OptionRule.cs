using System.Globalization;

namespace LstmService.Forecasting.Options;

/// <summary>The kinds of values an option may have.</summary>
public enum OptionKind
{
    /// <summary>A whole number.</summary>
    Whole,
    /// <summary>A number.</summary>
    Number,
    /// <summary>One of a few names.</summary>
    Choice,
    /// <summary>Text with a form of its own.</summary>
    Text,
    /// <summary>True or false.</summary>
    Flag,
}

/// <summary>What one option may be.</summary>
public sealed class OptionRule
{
    private readonly Func<TrainingOptions, object?> _value;

    private OptionRule(string name, OptionKind kind, string description, Func<TrainingOptions, object?> value) =>
        (Name, Kind, Description, _value) = (name, kind, description, value);

    /// <summary>The option's name.</summary>
    public string Name { get; }
    /// <summary>What kind of value it has.</summary>
    public OptionKind Kind { get; }
    /// <summary>What it does, in a sentence.</summary>
    public string Description { get; }
    /// <summary>The smallest number.</summary>
    public double Least { get; private init; } = double.NegativeInfinity;
    /// <summary>The largest number.</summary>
    public double Most { get; private init; } = double.PositiveInfinity;
    /// <summary>The names it may have, for a choice.</summary>
    public IReadOnlyList<string> Allowed { get; private init; } = [];

    internal static OptionRule Whole(string name, Func<TrainingOptions, int?> value, int least, int most, string description) =>
        new(name, OptionKind.Whole, description, o => value(o) is { } v ? (double)v : null) { Least = least, Most = most };

    internal static OptionRule Number(string name, Func<TrainingOptions, double?> value, double least, double most, string description) =>
        new(name, OptionKind.Number, description, o => value(o)) { Least = least, Most = most };

    internal static OptionRule Choice(string name, Func<TrainingOptions, string?> value, string description, params string[] allowed) =>
        new(name, OptionKind.Choice, description, value) { Allowed = allowed };

    internal static OptionRule Text(string name, string description) => new(name, OptionKind.Text, description, _ => null);

    internal static OptionRule Flag(string name, string description) => new(name, OptionKind.Flag, description, _ => null);

    /// <summary>Has a user set it?</summary>
    internal bool IsSet(TrainingOptions options) =>
        typeof(TrainingOptions).GetProperty(char.ToUpperInvariant(Name[0]) + Name[1..])?.GetValue(options) is not null;

    /// <summary>The violation, or null where the option is not set or within its bounds.</summary>
    internal RuleViolation? Check(TrainingOptions options) => _value(options) switch
    {
        double v when !(v >= Least && v <= Most) => new($"options.{Name}", $"{Name} must be {Written(Least)}..{Written(Most)}, was {Written(v)}"),
        string text when !Allowed.Contains(text, StringComparer.OrdinalIgnoreCase) =>
            new($"options.{Name}", $"{Name} must be one of {string.Join(", ", Allowed)}, was {Excerpt.Of(text)}"),
        _ => null,
    };

    private static string Written(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

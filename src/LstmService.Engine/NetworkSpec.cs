namespace LstmService.Engine;

/// <summary>
/// The shape of a network: LSTM layers over the steps of a window, and a head that reads the hidden states of the top one.
/// </summary>
public sealed record NetworkSpec
{
    /// <summary>Numbers that enter at each step, 1..4096.</summary>
    public int InputSize { get; init; } = 1;

    /// <summary>Units in each layer, 1..1024.</summary>
    public int Hidden { get; init; } = 32;

    /// <summary>LSTM layers, 1..8, each reading the one below.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>What the head reads of the top layer.</summary>
    public Summary Summary { get; init; }

    /// <summary>What is made of what it reads.</summary>
    public HeadSpec Head { get; init; } = new LinearHeadSpec();

    /// <summary>Every rule this shape breaks; none when it is sound.</summary>
    public IReadOnlyList<string> Validate()
    {
        var failures = new List<string>();
        Bounds.Check(failures, "inputSize", InputSize, 1, 4096);
        Bounds.Check(failures, "hidden", Hidden, 1, 1024);
        Bounds.Check(failures, "layers", Layers, 1, 8);
        if (Head is null)
            failures.Add("head must be given, was null");
        else
            Head.Validate(failures);
        if (!Enum.IsDefined(Summary))
            failures.Add($"summary must be {string.Join(" or ", Enum.GetNames<Summary>())}, was {Summary}");
        else if (Summary == Summary.EveryStep && Head is { ReadsWindow: true })
            failures.Add("a head that reads alternatives or a skip vector answers once for a window, not at every step");
        return failures;
    }
}

/// <summary>Checks of whole numbers that say the rule and the value.</summary>
internal static class Bounds
{
    public static void Check(List<string> failures, string name, int value, int least, int most)
    {
        if (value < least || value > most)
            failures.Add($"{name} must be {least}..{most}, was {value}");
    }

    /// <summary>Throws with all failures in one message.</summary>
    public static void ThrowIfAny(IReadOnlyList<string> failures, string parameter)
    {
        if (failures.Count > 0)
            throw new ArgumentException(string.Join("; ", failures), parameter);
    }
}

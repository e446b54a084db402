namespace LstmService.Engine;

/// <summary>
/// The shape of a network: recurrent layers over the steps of a window, perhaps a decoder that starts where they ended, and a
/// head that reads the hidden states of the top one.
/// </summary>
public sealed record NetworkSpec
{
    /// <summary>Numbers that enter at each step, 1..4096.</summary>
    public int InputSize { get; init; } = 1;

    /// <summary>Units in each layer, 1..1024.</summary>
    public int Hidden { get; init; } = 32;

    /// <summary>Layers, 1..8, each reading the one below.</summary>
    public int Layers { get; init; } = 1;

    /// <summary>What the layers are made of.</summary>
    public Cell Cell { get; init; }

    /// <summary>
    /// Does each layer run both ways through time, with the output [forward | backward]? (Schuster and Paliwal 1997.)
    /// </summary>
    public bool Bidirectional { get; init; }

    /// <summary>Does each layer but the first add what it reads to what it answers? (He et al. 2016.)</summary>
    public bool Residual { get; init; }

    /// <summary>
    /// How many steps back the recurrence of each layer reaches, bottom first, each 1..1024; where the list ends it is 1
    /// (Chang et al. 2017).
    /// </summary>
    public ValueList<int> Dilations { get; init; } = [];

    /// <summary>The share dropped of what passes between layers in training, at least 0 and below 1 (Zaremba et al. 2014).</summary>
    public double Dropout { get; init; }

    /// <summary>
    /// The share dropped of each layer's recurrence in training, the same units at every step of a window, at least 0 and
    /// below 1 (Gal and Ghahramani 2016).
    /// </summary>
    public double RecurrentDropout { get; init; }

    /// <summary>Which inputs are categories.</summary>
    public ValueList<EmbeddingSpec> Embeddings { get; init; } = [];

    /// <summary>
    /// A second stack that answers step by step, the layers here being its encoder; null is none. The head then reads the
    /// decoder's output at each of its steps.
    /// </summary>
    public DecoderSpec? Decoder { get; init; }

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
        if (!Enum.IsDefined(Cell))
            failures.Add($"cell must be {string.Join(" or ", Enum.GetNames<Cell>())}, was {Cell}");
        if (Dilations is null || Dilations.Count > Layers)
            failures.Add($"dilations must have 0..{Layers} numbers, one for each layer, was {Dilations}");
        else
            foreach (int dilation in Dilations)
                Bounds.Check(failures, "a dilation", dilation, 1, 1024);
        Bounds.CheckShare(failures, "dropout", Dropout);
        Bounds.CheckShare(failures, "recurrentDropout", RecurrentDropout);
        EmbeddingSpec.Validate(failures, Embeddings, InputSize);
        ValidateSummary(failures);
        if (Head is null)
            failures.Add("head must be given, was null");
        else
            Head.Validate(failures);
        return failures;
    }

    private void ValidateSummary(List<string> failures)
    {
        Decoder?.Validate(failures);
        if (!Enum.IsDefined(Summary))
            failures.Add($"summary must be {string.Join(" or ", Enum.GetNames<Summary>())}, was {Summary}");
        else if (Decoder is not null && Summary != Summary.LastOutput)
            failures.Add($"with a decoder the head reads the decoder, so summary must stay LastOutput, was {Summary}");
        if ((Summary == Summary.EveryStep || Decoder is not null) && Head is { ReadsWindow: true })
            failures.Add("a head that reads alternatives or a skip vector answers once for a window, not at every step");
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

    public static void CheckShare(List<string> failures, string name, double value)
    {
        // Written so that NaN fails too.
        if (!(value is >= 0 and < 1))
            failures.Add($"{name} must be at least 0 and below 1, was {value}");
    }

    /// <summary>Throws with all failures in one message.</summary>
    public static void ThrowIfAny(IReadOnlyList<string> failures, string parameter)
    {
        if (failures.Count > 0)
            throw new ArgumentException(string.Join("; ", failures), parameter);
    }
}

namespace LstmService.Engine;

/// <summary>
/// A second stack of layers that starts where the encoder's ended and answers step by step (Sutskever, Vinyals and Le 2014).
/// It reads inputs of its own: in training what should have been answered before (teacher forcing, Williams and Zipser
/// 1989), in a roll-out what was.
/// </summary>
public sealed record DecoderSpec
{
    /// <summary>Steps it answers, 1..4096; a roll-out may take others.</summary>
    public int Steps { get; init; } = 1;

    /// <summary>Numbers that enter at each of its steps, 1..4096.</summary>
    public int InputSize { get; init; } = 1;

    /// <summary>Which of them are categories.</summary>
    public ValueList<EmbeddingSpec> Embeddings { get; init; } = [];

    /// <summary>
    /// Units of the additive attention over the encoder's outputs (Bahdanau, Cho and Bengio 2015), 0..1024; 0 is none.
    /// </summary>
    public int Attention { get; init; }

    internal void Validate(List<string> failures)
    {
        Bounds.Check(failures, "the decoder's steps", Steps, 1, 4096);
        Bounds.Check(failures, "the decoder's inputSize", InputSize, 1, 4096);
        Bounds.Check(failures, "attention", Attention, 0, 1024);
        EmbeddingSpec.Validate(failures, Embeddings, InputSize);
    }
}

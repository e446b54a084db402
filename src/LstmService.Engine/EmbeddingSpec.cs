namespace LstmService.Engine;

/// <summary>
/// An input that is a category: its number, 0..categories-1, is exchanged for a vector that is learnt (Bengio et al. 2003).
/// </summary>
/// <param name="Column">Which input, from 0.</param>
/// <param name="Categories">How many there are, 1..65536.</param>
/// <param name="Size">Numbers in a vector, 1..1024.</param>
public sealed record EmbeddingSpec(int Column, int Categories, int Size)
{
    /// <summary>Adds every rule that embeddings of so many inputs break.</summary>
    internal static void Validate(List<string> failures, ValueList<EmbeddingSpec>? embeddings, int inputSize)
    {
        if (embeddings is null)
        {
            failures.Add("embeddings must be given, was null");
            return;
        }

        foreach (EmbeddingSpec embedding in embeddings)
        {
            Bounds.Check(failures, "an embedding's column", embedding.Column, 0, inputSize - 1);
            Bounds.Check(failures, "an embedding's categories", embedding.Categories, 1, 65536);
            Bounds.Check(failures, "an embedding's size", embedding.Size, 1, 1024);
        }

        foreach (IGrouping<int, EmbeddingSpec> twice in embeddings.GroupBy(e => e.Column).Where(group => group.Count() > 1))
            failures.Add($"an input has one embedding, column {twice.Key} has {twice.Count()}");
        if (embeddings.Count > 16)
            failures.Add($"embeddings must be at most 16, was {embeddings.Count}");
    }
}

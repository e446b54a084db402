using System.Numerics;

namespace LstmService.Engine.Tests;

/// <summary>Batches of numbers that are the same in every run and, rounded, in every precision.</summary>
internal static class Batches
{
    public static Batch<T> Of<T>(NetworkSpec spec, int count, int steps, int targets, ulong seed)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var batch = new Batch<T>(BatchShape.For(spec, count, steps, targets));
        var random = new Xoshiro256(seed);
        Numbers.Fill<T>(batch.Inputs, ref random);
        Numbers.Fill<T>(batch.Targets, ref random);
        Numbers.Fill<T>(batch.Alternatives, ref random);
        Numbers.Fill<T>(batch.Skip, ref random);
        Numbers.Fill<T>(batch.DecoderInputs, ref random);
        FillCategories(batch.Inputs, spec.InputSize, spec.Embeddings, ref random);
        if (spec.Decoder is not null)
            FillCategories(batch.DecoderInputs, spec.Decoder.InputSize, spec.Decoder.Embeddings, ref random);
        for (int i = 0; i < count; i++)
            batch.Weights[i] = T.CreateTruncating(0.5 + random.NextDouble());
        return batch;
    }

    private static void FillCategories<T>(T[] inputs, int size, IEnumerable<EmbeddingSpec> embeddings, ref Xoshiro256 random)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        foreach (EmbeddingSpec embedding in embeddings)
            for (int i = embedding.Column; i < inputs.Length; i += size)
                inputs[i] = T.CreateTruncating(random.NextInt(embedding.Categories));
    }
}

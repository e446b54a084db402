using System.Numerics;
using LstmService.Engine.Cells;
using LstmService.Engine.Heads;
using LstmService.Engine.Kernels;
using LstmService.Engine.Layers;

namespace LstmService.Engine;

/// <summary>The parts of a network, made at one vector width.</summary>
/// <param name="Embeddings">What makes vectors of the inputs that are categories; null where none is.</param>
/// <param name="Layers">From the inputs to the top.</param>
/// <param name="Readout">What the head reads of the top.</param>
/// <param name="Decoder">What answers step by step; null where there is none.</param>
/// <param name="Head">What answers.</param>
internal sealed record NetworkParts<T>(
    Embeddings<T>? Embeddings, LayerStack<T> Layers, Readout<T> Readout, Decoder<T>? Decoder, Head<T> Head)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Makes the parts with vectors of so many bits, 0 for one number at a time.</summary>
    public static NetworkParts<T> Create(NetworkSpec spec, ParameterLayout layout, int vectorBits) => vectorBits switch
    {
        512 => Create<V512<T>>(spec, layout),
        256 => Create<V256<T>>(spec, layout),
        128 => Create<V128<T>>(spec, layout),
        _ => Create<Scalar<T>>(spec, layout),
    };

    private static NetworkParts<T> Create<TV>(NetworkSpec spec, ParameterLayout layout)
        where TV : unmanaged, IVector<TV, T>
    {
        Embeddings<T>? embeddings = EmbeddingsOf(layout, "", spec.InputSize, spec.Embeddings);
        HiddenSize inputs = embeddings?.Width ?? new(spec.InputSize, spec.InputSize);
        LayerStack<T> layers = Stack<TV>(spec, layout, "layers", inputs);
        Decoder<T>? decoder = spec.Decoder is null ? null : DecoderOf<TV>(spec, spec.Decoder, layout, layers);
        return new(
            embeddings, layers, new(spec.Summary, layers), decoder,
            spec.Head.Build<T, TV>(layout, decoder?.Width ?? layers.Width));
    }

    private static Embeddings<T>? EmbeddingsOf(
        ParameterLayout layout, string prefix, int inputs, ValueList<EmbeddingSpec> specs) =>
        specs.Count == 0 ? null : new(layout, prefix, inputs, specs);

    private static Decoder<T> DecoderOf<TV>(
        NetworkSpec spec, DecoderSpec decoder, ParameterLayout layout, LayerStack<T> encoder)
        where TV : unmanaged, IVector<TV, T>
    {
        Embeddings<T>? embeddings = EmbeddingsOf(layout, "decoder.", decoder.InputSize, decoder.Embeddings);
        int width = embeddings?.Width.Units ?? decoder.InputSize;
        HiddenSize hidden = encoder.Levels[0].Directions[0].Hidden;
        Attention<T>? attention = decoder.Attention == 0
            ? null : new AdditiveAttention<T, TV>(layout, decoder.Attention, hidden, encoder.Width);
        if (attention is not null)
            width += encoder.Width.Units;
        NetworkSpec own = spec with { Bidirectional = false, Dilations = [] };
        return new(encoder, Stack<TV>(own, layout, "decoder", new(width, width)), embeddings, attention, decoder.InputSize);
    }

    private static LayerStack<T> Stack<TV>(NetworkSpec spec, ParameterLayout layout, string name, HiddenSize inputs)
        where TV : unmanaged, IVector<TV, T>
    {
        var levels = new Level<T>[spec.Layers];
        for (int i = 0; i < levels.Length; i++)
        {
            int lag = i < spec.Dilations.Count ? spec.Dilations[i] : 1;
            RecurrentLayer<T> forward = Layer<TV>(spec, layout, $"{name}.{i}", inputs, lag);
            RecurrentLayer<T>[] directions = spec.Bidirectional
                ? [forward, Layer<TV>(spec, layout, $"{name}.{i}.reverse", inputs, lag)]
                : [forward];
            levels[i] = new(
                directions, new(i, spec.Residual && i > 0, i > 0 ? spec.Dropout : 0, spec.RecurrentDropout));
            inputs = levels[i].Width;
        }

        return new(levels);
    }

    private static RecurrentLayer<T> Layer<TV>(
        NetworkSpec spec, ParameterLayout layout, string name, HiddenSize inputs, int lag)
        where TV : unmanaged, IVector<TV, T> => spec.Cell switch
        {
            Cell.Lstm => new CellLayer<T, TV, LstmCell<T, TV>>(layout, name, inputs, spec.Hidden, lag),
            Cell.PeepholeLstm => new CellLayer<T, TV, PeepholeLstmCell<T, TV>>(layout, name, inputs, spec.Hidden, lag),
            Cell.CoupledLstm => new CellLayer<T, TV, CoupledLstmCell<T, TV>>(layout, name, inputs, spec.Hidden, lag),
            Cell.Gru => new CellLayer<T, TV, GruCell<T, TV>>(layout, name, inputs, spec.Hidden, lag),
            Cell.Rnn => new CellLayer<T, TV, RnnCell<T, TV>>(layout, name, inputs, spec.Hidden, lag),
            _ => throw new ArgumentException($"there is no cell {spec.Cell}", nameof(spec)),
        };
}

using System.Numerics;
using LstmService.Engine.Cells;
using LstmService.Engine.Heads;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Layers;

/// <summary>
/// The decoder of <see cref="DecoderSpec"/>: level i starts from the last state of level i of the encoder, in one that runs both
/// ways from that of its backward layer (Bahdanau et al. 2015), which has just read the window's beginning. With attention
/// the lowest level reads [input | context] at each step.
/// </summary>
internal sealed unsafe class Decoder<T>(
    LayerStack<T> encoder, LayerStack<T> layers, Embeddings<T>? embeddings, Attention<T>? attention, int inputs)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly int _own = embeddings?.Width.Padded ?? inputs;

    /// <summary>What leaves the top.</summary>
    public HiddenSize Width => layers.Width;

    public DecoderState<T> CreateState(int maxBatch, int maxSteps, int maxDecoderSteps) => new(
        layers, attention?.CreateState(maxBatch, maxSteps, maxDecoderSteps), maxBatch, maxDecoderSteps,
        layers.Levels[0].Directions[0].Inputs.Padded);

    /// <summary>Starts from the encoder's last states.</summary>
    public void Begin(
        T* parameters, DecoderState<T> state, LevelState<T>[] encoded, Pass encoderPass, int steps)
    {
        DropoutSeed? dropout = encoderPass.Dropout is { } seed ? seed with { Seed = ~seed.Seed } : null;
        state.Pass.Begin(steps, encoderPass.Count, dropout);
        attention?.Begin(parameters, state.Attention!, encoder.OutputsOf(encoded), encoderPass, steps);
        for (int i = 0; i < layers.Levels.Length; i++)
        {
            layers.Levels[i].Begin(state.Levels[i], state.Pass);
            LayerState<T> from = encoded[i].Directions[^1], to = state.Levels[i].Directions[0];
            for (int r = 0; r < encoderPass.Count; r++)
            {
                int block = encoderPass.LengthOf(r) + from.Lag - 1;
                new Span<T>(from.Blocks.At((nint)block * encoderPass.Count + r), from.Padded)
                    .CopyTo(new(to.Blocks.At(r), to.Padded));
                from.CopyMemory(block, r, state.Row.Pointer, into: false);
                to.CopyMemory(0, r, state.Row.Pointer, into: true);
            }
        }
    }

    /// <summary>Runs some steps on the batch's inputs for them.</summary>
    /// <returns>[steps, batch, width] of the top, of which these steps are new.</returns>
    public Sequence<T> Forward(T* parameters, DecoderState<T> state, T* decoderInputs, int from, int to)
    {
        Pass pass = state.Pass;
        var rows = new Sequence<T>(state.Inputs.Pointer, layers.Levels[0].Directions[0].Inputs.Padded);
        Sequence<T> own = embeddings?.Forward(parameters, decoderInputs, pass, from, to, state.Embedded(_own).Pointer)
            ?? new(decoderInputs, inputs);
        for (int n = from * pass.Count; n < to * pass.Count; n++)
            new Span<T>(own.At(n), _own).CopyTo(new(rows.At(n), _own));
        LayerState<T> first = state.Levels[0].Directions[0];
        // With attention a step's input follows from the state before it.
        for (int t = from; t < to && attention is not null; t++)
        {
            nint n = (nint)t * pass.Count;
            attention.Forward(
                parameters, state.Attention!, new(first.Blocks.At(n), first.Blocks.Row), t, new(rows.At(n) + _own, rows.Row));
            layers.Levels[0].Fill(state.Levels[0], pass, rows, t, t + 1);
            layers.Levels[0].Directions[0].Forward(parameters, first, t, t + 1);
        }

        for (int i = 0; i < layers.Levels.Length; i++)
        {
            if (i > 0 || attention is null)
            {
                layers.Levels[i].Fill(state.Levels[i], pass, rows, from, to);
                layers.Levels[i].Directions[0].Forward(parameters, state.Levels[i].Directions[0], from, to);
            }

            rows = layers.Levels[i].Finish(state.Levels[i], pass, rows, from, to);
        }

        return rows;
    }

    /// <summary>What left the top.</summary>
    public Sequence<T> OutputsOf(DecoderState<T> state) => layers.OutputsOf(state.Levels);

    /// <summary>Goes back from the gradient in the top's DOutputs to the encoder's states and outputs.</summary>
    /// <param name="parameters">The network's flat parameters.</param>
    /// <param name="state">As the forward pass left it.</param>
    /// <param name="encoded">The encoder's: what it is to go back from is put here.</param>
    /// <param name="encoderPass">The encoder's.</param>
    /// <param name="decoderInputs">As in the forward pass.</param>
    /// <param name="gradient">Flat like the parameters: the decoder's part is overwritten.</param>
    public void Backward(
        T* parameters, DecoderState<T> state, LevelState<T>[] encoded, Pass encoderPass, T* decoderInputs, T* gradient)
    {
        Pass pass = state.Pass;
        AlignedBuffer<T> dEncoded = encoded[^1].DOutputs;
        dEncoded.Span[..(encoderPass.Steps * encoderPass.Count * encoder.Width.Padded)].Clear();
        for (int i = layers.Levels.Length - 1; i >= 0; i--)
        {
            T* below = i > 0 ? state.Levels[i - 1].DOutputs.Pointer : state.DInputs(layers.InputWidth).Pointer;
            if (i == 0 && attention is not null)
                BackwardWithAttention(parameters, state, dEncoded.Pointer, gradient);
            else
                layers.Levels[i].Backward(parameters, state.Levels[i], pass, gradient, everyStep: true, below, withInitial: true);
            PassToEncoder(state, encoded[i], i);
        }

        embeddings?.Backward(decoderInputs, pass, new(state.DInputs(layers.InputWidth).Pointer, layers.InputWidth), gradient);
    }

    /// <summary>The gradient of the batch's inputs for the decoder, after <see cref="Backward"/>: [steps, batch, inputs].</summary>
    public void CopyInputGradient(DecoderState<T> state, Span<T> dInputs) => Embeddings<T>.CopyInputGradient(
        embeddings, new(state.DInputs(layers.InputWidth).Pointer, layers.InputWidth), inputs, dInputs);

    private void BackwardWithAttention(T* parameters, DecoderState<T> state, T* dEncoded, T* gradient)
    {
        RecurrentLayer<T> layer = layers.Levels[0].Directions[0];
        LayerState<T> own = state.Levels[0].Directions[0];
        int count = state.Pass.Count, width = layers.InputWidth;
        nint block = (nint)count * own.Padded;
        T* dInputs = state.DInputs(width).Pointer;
        layers.Levels[0].SpreadBackward(state.Levels[0], state.Pass);
        layer.BeginBackward(parameters, own, gradient, withInputs: true);
        attention!.BeginBackward(state.Attention!, gradient);
        for (int t = state.Pass.Steps - 1; t >= 0; t--)
        {
            layer.Backward(parameters, own, gradient, t, t + 1, everyStep: true, withInitial: true);
            T* dx = dInputs + (nint)t * count * width;
            layer.InputGradient(own, t, t + 1, dx);
            T* dQuery = t > 0 ? own.DHidden.Pointer + (t - 1) * block : own.DInitial.Pointer;
            attention.Backward(parameters, state.Attention!, t, new(dx + _own, width), gradient, dEncoded, dQuery);
        }

        layer.WeightGradient(own, gradient);
        attention.Finish(parameters, state.Attention!, own.Blocks, gradient, dEncoded);
    }

    /// <summary>The gradient of the states a level started from is that of the states the encoder ended in.</summary>
    private void PassToEncoder(DecoderState<T> state, LevelState<T> encoded, int level)
    {
        LayerState<T> own = state.Levels[level].Directions[0];
        bool hasMemory = layers.Levels[level].Directions[0].HasMemory;
        int padded = own.Padded;
        for (int r = 0; r < state.Pass.Count; r++)
        {
            T* dHidden = encoded.DFinalHidden.Pointer + (nint)r * padded;
            T* dMemory = encoded.DFinalMemory.Pointer + (nint)r * padded;
            new Span<T>(own.DInitial.Pointer + (nint)r * padded, padded).CopyTo(new(dHidden, padded));
            own.CopyDMemory(0, r, dMemory, into: false);
            // Without a memory, what passes between steps without a product is the hidden state's own.
            for (int i = 0; !hasMemory && i < padded; i++)
                (dHidden[i], dMemory[i]) = (dHidden[i] + dMemory[i], T.Zero);
        }

        encoded.HasFinal = true;
    }
}

/// <summary>The numbers of a decoder for one thread.</summary>
internal sealed class DecoderState<T>(
    LayerStack<T> layers, AttentionState<T>? attention, int maxBatch, int maxSteps, int inputs)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private AlignedBuffer<T>? _embedded;
    private AlignedBuffer<T>? _dInputs;

    public LevelState<T>[] Levels { get; } = layers.CreateStates(maxBatch, maxSteps);

    public AttentionState<T>? Attention { get; } = attention;

    public Pass Pass { get; } = new(maxBatch);

    /// <summary>[steps, batch, input | context].</summary>
    public AlignedBuffer<T> Inputs { get; } = new((long)maxSteps * maxBatch * inputs);

    /// <summary>[padded]: one window's memory on its way.</summary>
    public AlignedBuffer<T> Row { get; } = new(layers.Width.Padded);

    /// <summary>[steps, batch, width]: the inputs with their vectors.</summary>
    public AlignedBuffer<T> Embedded(int width) => _embedded ??= new((long)maxSteps * maxBatch * width);

    /// <summary>[steps, batch, width]: the gradient of the inputs.</summary>
    public AlignedBuffer<T> DInputs(int width) => _dInputs ??= new((long)maxSteps * maxBatch * width);
}

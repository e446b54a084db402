using System.Numerics;
using LstmService.Engine.Cells;
using LstmService.Engine.Layers;

namespace LstmService.Engine;

/// <summary>Makes the decoder's next inputs out of what it answered.</summary>
/// <param name="step">The step that was answered, from 0.</param>
/// <param name="outputs">[count, outputs] of that step.</param>
/// <param name="nextInputs">[count, decoderInputSize] of the step after, holding what the batch has there.</param>
public delegate void DecoderFeed<T>(int step, ReadOnlySpan<T> outputs, Span<T> nextInputs);

// How a batch goes through the network, and back.
public sealed unsafe partial class Network<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Answers a batch; a decoder reads the inputs the batch has for it (teacher forcing).</summary>
    /// <param name="workspace">This thread's own.</param>
    /// <param name="batch">Inputs, and what decoder and head read beside them.</param>
    /// <param name="dropout">In training, which masks dropout draws; null, as in inference, drops nothing.</param>
    /// <param name="carried">Where the windows start, and afterwards where they ended; null starts them at 0.</param>
    /// <returns>[target rows, outputs], valid until the workspace is used again.</returns>
    public ReadOnlySpan<T> Forward(
        Workspace<T> workspace, Batch<T> batch, DropoutSeed? dropout = null, CarriedState<T>? carried = null)
    {
        CheckFits(workspace, batch);
        if (carried is not null && (carried.Spec != Spec || carried.Count < batch.Count))
            throw new ArgumentException(
                $"the carried state must be of this network and at least {batch.Count} windows", nameof(carried));
        workspace.Holds = default;
        workspace.Pass.Begin(batch, dropout);
        T* parameters = _parameters.Pointer;
        int rows = batch.TargetRows;
        fixed (T* inputs = batch.Inputs, decoderInputs = batch.DecoderInputs)
        {
            Encode(workspace, inputs, carried);
            if (Parts.Decoder is not null)
            {
                Parts.Decoder.Begin(parameters, workspace.Decoder!, workspace.Layers, workspace.Pass, batch.DecoderSteps);
                Parts.Decoder.Forward(parameters, workspace.Decoder!, decoderInputs, 0, batch.DecoderSteps);
            }

            Sequence<T> read = ReadByTheHead(workspace);
            Parts.Head.Forward(
                parameters, workspace.Head, read.Pointer, read.Row, rows, batch, workspace.Outputs.Pointer);
        }

        if (Spec.Summary == Summary.EveryStep)
            ClearPastTheEnd(workspace.Pass, workspace.Outputs.Span);
        workspace.Holds = (batch.Count, batch.Steps, batch.DecoderSteps);
        GC.KeepAlive(this);
        return workspace.Outputs.Span[..(rows * Spec.Head.Outputs)];
    }

    /// <summary>
    /// Answers a batch with a decoder that reads what it answered itself: step 0 reads the batch's inputs for it, and each
    /// step after what <paramref name="feed"/> makes of the answer before. No gradient follows it.
    /// </summary>
    /// <param name="workspace">This thread's own.</param>
    /// <param name="batch">Inputs; those of the decoder after step 0 are filled in.</param>
    /// <param name="feed">Makes the next inputs: the answer itself, its likeliest symbol, a draw.</param>
    /// <returns>[decoderSteps, count, outputs], valid until the workspace is used again.</returns>
    /// <exception cref="InvalidOperationException">The network has no decoder.</exception>
    public ReadOnlySpan<T> RollOut(Workspace<T> workspace, Batch<T> batch, DecoderFeed<T> feed)
    {
        CheckFits(workspace, batch);
        ArgumentNullException.ThrowIfNull(feed);
        Decoder<T> decoder = Parts.Decoder
            ?? throw new InvalidOperationException(
                "a roll-out needs a network with a decoder; others go step by step with a carried state");
        workspace.Holds = default;
        workspace.Pass.Begin(batch, null);
        T* parameters = _parameters.Pointer;
        DecoderState<T> state = workspace.Decoder!;
        int width = batch.Count * batch.Shape.DecoderInputSize, answer = batch.Count * Spec.Head.Outputs;
        fixed (T* inputs = batch.Inputs, decoderInputs = batch.DecoderInputs)
        {
            Encode(workspace, inputs, null);
            decoder.Begin(parameters, state, workspace.Layers, workspace.Pass, batch.DecoderSteps);
            for (int t = 0; t < batch.DecoderSteps; t++)
            {
                Sequence<T> read = decoder.Forward(parameters, state, decoderInputs, t, t + 1);
                Parts.Head.Forward(
                    parameters, workspace.Head, read.At((nint)t * batch.Count), read.Row, batch.Count, batch,
                    workspace.Outputs.Pointer + (nint)t * answer);
                if (t + 1 < batch.DecoderSteps)
                    feed(t, workspace.Outputs.Span.Slice(t * answer, answer), batch.DecoderInputs.AsSpan((t + 1) * width, width));
            }
        }

        GC.KeepAlive(this);
        return workspace.Outputs.Span[..(batch.DecoderSteps * answer)];
    }

    /// <summary>
    /// The gradient of a loss, after <see cref="Forward"/> on the same batch; once for each forward pass. A carried state is
    /// taken as given: the gradient ends at the first step.
    /// </summary>
    /// <param name="workspace">As the forward pass left it.</param>
    /// <param name="batch">As in the forward pass.</param>
    /// <param name="dOutputs">[target rows, outputs]: the gradient of the loss by the outputs.</param>
    /// <param name="gradient">[<see cref="ParameterCount"/>]: overwritten.</param>
    /// <param name="dInputs">[steps, count, inputSize], overwritten; empty where it is not wanted. A category's is 0.</param>
    /// <param name="dDecoderInputs">[decoderSteps, count, decoderInputSize], likewise.</param>
    public void Backward(
        Workspace<T> workspace, Batch<T> batch, ReadOnlySpan<T> dOutputs, Span<T> gradient, Span<T> dInputs = default,
        Span<T> dDecoderInputs = default)
    {
        CheckFits(workspace, batch);
        CheckHolds(workspace, batch);
        CheckLength(nameof(dOutputs), dOutputs.Length, batch.TargetRows * Spec.Head.Outputs);
        CheckLength(nameof(gradient), gradient.Length, ParameterCount);
        if (!dInputs.IsEmpty)
            CheckLength(nameof(dInputs), dInputs.Length, batch.Steps * batch.Count * Spec.InputSize);
        if (!dDecoderInputs.IsEmpty)
            CheckLength(nameof(dDecoderInputs), dDecoderInputs.Length, batch.DecoderSteps * batch.Count * batch.Shape.DecoderInputSize);
        workspace.Holds = default;
        if (Spec.Summary == Summary.EveryStep && workspace.Pass.IsRagged)
        {
            dOutputs.CopyTo(workspace.DOutputs.Span);
            ClearPastTheEnd(workspace.Pass, workspace.DOutputs.Span);
            dOutputs = workspace.DOutputs.Span[..dOutputs.Length];
        }

        fixed (T* dOut = dOutputs, target = gradient, inputs = batch.Inputs, decoderInputs = batch.DecoderInputs)
        {
            bool everyStep = HeadBackward(workspace, batch, dOut, target);
            Parts.Decoder?.Backward(
                _parameters.Pointer, workspace.Decoder!, workspace.Layers, workspace.Pass, decoderInputs, target);
            bool wantsInputs = !dInputs.IsEmpty || Parts.Embeddings is not null;
            T* dRows = wantsInputs ? workspace.InputGradient.Pointer : null;
            Parts.Layers.Backward(_parameters.Pointer, workspace.Layers, workspace.Pass, target, everyStep, dRows);
            Parts.Embeddings?.Backward(inputs, workspace.Pass, new(dRows, Parts.Layers.InputWidth), target);
        }

        if (!dInputs.IsEmpty)
            Embeddings<T>.CopyInputGradient(
                Parts.Embeddings, new(workspace.InputGradient.Pointer, Parts.Layers.InputWidth), Spec.InputSize, dInputs);
        if (!dDecoderInputs.IsEmpty)
            Parts.Decoder!.CopyInputGradient(workspace.Decoder!, dDecoderInputs);
        GC.KeepAlive(workspace);
        GC.KeepAlive(this);
    }

    /// <summary>
    /// The gradient of what the head reads of the windows beside the hidden state, after <see cref="Forward"/> on the same
    /// batch and before <see cref="Backward"/>.
    /// </summary>
    /// <param name="workspace">As the forward pass left it.</param>
    /// <param name="batch">As in the forward pass.</param>
    /// <param name="dOutputs">[target rows, outputs].</param>
    /// <param name="dAlternatives">[count, horizon, alternatives]: overwritten.</param>
    /// <param name="dSkip">[count, skip]: overwritten.</param>
    public void WindowGradient(
        Workspace<T> workspace, Batch<T> batch, ReadOnlySpan<T> dOutputs, Span<T> dAlternatives, Span<T> dSkip)
    {
        CheckFits(workspace, batch);
        CheckHolds(workspace, batch);
        CheckLength(nameof(dOutputs), dOutputs.Length, batch.TargetRows * Spec.Head.Outputs);
        CheckLength(nameof(dAlternatives), dAlternatives.Length, batch.Count * batch.Shape.Horizon * batch.Shape.Alternatives);
        CheckLength(nameof(dSkip), dSkip.Length, batch.Count * batch.Shape.Skip);
        fixed (T* dOut = dOutputs)
            Parts.Head.WindowGradient(_parameters.Pointer, workspace.Head, batch.TargetRows, dOut, dAlternatives, dSkip);
        GC.KeepAlive(workspace);
        GC.KeepAlive(this);
    }

    private void Encode(Workspace<T> workspace, T* inputs, CarriedState<T>? carried)
    {
        Pass pass = workspace.Pass;
        Sequence<T> rows = Parts.Embeddings?.Forward(
            _parameters.Pointer, inputs, pass, 0, pass.Steps, workspace.Embedded.Pointer) ?? new(inputs, Spec.InputSize);
        Parts.Layers.Forward(_parameters.Pointer, workspace.Layers, pass, rows, carried);
    }

    private Sequence<T> ReadByTheHead(Workspace<T> workspace) => Parts.Decoder is not null
        ? Parts.Decoder.OutputsOf(workspace.Decoder!)
        : Parts.Readout.Read(Parts.Layers.OutputsOf(workspace.Layers), workspace.Pass, workspace.Read);

    /// <summary>From the outputs to what the head read; answers whether that is the top layer's at every step.</summary>
    private bool HeadBackward(Workspace<T> workspace, Batch<T> batch, T* dOutputs, T* gradient)
    {
        LevelState<T> top = workspace.Layers[^1];
        Sequence<T> read = ReadByTheHead(workspace);
        T* dRead = Parts.Decoder is not null
            ? workspace.Decoder!.Levels[^1].DOutputs.Pointer
            : Parts.Readout.DRead(top, workspace.Pass, workspace.DRead);
        Parts.Head.Backward(
            _parameters.Pointer, workspace.Head, read.Pointer, read.Row, batch.TargetRows, batch, dOutputs, gradient, dRead);
        return Parts.Decoder is not null || Parts.Readout.Spread(top, workspace.Pass, workspace.DRead);
    }

    /// <summary>Nothing is answered past a window's end.</summary>
    private void ClearPastTheEnd(Pass pass, Span<T> rows)
    {
        int outputs = Spec.Head.Outputs;
        for (int n = 0; pass.IsRagged && n < pass.Steps * pass.Count; n++)
            if (n / pass.Count >= pass.LengthOf(n % pass.Count))
                rows.Slice(n * outputs, outputs).Clear();
    }

    private static void CheckHolds(Workspace<T> workspace, Batch<T> batch)
    {
        if (workspace.Holds != (batch.Count, batch.Steps, batch.DecoderSteps))
            throw new InvalidOperationException("a gradient must follow a Forward on the same workspace and batch");
    }

    private void CheckFits(Workspace<T> workspace, Batch<T> batch)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(batch);
        if (workspace.Spec != Spec)
            throw new ArgumentException("the workspace was made for a network of another spec", nameof(workspace));
        if (batch.Count > workspace.MaxBatch || batch.Steps > workspace.MaxSteps)
            throw new ArgumentException(
                $"the workspace holds {workspace.MaxBatch} windows of {workspace.MaxSteps} steps, "
                + $"the batch has {batch.Count} of {batch.Steps}",
                nameof(batch));
        if (batch.DecoderSteps > workspace.MaxDecoderSteps)
            throw new ArgumentException(
                $"the workspace holds {workspace.MaxDecoderSteps} steps of the decoder, the batch has {batch.DecoderSteps}",
                nameof(batch));
        if (!_batchShape.FitsBeside(batch.Shape))
            throw new ArgumentException($"the network needs a batch like {_batchShape}, was {batch.Shape}", nameof(batch));
    }
}

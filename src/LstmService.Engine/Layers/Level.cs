using System.Numerics;
using LstmService.Engine.Cells;
using LstmService.Engine.Heads;

namespace LstmService.Engine.Layers;

/// <summary>
/// One level of a stack: a layer, or two that run both ways through time (Schuster and Paliwal 1997) and stand side by side,
/// [forward | backward]; dropout on what enters (Srivastava et al. 2014; Zaremba et al. 2014), and a residual that adds what
/// entered to what leaves (He et al. 2016):
/// <code>output(t) = [h(t) | h'(t)] + x(t)</code>
/// Windows of unequal length start together. Past its end a window's inputs are 0 and nothing reads its states, so its
/// gradient there is exactly 0; the backward layer starts at each window's own end.
/// </summary>
internal sealed unsafe class Level<T>(RecurrentLayer<T>[] directions, LevelOptions options)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The layer that runs forward in time, and perhaps the one that runs backward.</summary>
    public RecurrentLayer<T>[] Directions { get; } = directions;

    /// <summary>What leaves: the hidden states of all directions.</summary>
    public HiddenSize Width { get; } = new(
        directions.Length * directions[0].Hidden.Units, directions.Length * directions[0].Hidden.Padded, directions.Length);

    /// <summary>Is what leaves something else than the one layer's hidden states where they lie?</summary>
    public bool OwnsOutput { get; } = directions.Length > 1 || options.Residual;

    public LevelState<T> CreateState(int maxBatch, int maxSteps) => new(this, maxBatch, maxSteps);

    /// <summary>Takes the size of a pass, draws its masks, and sets the states from before the window to 0.</summary>
    public void Begin(LevelState<T> state, Pass pass)
    {
        state.HasMask = pass.Dropout is not null && options.Dropout > 0;
        if (state.HasMask)
            DropoutMask.Draw(
                state.Mask.Pointer, pass.Steps * pass.Count, Directions[0].Inputs, options.Dropout,
                pass.Dropout!.Value.Stream(3 * options.Index));
        bool masked = pass.Dropout is not null && options.RecurrentDropout > 0;
        for (int d = 0; d < Directions.Length; d++)
        {
            state.Directions[d].Begin(pass.Steps, pass.Count, masked);
            if (masked)
                DropoutMask.Draw(
                    state.Directions[d].Mask.Pointer, pass.Count, Directions[d].Hidden, options.RecurrentDropout,
                    pass.Dropout!.Value.Stream(3 * options.Index + 1 + d));
        }
    }

    /// <summary>Puts the inputs of some steps into the rows of the layers.</summary>
    public void Fill(LevelState<T> state, Pass pass, Sequence<T> inputs, int from, int to)
    {
        int width = Directions[0].Inputs.Padded;
        for (int d = 0; d < Directions.Length; d++)
        {
            Sequence<T> targets = state.Directions[d].Inputs;
            bool inOrder = d == 0 && !pass.IsRagged;
            for (int n = from * pass.Count; n < to * pass.Count; n++)
            {
                int t = inOrder ? 0 : n / pass.Count, r = inOrder ? 0 : n % pass.Count;
                T* target = targets.At(inOrder ? n : (nint)pass.Order(d, t, r) * pass.Count + r), x = inputs.At(n);
                if (!inOrder && t >= pass.LengthOf(r))
                    new Span<T>(target, width).Clear();
                else if (state.HasMask)
                    Multiply(x, state.Mask.Pointer + (nint)n * width, target, width);
                else
                    for (int i = 0; i < width; i++)
                        target[i] = x[i];
            }
        }
    }

    /// <summary>Runs all steps on what was filled in.</summary>
    /// <param name="parameters">The network's flat parameters.</param>
    /// <param name="state">Begun and filled.</param>
    /// <param name="pass">As it was begun.</param>
    /// <param name="inputs">What entered: the residual adds it.</param>
    /// <returns>[steps, batch, width].</returns>
    public Sequence<T> Forward(T* parameters, LevelState<T> state, Pass pass, Sequence<T> inputs)
    {
        for (int d = 0; d < Directions.Length; d++)
            Directions[d].Forward(parameters, state.Directions[d], 0, pass.Steps);
        return Finish(state, pass, inputs, 0, pass.Steps);
    }

    /// <summary>Puts together what leaves at some steps.</summary>
    public Sequence<T> Finish(LevelState<T> state, Pass pass, Sequence<T> inputs, int from, int to)
    {
        int padded = Directions[0].Hidden.Padded;
        for (int n = from * pass.Count; OwnsOutput && n < to * pass.Count; n++)
        {
            T* output = state.Outputs.Pointer + (nint)n * Width.Padded;
            for (int d = 0; d < Directions.Length; d++)
            {
                int order = pass.Order(d, n / pass.Count, n % pass.Count);
                T* hidden = state.Directions[d].Outputs.At((nint)order * pass.Count + n % pass.Count);
                for (int i = 0; i < padded; i++)
                    output[d * padded + i] = hidden[i];
            }

            T* x = inputs.At(n);
            for (int i = 0; options.Residual && i < Width.Padded; i++)
                output[i] += x[i];
        }

        return OutputsOf(state);
    }

    /// <summary>What left, [steps, batch, width].</summary>
    public Sequence<T> OutputsOf(LevelState<T> state) =>
        OwnsOutput ? new(state.Outputs.Pointer, Width.Padded) : state.Directions[0].Outputs;

    /// <summary>Goes back from the gradient of what leaves.</summary>
    /// <param name="parameters">The network's flat parameters.</param>
    /// <param name="state">With its DOutputs filled.</param>
    /// <param name="pass">As in the forward pass.</param>
    /// <param name="gradient">Flat like the parameters: the level's part is overwritten.</param>
    /// <param name="everyStep">Is DOutputs filled at every step, or only at the last?</param>
    /// <param name="dInputs">[steps, batch, InputWidth of the layers], dense: overwritten. Null where nobody asks.</param>
    /// <param name="withInitial">Is the gradient of the states from before the window wanted?</param>
    public void Backward(
        T* parameters, LevelState<T> state, Pass pass, T* gradient, bool everyStep, T* dInputs, bool withInitial = false)
    {
        SpreadBackward(state, pass);
        for (int d = 0; d < Directions.Length; d++)
        {
            LayerState<T> own = state.Directions[d];
            Directions[d].BeginBackward(parameters, own, gradient, dInputs is not null);
            if (state.HasFinal && d == Directions.Length - 1)
                BackwardFromFinal(parameters, state, pass, gradient);
            else
                Directions[d].Backward(
                    parameters, own, gradient, 0, pass.Steps, everyStep || OwnsOutput, withInitial);
            Directions[d].WeightGradient(own, gradient);
            if (dInputs is not null)
                Directions[d].InputGradient(
                    own, 0, pass.Steps, OwnsOutput || state.HasMask ? state.DInputs[d].Pointer : dInputs);
        }

        if (dInputs is not null && (OwnsOutput || state.HasMask))
            FillBackward(state, pass, dInputs);
    }

    /// <summary>The gradient of what leaves becomes that of each direction's hidden states.</summary>
    public void SpreadBackward(LevelState<T> state, Pass pass)
    {
        int padded = Directions[0].Hidden.Padded;
        for (int n = 0; OwnsOutput && n < pass.Steps * pass.Count; n++)
            for (int d = 0; d < Directions.Length; d++)
            {
                int order = pass.Order(d, n / pass.Count, n % pass.Count);
                T* dHidden = state.Directions[d].DHidden.Pointer + ((nint)order * pass.Count + n % pass.Count) * padded;
                T* dOutput = state.DOutputs.Pointer + (nint)n * Width.Padded + d * padded;
                for (int i = 0; i < padded; i++)
                    dHidden[i] = dOutput[i];
            }
    }

    /// <summary>
    /// Goes back from the states in which each window ended too: step by step, because windows end at steps of their own.
    /// </summary>
    private void BackwardFromFinal(T* parameters, LevelState<T> state, Pass pass, T* gradient)
    {
        LayerState<T> own = state.Directions[^1];
        int padded = own.Padded;
        for (int t = pass.Steps - 1; t >= 0; t--)
        {
            for (int r = 0; r < pass.Count; r++)
            {
                if (pass.LengthOf(r) - 1 != t)
                    continue;
                own.CopyDMemory(t, r, state.DFinalMemory.Pointer + (nint)r * padded, into: true);
                T* dHidden = own.DHidden.Pointer + ((nint)t * pass.Count + r) * padded;
                for (int i = 0; i < padded; i++)
                    dHidden[i] += state.DFinalHidden.Pointer[(nint)r * padded + i];
            }

            Directions[^1].Backward(parameters, own, gradient, t, t + 1, everyStep: true, withInitial: false);
        }
    }

    /// <summary>
    /// The gradients of the directions' inputs become that of what entered: summed, masked, and with the residual's.
    /// </summary>
    private void FillBackward(LevelState<T> state, Pass pass, T* dInputs)
    {
        int width = Directions[0].InputWidth, masked = Directions[0].Inputs.Padded;
        for (int n = 0; n < pass.Steps * pass.Count; n++)
        {
            T* dx = dInputs + (nint)n * width;
            new Span<T>(dx, width).Clear();
            for (int d = 0; d < Directions.Length; d++)
            {
                int order = pass.Order(d, n / pass.Count, n % pass.Count);
                T* part = state.DInputs[d].Pointer + ((nint)order * pass.Count + n % pass.Count) * width;
                for (int i = 0; i < width; i++)
                    dx[i] += part[i];
            }

            if (state.HasMask)
                Multiply(dx, state.Mask.Pointer + (nint)n * masked, dx, masked);
            T* dOutput = state.DOutputs.Pointer + (nint)n * Width.Padded;
            for (int i = 0; options.Residual && i < Width.Padded; i++)
                dx[i] += dOutput[i];
        }
    }

    private static void Multiply(T* x, T* mask, T* result, int length)
    {
        for (int i = 0; i < length; i++)
            result[i] = x[i] * mask[i];
    }
}

/// <summary>What a level does beside its layers.</summary>
/// <param name="Index">Which it is, from 0: dropout's masks follow from it.</param>
/// <param name="Residual">Is what enters added to what leaves?</param>
/// <param name="Dropout">The share of what enters that is dropped.</param>
/// <param name="RecurrentDropout">The share of the recurrence that is dropped.</param>
internal sealed record LevelOptions(int Index, bool Residual, double Dropout, double RecurrentDropout);

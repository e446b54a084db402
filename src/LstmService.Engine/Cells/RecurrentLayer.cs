using System.Numerics;
using LstmService.Engine.Heads;

namespace LstmService.Engine.Cells;

/// <summary>
/// A recurrent layer run one way through time: immutable in shape, its weights in the network's flat parameters. A pass is
/// <see cref="LayerState{T}.Begin"/>, the inputs filled, <see cref="Forward"/>; and backwards <see cref="BeginBackward"/>,
/// <see cref="Backward"/>, <see cref="WeightGradient"/> and where it is wanted <see cref="InputGradient"/>.
/// </summary>
internal abstract unsafe class RecurrentLayer<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Units, true and padded.</summary>
    public abstract HiddenSize Hidden { get; }

    /// <summary>Inputs, true and padded.</summary>
    public abstract HiddenSize Inputs { get; }

    /// <summary>The stride of a row of dInputs: the inputs padded to whole vectors.</summary>
    public abstract int InputWidth { get; }

    /// <summary>How many steps back the recurrence reaches; above 1 it is dilated (Chang et al. 2017).</summary>
    public abstract int Lag { get; }

    /// <summary>Is there a memory c beside the hidden state?</summary>
    public abstract bool HasMemory { get; }

    public abstract LayerState<T> CreateState(int maxBatch, int maxSteps);

    /// <summary>Runs the steps from one to another; the hidden states are left in the state.</summary>
    public abstract void Forward(T* parameters, LayerState<T> state, int from, int to);

    /// <summary>Makes ready to go back from the last step.</summary>
    /// <param name="parameters">The network's flat parameters.</param>
    /// <param name="state">As the forward pass left it.</param>
    /// <param name="gradient">Flat like the parameters.</param>
    /// <param name="withInputs">Will the gradient of the inputs be asked for?</param>
    public abstract void BeginBackward(T* parameters, LayerState<T> state, T* gradient, bool withInputs);

    /// <summary>
    /// Backpropagation through time (Werbos 1990), from the step before <paramref name="to"/> to <paramref name="from"/>.
    /// </summary>
    /// <param name="parameters">The network's flat parameters.</param>
    /// <param name="state">With its DHidden filled.</param>
    /// <param name="gradient">Flat like the parameters: the peepholes' part is added to.</param>
    /// <param name="from">The first step.</param>
    /// <param name="to">The step after the last.</param>
    /// <param name="everyStep">Is DHidden filled at every step, or only at the last?</param>
    /// <param name="withInitial">Is the gradient of the states from before the window wanted?</param>
    public abstract void Backward(
        T* parameters, LayerState<T> state, T* gradient, int from, int to, bool everyStep, bool withInitial);

    /// <summary>The gradient of the weights, once all steps are gone back: overwritten.</summary>
    public abstract void WeightGradient(LayerState<T> state, T* gradient);

    /// <summary>The gradient of the inputs of some steps that are gone back.</summary>
    /// <param name="state">As the backward pass left it.</param>
    /// <param name="from">The first step.</param>
    /// <param name="to">The step after the last.</param>
    /// <param name="dInputs">[to - from, batch, InputWidth], dense: overwritten.</param>
    public abstract void InputGradient(LayerState<T> state, int from, int to, T* dInputs);
}

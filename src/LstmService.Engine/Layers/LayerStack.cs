using System.Numerics;
using LstmService.Engine.Cells;
using LstmService.Engine.Heads;

namespace LstmService.Engine.Layers;

/// <summary>Levels one above the other, each reading the one below over all steps.</summary>
internal sealed unsafe class LayerStack<T>(Level<T>[] levels)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Bottom first.</summary>
    public Level<T>[] Levels { get; } = levels;

    /// <summary>What leaves the top.</summary>
    public HiddenSize Width => Levels[^1].Width;

    /// <summary>The stride of a row of the gradient of what enters the bottom.</summary>
    public int InputWidth => Levels[0].Directions[0].InputWidth;

    /// <summary>May the gradient of what leaves the top be given at the last step alone?</summary>
    public bool TakesLastStepAlone => !Levels[^1].OwnsOutput && Levels[^1].Directions[0].Lag == 1;

    public LevelState<T>[] CreateStates(int maxBatch, int maxSteps) =>
        Array.ConvertAll(Levels, level => level.CreateState(maxBatch, maxSteps));

    /// <summary>Runs all steps of all levels.</summary>
    /// <param name="parameters">The network's flat parameters.</param>
    /// <param name="states">From <see cref="CreateStates"/>.</param>
    /// <param name="pass">The size of the batch.</param>
    /// <param name="inputs">[steps, batch, inputs].</param>
    /// <param name="carried">Where the windows start and where they end is put; null starts at 0.</param>
    /// <returns>[steps, batch, width] of the top.</returns>
    public Sequence<T> Forward(
        T* parameters, LevelState<T>[] states, Pass pass, Sequence<T> inputs, CarriedState<T>? carried)
    {
        for (int i = 0; i < Levels.Length; i++)
        {
            Levels[i].Begin(states[i], pass);
            carried?.CopyInto(states[i].Directions[0], i);
            Levels[i].Fill(states[i], pass, inputs, 0, pass.Steps);
            inputs = Levels[i].Forward(parameters, states[i], pass, inputs);
            carried?.CopyFrom(states[i].Directions[0], i, pass);
        }

        return inputs;
    }

    /// <summary>What left the top in the last forward pass.</summary>
    public Sequence<T> OutputsOf(LevelState<T>[] states) => Levels[^1].OutputsOf(states[^1]);

    /// <summary>Goes back through all levels, from the gradient in the top's DOutputs.</summary>
    /// <param name="parameters">The network's flat parameters.</param>
    /// <param name="states">As the forward pass left them.</param>
    /// <param name="pass">As in the forward pass.</param>
    /// <param name="gradient">Flat like the parameters: the layers' part is overwritten.</param>
    /// <param name="everyStep">Is the top's DOutputs filled at every step, or only at the last?</param>
    /// <param name="dInputs">[steps, batch, InputWidth], dense: overwritten. Null where nobody asks.</param>
    public void Backward(
        T* parameters, LevelState<T>[] states, Pass pass, T* gradient, bool everyStep, T* dInputs)
    {
        for (int i = Levels.Length - 1; i >= 0; i--)
        {
            T* below = i > 0 ? states[i - 1].DOutputs.Pointer : dInputs;
            Levels[i].Backward(parameters, states[i], pass, gradient, everyStep || i < Levels.Length - 1, below);
        }
    }
}

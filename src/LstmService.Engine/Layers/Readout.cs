using System.Numerics;
using LstmService.Engine.Cells;
using LstmService.Engine.Heads;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Layers;

/// <summary>Takes what the head reads out of the outputs of the top level, and brings its gradient back there.</summary>
internal sealed unsafe class Readout<T>(Summary summary, LayerStack<T> layers)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly HiddenSize _width = layers.Width;

    /// <summary>The rows the head reads.</summary>
    /// <param name="outputs">[steps, batch, width] of the top level.</param>
    /// <param name="pass">The size of the batch.</param>
    /// <param name="gathered">[batch, width]: used where the rows do not lie together.</param>
    public Sequence<T> Read(Sequence<T> outputs, Pass pass, AlignedBuffer<T> gathered)
    {
        if (summary == Summary.EveryStep)
            return outputs;
        if (LiesTogether(pass))
            return new(outputs.At((nint)(pass.Steps - 1) * pass.Count), outputs.Row);
        for (int r = 0; r < pass.Count; r++)
            for (int i = 0; i < _width.Padded; i++)
                gathered.Pointer[(nint)r * _width.Padded + i] = outputs.At((nint)StepOf(pass, r, i) * pass.Count + r)[i];
        return new(gathered.Pointer, _width.Padded);
    }

    /// <summary>Where the head puts the gradient of what it read: in place where that lies together.</summary>
    public T* DRead(LevelState<T> top, Pass pass, AlignedBuffer<T> gathered)
    {
        if (summary == Summary.EveryStep)
            return top.DOutputs.Pointer;
        return LiesTogether(pass)
            ? top.DOutputs.Pointer + (nint)(pass.Steps - 1) * pass.Count * _width.Padded
            : gathered.Pointer;
    }

    /// <summary>Completes the gradient of the top level's outputs once the head has put its own.</summary>
    /// <returns>Is it filled at every step, or only at the last?</returns>
    public bool Spread(LevelState<T> top, Pass pass, AlignedBuffer<T> gathered)
    {
        if (summary == Summary.EveryStep)
            return true;
        bool together = LiesTogether(pass);
        if (together && layers.TakesLastStepAlone)
            return false;
        int rows = (together ? pass.Steps - 1 : pass.Steps) * pass.Count;
        new Span<T>(top.DOutputs.Pointer, rows * _width.Padded).Clear();
        for (int r = 0; !together && r < pass.Count; r++)
            for (int i = 0; i < _width.Padded; i++)
                top.DOutputs.Pointer[((nint)StepOf(pass, r, i) * pass.Count + r) * _width.Padded + i] =
                    gathered.Pointer[(nint)r * _width.Padded + i];
        return true;
    }

    private bool LiesTogether(Pass pass) =>
        !pass.IsRagged && (summary == Summary.LastOutput || _width.Parts == 1);

    /// <summary>
    /// The step at which a unit of a window is read: of the backward half, whose last state is that of the first step, it is 0.
    /// </summary>
    private int StepOf(Pass pass, int window, int unit) =>
        summary == Summary.FinalStates && _width.Parts == 2 && unit >= _width.Padded / 2 ? 0 : pass.LengthOf(window) - 1;
}

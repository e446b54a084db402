using System.Numerics;
using LstmService.Engine.Cells;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Layers;

/// <summary>The numbers of one level for one thread.</summary>
internal sealed unsafe class LevelState<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly Level<T> _level;
    private readonly int _maxBatch;
    private readonly long _maxRows;

    public LevelState(Level<T> level, int maxBatch, int maxSteps)
    {
        (_level, _maxBatch, _maxRows) = (level, maxBatch, (long)maxBatch * maxSteps);
        Directions = Array.ConvertAll(level.Directions, layer => layer.CreateState(maxBatch, maxSteps));
    }

    /// <summary>The layers' own.</summary>
    public LayerState<T>[] Directions { get; }

    /// <summary>Does <see cref="Mask"/> lie on what enters in this pass?</summary>
    public bool HasMask { get; set; }

    /// <summary>
    /// Is there a gradient of the states in which the last of the layers ended, in <see cref="DFinalHidden"/> and
    /// <see cref="DFinalMemory"/>? A decoder that starts from them says so.
    /// </summary>
    public bool HasFinal { get; set; }

    /// <summary>[batch, padded].</summary>
    public AlignedBuffer<T> DFinalHidden => field ??= new((long)_maxBatch * _level.Directions[0].Hidden.Padded);

    /// <summary>[batch, padded].</summary>
    public AlignedBuffer<T> DFinalMemory => field ??= new((long)_maxBatch * _level.Directions[0].Hidden.Padded);

    /// <summary>[steps, batch, padded inputs].</summary>
    public AlignedBuffer<T> Mask => field ??= new(_maxRows * _level.Directions[0].Inputs.Padded);

    /// <summary>[steps, batch, width], where the level owns its output.</summary>
    public AlignedBuffer<T> Outputs => field ??= new(_maxRows * _level.Width.Padded);

    /// <summary>[steps, batch, width]: the gradient of what leaves, filled from above.</summary>
    public AlignedBuffer<T> DOutputs => _level.OwnsOutput
        ? field ??= new(_maxRows * _level.Width.Padded)
        : Directions[0].DHidden;

    /// <summary>For each direction [steps, batch, InputWidth], in the order in which it takes the steps.</summary>
    public AlignedBuffer<T>[] DInputs => field ??= Array.ConvertAll(
        _level.Directions, layer => new AlignedBuffer<T>(_maxRows * layer.InputWidth));
}

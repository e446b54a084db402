using System.Numerics;
using LstmService.Engine.Heads;
using LstmService.Engine.Kernels;
using LstmService.Engine.Layers;

namespace LstmService.Engine;

/// <summary>
/// What one thread needs to run a network: every buffer of the forward pass, made once; those of the backward pass are made
/// at the first one. The network's weights may be shared, a workspace may not.
/// </summary>
public sealed class Workspace<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Makes the buffers for a network and batches up to a size.</summary>
    /// <param name="network">The network it serves, or any of the same spec.</param>
    /// <param name="maxBatch">Most windows, 1..65536.</param>
    /// <param name="maxSteps">Most steps, 1..65536.</param>
    /// <param name="maxDecoderSteps">Most steps of the decoder, 1..4096; 0 takes those of the spec.</param>
    /// <exception cref="ArgumentException">A bound is broken, or the two together need more than one buffer can hold.</exception>
    public Workspace(Network<T> network, int maxBatch, int maxSteps, int maxDecoderSteps = 0)
    {
        ArgumentNullException.ThrowIfNull(network);
        var failures = new List<string>();
        Bounds.Check(failures, "maxBatch", maxBatch, 1, 65536);
        Bounds.Check(failures, "maxSteps", maxSteps, 1, 65536);
        Bounds.Check(failures, "maxDecoderSteps", maxDecoderSteps, 0, 4096);
        Bounds.ThrowIfAny(failures, nameof(maxBatch));
        MaxBatch = maxBatch;
        MaxSteps = maxSteps;
        Spec = network.Spec;
        Pass = new(maxBatch);
        Layers = network.Parts.Layers.CreateStates(maxBatch, maxSteps);
        MaxDecoderSteps = maxDecoderSteps > 0 ? maxDecoderSteps : Spec.Decoder?.Steps ?? 0;
        Decoder = network.Parts.Decoder?.CreateState(maxBatch, maxSteps, MaxDecoderSteps);
        int maxRows = checked(maxBatch
            * (Decoder is not null ? MaxDecoderSteps : Spec.Summary == Summary.EveryStep ? maxSteps : 1));
        Head = network.Parts.Head.CreateState(maxRows);
        Outputs = new((long)maxRows * network.Spec.Head.Outputs);
        InputGradientLength = (long)maxBatch * maxSteps * network.Parts.Layers.InputWidth;
        EmbeddedLength = (long)maxBatch * maxSteps * (network.Parts.Embeddings?.Width.Padded ?? 0);
        ReadLength = (long)maxBatch * network.Parts.Layers.Width.Padded;
    }

    /// <summary>Most windows of a batch.</summary>
    public int MaxBatch { get; }

    /// <summary>Most steps of a window.</summary>
    public int MaxSteps { get; }

    /// <summary>Most steps of the decoder; 0 without one.</summary>
    public int MaxDecoderSteps { get; }

    internal NetworkSpec Spec { get; }

    /// <summary>
    /// Windows, steps and the decoder's steps of the forward pass whose numbers are here; 0 once a backward pass has used
    /// them up.
    /// </summary>
    internal (int Count, int Steps, int DecoderSteps) Holds { get; set; }

    internal Pass Pass { get; }

    internal LevelState<T>[] Layers { get; }

    internal DecoderState<T>? Decoder { get; }

    internal HeadState Head { get; }

    /// <summary>[target rows, outputs].</summary>
    internal AlignedBuffer<T> Outputs { get; }

    /// <summary>[steps, batch, padded inputs]: made when first asked for.</summary>
    internal AlignedBuffer<T> InputGradient => field ??= new(InputGradientLength);

    /// <summary>[steps, batch, width]: the inputs with the categories' vectors.</summary>
    internal AlignedBuffer<T> Embedded => field ??= new(EmbeddedLength);

    /// <summary>[batch, width]: what the head reads, where it does not lie together.</summary>
    internal AlignedBuffer<T> Read => field ??= new(ReadLength);

    /// <summary>[batch, width]: its gradient.</summary>
    internal AlignedBuffer<T> DRead => field ??= new(ReadLength);

    /// <summary>[target rows, outputs]: the gradient of the outputs without that past the windows' ends.</summary>
    internal AlignedBuffer<T> DOutputs => field ??= new(Outputs.Length);

    private long InputGradientLength { get; }

    private long EmbeddedLength { get; }

    private long ReadLength { get; }
}

using LstmService.Engine;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Resuming;

/// <summary>The checkpoints of one ensemble's networks in the memory of its training.</summary>
/// <param name="Memory">Where they lie.</param>
/// <param name="Prefix">What the names of their pieces begin with.</param>
internal sealed record KeptNetworks(TrainingMemory Memory, string Prefix)
{
    private const double SecondsBetween = 1; // of the assumed machine: what a crash may cost, and a checkpoint costs little beside that

    /// <summary>How network <paramref name="member"/> is kept, and from where it goes on.</summary>
    /// <param name="member">The network.</param>
    /// <param name="secondsPerEpoch">What an epoch takes on the assumed machine (<see cref="TrainingBudget"/>).</param>
    /// <param name="pauseAfter">Epochs after which it pauses; null trains to the end.</param>
    public Checkpointing For(int member, double secondsPerEpoch, int? pauseAfter = null) => new()
    {
        EveryEpochs = Memory.IsKept ? (int)Math.Clamp(SecondsBetween / secondsPerEpoch, 1, 1_000_000) : 1_000_000,
        PauseAfter = pauseAfter,
        Save = checkpoint => Memory.Keep(Name(member), checkpoint.Bytes),
        ResumeFrom = Find(member),
    };

    /// <summary>Epochs that network <paramref name="member"/> has done.</summary>
    public int EpochsDone(int member) => Find(member)?.Epoch ?? 0;

    private TrainingCheckpoint? Find(int member) => Memory.Find(Name(member)) is { } bytes ? TrainingCheckpoint.FromBytes(bytes.Span) : null;

    private string Name(int member) => $"{Prefix}{member}";
}

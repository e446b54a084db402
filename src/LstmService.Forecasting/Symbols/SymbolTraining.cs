using LstmService.Engine;
using LstmService.Forecasting.Pipeline;
using LstmService.Forecasting.Resuming;

namespace LstmService.Forecasting.Symbols;

/// <summary>Trains the networks of an ensemble; each is a piece of work of its own.</summary>
internal sealed class SymbolTraining
{
    private const double HeldOut = 0.15;  // of each series, to tell when learning turns into learning by heart
    private const int LeastHeldOut = 8;

    private readonly SymbolPlan _plan;
    private readonly IReadOnlyList<int[]> _training;
    private readonly SymbolWindows? _validation;
    private readonly Network<float>[] _members;
    private readonly TrainingResult[] _results;
    private readonly ulong _stage;

    /// <summary>A training on series of 2 points or more.</summary>
    public SymbolTraining(SymbolPlan plan, IReadOnlyList<int[]> series, int stage)
    {
        (_plan, _stage, _training) = (plan, (ulong)stage, series);
        int[] kept = [.. series.Select(s => s.Length - (int)(HeldOut * s.Length))];
        bool enough = series.Select((s, i) => s.Length - kept[i]).Sum() >= LeastHeldOut && kept.All(k => k >= 2);
        if (plan.Patience > 0 && enough)
        {
            _validation = SymbolWindows.Tail(plan, series, kept);
            _training = [.. series.Select((s, i) => s[..kept[i]])];
        }
        _members = new Network<float>[plan.Members];
        _results = new TrainingResult[plan.Members];
    }

    /// <summary>Where the members' checkpoints are kept.</summary>
    public KeptNetworks Kept { get; init; } = new(TrainingMemory.Fleeting(), "");

    /// <summary>Epochs after which the networks were best on what was kept back, the mean over them; null where nothing was.</summary>
    public int? BestEpochs => _validation is null ? null : Math.Max(1, (int)Math.Round(_results.Average(r => r.BestEpoch)));

    /// <summary>Why members are missing from the ensemble.</summary>
    public IEnumerable<string> Failures => _results.Where(r => r.Outcome == TrainingOutcome.Diverged).Select(r => r.Reason);

    /// <summary>One piece of work for each member.</summary>
    public IEnumerable<Action> Work(Action<int, EpochProgress> report, CancellationToken cancellation) =>
        Enumerable.Range(0, _members.Length).Select(member => (Action)(() => Train(member, new EpochReporter(p => report(member, p)), cancellation)));

    /// <summary>The ensemble of the members whose training did not diverge; null where all did.</summary>
    public SymbolEnsemble? Result()
    {
        Network<float>[] sound = [.. _members.Where((_, i) => _results[i].Outcome != TrainingOutcome.Diverged)];
        return sound.Length > 0 ? new(_plan, sound) : null;
    }

    private void Train(int member, EpochReporter reporter, CancellationToken cancellation)
    {
        Xoshiro256 random = new((ulong)_plan.Seed, _stage << 32 | (uint)member);
        ulong seed = random.NextBits();
        Network<float> network = new(SymbolNetwork.SpecOf(_plan), seed);
        CrossEntropyLoss<float> loss = new(_plan.Symbols);
        SymbolWindows windows = SymbolWindows.Random(_plan, _training, seed);
        _results[member] = Trainer.Train(
            network, loss, windows, _validation, TrainerSettings.Of(_plan, _validation is not null, seed),
            Kept.For(member, windows.BatchesPerEpoch * SymbolNetwork.SecondsPerStep(_plan)), reporter, cancellation);
        _members[member] = network;
    }
}

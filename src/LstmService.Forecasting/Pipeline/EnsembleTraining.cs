using LstmService.Engine;
using LstmService.Forecasting.Resuming;

namespace LstmService.Forecasting.Pipeline;

/// <summary>Trains the networks of an ensemble; each is a piece of work of its own.</summary>
public sealed class EnsembleTraining
{
    private readonly Plan _plan;
    private readonly IReadOnlyList<OriginRange> _training;
    private readonly IReadOnlyList<OriginRange> _validation;
    private readonly Network<float>[] _members;
    private readonly TrainingResult[] _outcomes;
    private readonly ulong _stage;

    /// <summary>A training on <paramref name="series"/>.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="series">What is learnt from, all of it.</param>
    /// <param name="stage">Makes the seeds of one training of a model differ from those of another.</param>
    public EnsembleTraining(Plan plan, IReadOnlyList<EncodedSeries> series, int stage)
    {
        ArgumentNullException.ThrowIfNull(plan);
        (_plan, _stage) = (plan, (ulong)stage);
        Global = GlobalScaleOf(plan, series);
        OriginRange[] ranges = [.. series.Select(s => TrainingWindows.RangeFor(s, plan)).OfType<OriginRange>()];
        (_training, _validation) = plan.Patience > 0 ? HoldOut(ranges, plan.Horizon) : (ranges, []);
        _members = new Network<float>[plan.Members];
        _outcomes = new TrainingResult[plan.Members];
    }

    /// <summary>The networks to start from, each member from one of them; empty starts fresh.</summary>
    public IReadOnlyList<Network<float>> Start { get; init; } = [];

    /// <summary>Epochs after which every member pauses; null trains to the end.</summary>
    public int? PauseAfter { get; init; }

    /// <summary>Where the members' checkpoints are kept.</summary>
    internal KeptNetworks Kept { get; init; } = new(TrainingMemory.Fleeting(), "");

    /// <summary>Epochs that a member had done before this training went on.</summary>
    public int EpochsDone(int member) => Kept.EpochsDone(member);

    /// <summary>Is there a window to learn from?</summary>
    public bool CanTrain => _training.Count > 0;

    /// <summary>The scaling of all windows, where it is not local.</summary>
    public GlobalScale Global { get; }

    /// <summary>One piece of work for each member.</summary>
    public IEnumerable<Action> Work(Action<int, EpochProgress> report, CancellationToken cancellation)
    {
        for (int i = 0; i < _members.Length; i++)
        {
            int member = i;
            yield return () => _members[member] = Train(member, progress => report(member, progress), cancellation);
        }
    }

    /// <summary>The trained ensemble, once every piece of work is done: the members whose training did not diverge; null where all did.</summary>
    public Ensemble? Result()
    {
        Network<float>[] sound = [.. _members.Where((_, i) => _outcomes[i].Outcome != TrainingOutcome.Diverged)];
        return sound.Length > 0 ? new(_plan, Global, sound) : null;
    }

    /// <summary>Why members are missing from the ensemble; empty where none is.</summary>
    public IEnumerable<string> Failures => _outcomes.Where(o => o.Outcome == TrainingOutcome.Diverged).Select(o => o.Reason);

    private Network<float> Train(int member, Action<EpochProgress> report, CancellationToken cancellation)
    {
        ulong seed = SeedOf(member);
        Network<float> network = new(WindowBatch.NetworkFor(_plan), seed);
        TrainingWindows windows = new(_plan, Global, _training, seed);
        TrainingWindows? validation = _validation.Count > 0 ? new(_plan with { StepsPerEpoch = 0 }, Global, _validation, seed) : null;
        if (Start.Count > 0) WarmStart.From(network, Start[member % Start.Count]);
        TrainingResult result = Trainer.Train(
            network, LossOf(_plan), windows, validation, TrainerSettings.Of(_plan, validation is not null, seed),
            Kept.For(member, windows.BatchesPerEpoch * TrainingBudget.SecondsPerStep(_plan), PauseAfter), new EpochReporter(report), cancellation);
        _outcomes[member] = result;
        return network;
    }

    private ulong SeedOf(int member)
    {
        Xoshiro256 random = new((ulong)_plan.Seed, _stage << 32 | (uint)member);
        return random.NextBits();
    }

    private static ILoss<float> LossOf(Plan plan) => plan.Loss switch
    {
        LossKind.Squared => new SquaredLoss<float>(),
        LossKind.Absolute => new AbsoluteLoss<float>(),
        LossKind.Gaussian => LikelihoodLoss.For<float>(Likelihood.Gaussian),
        LossKind.StudentT => LikelihoodLoss.For<float>(Likelihood.StudentT),
        LossKind.NegativeBinomial => LikelihoodLoss.For<float>(Likelihood.NegativeBinomial),
        LossKind.Huber => new HuberLoss<float>(),
        _ => new PinballLoss<float>([.. plan.Quantiles]),
    };

    /// <summary>The last horizon of each series is kept for validation, where enough is left to learn from.</summary>
    private static (IReadOnlyList<OriginRange> Training, IReadOnlyList<OriginRange> Validation) HoldOut(OriginRange[] ranges, int horizon)
    {
        List<OriginRange> training = [], validation = [];
        foreach (OriginRange range in ranges)
        {
            int held = Math.Min(horizon, range.Count / 4);
            if (held > 0) validation.Add(range with { First = range.Last - held + 1 });
            training.Add(range with { Last = range.Last - held });
        }
        return (training, validation);
    }

    private static GlobalScale GlobalScaleOf(Plan plan, IReadOnlyList<EncodedSeries> series)
    {
        if (plan.ScalesByWindow || plan.Scaling == ScalingKind.None) return new(0, 1);
        double lowest = double.PositiveInfinity, highest = double.NegativeInfinity, sum = 0, count = 0;
        foreach (EncodedSeries s in series)
            foreach (double z in s.Filled)
                (lowest, highest, sum, count) = (Math.Min(lowest, z), Math.Max(highest, z), sum + z, count + 1);
        if (plan.Scaling == ScalingKind.MinMax) return new(lowest, highest > lowest ? highest - lowest : 1);
        double squares = series.Sum(s => s.Filled.Sum(z => (z - sum / count) * (z - sum / count)));
        return new(sum / count, squares > 0 ? Math.Sqrt(squares / count) : 1);
    }
}

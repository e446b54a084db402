using LstmService.Forecasting.Resuming;

namespace LstmService.Forecasting;

/// <summary>What a training is given by the process it runs in; none of it changes the model that comes out.</summary>
public sealed record TrainingHost
{
    /// <summary>Threads that train at once.</summary>
    public int Cores { get; init; } = 1;

    /// <summary>Told after every epoch of every network, from several threads, one at a time.</summary>
    public IProgress<TrainingProgress>? Progress { get; init; }

    /// <summary>How the training is kept, and from where it goes on.</summary>
    public Keeping Keeping { get; init; } = new();

    /// <summary>A clock that only runs forward, in seconds: what points of a search took is reported by it. Null reports 0.</summary>
    public Func<double>? Clock { get; init; }
}

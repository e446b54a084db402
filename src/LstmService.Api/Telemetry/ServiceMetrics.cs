using System.Diagnostics.Metrics;
using LstmService.Api.Training;

namespace LstmService.Api.Telemetry;

/// <summary>
/// What the service counts and times, beside what ASP.NET Core and the runtime count of themselves. Names follow OpenTelemetry's
/// semantic conventions: namespaced, dotted, in the singular, the unit beside the name. No attribute takes its values from a
/// client, but for the names of models, which are bounded (<see cref="StoreFigures"/>).
/// </summary>
internal sealed class ServiceMetrics
{
    public const string MeterName = "LstmService";

    public const string LiveError = "lstmservice.model.live.error", LiveCoverage = "lstmservice.model.live.coverage";

    public const string ModelCache = "model", AnswerCache = "answer";

    private const string Result = "lstmservice.cache.result", Cache = "lstmservice.cache.name";

    // From the short trainings of short series to the longest.
    private static readonly double[] TrainingSeconds = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];
    private static readonly double[] ForecastSeconds = [0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.1, 1, 10];

    private readonly Histogram<double> _training, _forecast, _loading;
    private readonly Counter<long> _epochs, _lookups;

    public ServiceMetrics(IMeterFactory meters, StoreFigures store, RunningTrainings running)
    {
        Meter meter = meters.Create(MeterName);
        meter.CreateObservableUpDownCounter("lstmservice.job.unfinished", store.Jobs, "{job}", "Unfinished jobs in the store, by their state");
        meter.CreateObservableGauge("lstmservice.job.wait", store.OldestWait, "s", "How long the job that waits longest has waited; 0 where none waits");
        meter.CreateObservableUpDownCounter("lstmservice.training.active", () => running.All.Count(), "{training}", "Trainings of this process");
        meter.CreateObservableGauge(LiveError, store.LiveError, "1",
            "A champion's error on points appended since, over its backtest's at the same steps ahead; above 1.5 it has drifted");
        meter.CreateObservableGauge(LiveCoverage, store.LiveCoverage, "1", "Share of appended points inside a champion's 80% interval");
        _training = meter.CreateHistogram("lstmservice.training.duration", "s", "Trainings, from taken to published or left", tags: null, Bounds(TrainingSeconds));
        _epochs = meter.CreateCounter<long>("lstmservice.training.epoch", "{epoch}", "Epochs trained, of all networks together");
        _forecast = meter.CreateHistogram("lstmservice.forecast.duration", "s", "Forecasts made, without those answered from a cache", tags: null, Bounds(ForecastSeconds));
        _lookups = meter.CreateCounter<long>("lstmservice.cache.lookup", "{lookup}", "Looks into the caches of loaded models and of answers");
        _loading = meter.CreateHistogram("lstmservice.model.load.duration", "s", "Models read from the store into memory", tags: null, Bounds(ForecastSeconds));
    }

    /// <summary>A training came to an end of some kind; see <see cref="TrainingOutcome"/>.</summary>
    public void Trained(TimeSpan took, string outcome) => _training.Record(took.TotalSeconds, new KeyValuePair<string, object?>("lstmservice.training.outcome", outcome));

    public void CountEpochs(int epochs) => _epochs.Add(epochs);

    public void Forecast(TimeSpan took, string kind) => _forecast.Record(took.TotalSeconds, new KeyValuePair<string, object?>("lstmservice.model.kind", kind));

    /// <summary>Somebody looked into a cache.</summary>
    /// <param name="cache"><see cref="ModelCache"/> or <see cref="AnswerCache"/>.</param>
    /// <param name="isHit">Was it there?</param>
    public void Lookup(string cache, bool isHit) =>
        _lookups.Add(1, new KeyValuePair<string, object?>(Cache, cache), new KeyValuePair<string, object?>(Result, isHit ? "hit" : "miss"));

    public void Loaded(TimeSpan took) => _loading.Record(took.TotalSeconds);

    private static InstrumentAdvice<double> Bounds(double[] seconds) => new() { HistogramBucketBoundaries = seconds };
}

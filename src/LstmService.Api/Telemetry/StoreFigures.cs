using System.Data.Common;
using System.Diagnostics.Metrics;
using Dapper;
using LstmService.Api.Jobs;
using LstmService.Api.Storage;

namespace LstmService.Api.Telemetry;

/// <summary>
/// Figures that stand in the store, the same on every node: looked up when somebody reads the metrics, at most every few
/// seconds. While the store is away there are none, and <c>/health/ready</c> says why.
/// </summary>
internal sealed class StoreFigures(Database database, TimeProvider clock)
{
    /// <summary>
    /// So many champions show how they do on appended points, those whose errors have grown most: what an operator wants to
    /// see, and a bound on the time series that scraping makes, however many models there are.
    /// </summary>
    public const int MostModels = 50;

    // The newest points of a champion, at least a horizon where there are so many, as LiveErrors takes them.
    private const string LiveErrors =
        """
        select tenant, model, sum(error) / sum(expected) as ratio, sum(covered) * 1.0 / sum(points) as coverage
        from (
          select e.tenant, e.model, e.points, e.error, e.expected, e.covered, v.horizon,
            sum(e.points) over (partition by e.tenant, e.model order by e.revision desc) - e.points as newer
          from live_errors e
          join models m on m.tenant = e.tenant and m.model = e.model and m.champion = e.version
          join versions v on v.tenant = e.tenant and v.model = e.model and v.version = e.version
        ) as newest
        where newer < horizon
        group by tenant, model having sum(expected) > 0 and count(expected) = count(*)
        order by ratio desc, tenant, model limit @MostModels
        """;

    private static readonly string[] States = [RunState.Queued, RunState.Running, RunState.Cancelling];
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly Lock _looking = new();
    private Figures? _seen;
    private long _seenAt;

    public IEnumerable<Measurement<long>> Jobs() => Look() is not { } figures
        ? []
        : States.Select(state => new Measurement<long>(
            figures.Jobs.FirstOrDefault(jobs => jobs.State == state)?.Count ?? 0, new KeyValuePair<string, object?>("lstmservice.job.state", state)));

    public IEnumerable<Measurement<double>> OldestWait()
    {
        if (Look() is not { } figures) return [];
        long? oldest = figures.Jobs.FirstOrDefault(jobs => jobs.State == RunState.Queued)?.Oldest;
        return [new(oldest is { } since ? Math.Max(0, clock.Milliseconds() - since) / 1000.0 : 0)];
    }

    public IEnumerable<Measurement<double>> LiveError() => Live(model => model.Ratio);

    public IEnumerable<Measurement<double>> LiveCoverage() => Live(model => model.Coverage);

    private IEnumerable<Measurement<double>> Live(Func<LiveModel, double> value) => Look() is not { } figures
        ? []
        : figures.Models.Select(model => new Measurement<double>(
            value(model), new("lstmservice.tenant", model.Tenant), new KeyValuePair<string, object?>("lstmservice.model", model.Model)));

    private Figures? Look()
    {
        lock (_looking)
        {
            if (_seen is not null && clock.GetElapsedTime(_seenAt) < Fresh) return _seen;
            try
            {
                _seen = database.Read(connection => new Figures(
                    connection.Query<JobsInState>(
                        $"select state, count(*) as count, min(created_at) as oldest from runs where state in {RunState.Unfinished} group by state").AsList(),
                    connection.Query<LiveModel>(LiveErrors, new { MostModels }).AsList()));
            }
            catch (DbException) // who is away has no figures
            {
                _seen = null;
            }
            _seenAt = clock.GetTimestamp();
            return _seen;
        }
    }

    private sealed record Figures(IReadOnlyList<JobsInState> Jobs, IReadOnlyList<LiveModel> Models);

    private sealed class JobsInState
    {
        public string State { get; init; } = "";
        public long Count { get; init; }
        public long Oldest { get; init; }
    }

    private sealed class LiveModel
    {
        public string Tenant { get; init; } = "";
        public string Model { get; init; } = "";
        public double Ratio { get; init; }
        public double Coverage { get; init; }
    }
}

using System.Data.Common;
using Dapper;
using LstmService.Api.Jobs;
using LstmService.Api.Models;
using LstmService.Api.Requests;
using LstmService.Api.Storage;
using LstmService.Api.Telemetry;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Symbols;

namespace LstmService.Api.Training;

/// <summary>Trains a model anew on its series as they stand, by the options that its champion was trained with.</summary>
internal sealed partial class Retraining(
    Database database, Catalogue catalogue, QueueBounds bounds, Waker waker, TimeProvider clock, ILogger<Retraining> logger)
{
    /// <summary>Queues it; null where the model is gone.</summary>
    public Task<Acceptance?> QueueAsync(string tenant, string model, CancellationToken cancellationToken) =>
        QueueAsync(tenant, model, once: null, cancellationToken);

    /// <summary>
    /// Queues it unless the model has an unfinished run, which absorbs it, or <paramref name="once"/>, called in the same
    /// transaction, says that somebody else did; null where nothing was queued.
    /// </summary>
    public async Task<Acceptance?> QueueAsync(string tenant, string model, Func<DbConnection, bool>? once, CancellationToken cancellationToken)
    {
        while (catalogue.Served(tenant, model, version: null) is { } version && catalogue.Version(tenant, model, version.Version) is { } champion)
        {
            RunRow run = Prepare(tenant, version, champion);
            (bool isStale, Acceptance? acceptance) = await database.WriteAsync(connection => Accept(connection, run, once), cancellationToken);
            if (isStale) continue;
            if (acceptance is not Acceptance.Accepted) return acceptance;
            LogQueued(logger, run.Id, model);
            waker.WakeSoon();
            return acceptance;
        }
        return null;
    }

    private RunRow Prepare(string tenant, ServedVersion version, VersionRow champion)
    {
        (string report, string hash) = version.NewestRevision == champion.Revision ? (champion.Report, champion.DataHash) : Describe(tenant, version, champion);
        return new()
        {
            Tenant = tenant,
            Id = Guid.CreateVersion7(clock.GetUtcNow()).ToString(),
            Model = version.Model,
            State = RunState.Queued,
            CreatedAt = clock.Milliseconds(),
            Revision = version.NewestRevision,
            Request = champion.Request,
            Report = report,
            DataHash = hash,
            Trace = JobTrace.Here,
        };
    }

    /// <summary>The report and the hash of series that points were appended to.</summary>
    private (string Report, string Hash) Describe(string tenant, ServedVersion version, VersionRow champion)
    {
        (IReadOnlyList<TimeSeries> series, Vocabulary? vocabulary) = database.Read(connection => (
            SeriesArchive.ReadAll(connection, tenant, version.Model, version.NewestRevision),
            SymbolArchive.Vocabulary(connection, tenant, version.Model, version.NewestRevision)));
        return (vocabulary is null ? Json.Write(SeriesContinuation.Report(series)) : champion.Report, SeriesArchive.Hash(series, vocabulary?.Symbols));
    }

    private (bool IsStale, Acceptance? Acceptance) Accept(DbConnection connection, RunRow run, Func<DbConnection, bool>? once)
    {
        if (once is not null && HasUnfinished(connection, run))
        {
            once(connection);
            return (false, null);
        }
        long? newest = connection.ExecuteScalar<long?>("select revision from models where tenant = @Tenant and model = @Model", run);
        if (newest != run.Revision) return (true, null);
        if (bounds.Check(connection, run.Tenant) is { } full) return (false, full);
        if (once?.Invoke(connection) is false) return (false, null);
        Runs.Insert(connection, run);
        return (false, new Acceptance.Accepted(run));
    }

    private static bool HasUnfinished(DbConnection connection, RunRow run) => connection.ExecuteScalar<long>(
        $"select count(*) from runs where tenant = @Tenant and model = @Model and state in {RunState.Unfinished}", run) > 0;

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} accepted: model {Model} anew")]
    private static partial void LogQueued(ILogger logger, string job, string model);
}

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

/// <summary>What a training is asked for, checked and prepared.</summary>
/// <param name="Model">The model's name; null makes one.</param>
/// <param name="Request">What is wanted.</param>
/// <param name="Data">The series, of symbols their numbers.</param>
/// <param name="Vocabulary">What the numbers stand for; null where they are values.</param>
/// <param name="Priority">Among the tenant's waiting runs, the highest first.</param>
internal sealed record TrainingOrder(string? Model, RunRequest Request, PreparedData Data, Vocabulary? Vocabulary, int Priority = 0)
{
    public const int LowestPriority = -10, HighestPriority = 10;
}

/// <summary>Accepts trainings: once this answers, the job survives whatever happens to the process.</summary>
internal sealed partial class TrainingQueue(
    Database database, Waker waker, QueueBounds bounds, TimeProvider clock, ILogger<TrainingQueue> logger)
{
    /// <summary>The name under which Quartz keeps our triggers.</summary>
    public const string Scheduler = "training";

    /// <summary>Once this says accepted, the run is on disk; a worker is woken soon after. Asked again by the same key, it is the same run.</summary>
    public async Task<Acceptance> AcceptAsync(string tenant, TrainingOrder order, string? key, CancellationToken cancellationToken)
    {
        string id = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        string hash = SeriesArchive.Hash(order.Data.Series, order.Vocabulary?.Symbols);
        KeyedRequest asked = new(IdempotencyKeys.Hash(order, hash), id);
        string? trace = JobTrace.Here;
        Acceptance acceptance = await database.WriteAsync(connection => Accept(connection, tenant, order, hash, key, asked, trace), cancellationToken);
        if (acceptance is not Acceptance.Accepted { Run: { } run } || run.Id != id) return acceptance;
        LogAccepted(logger, run.Id, run.Model, order.Data.Series.Count);
        waker.WakeSoon();
        return acceptance;
    }

    private Acceptance Accept(DbConnection connection, string tenant, TrainingOrder order, string hash, string? key, KeyedRequest asked, string? trace)
    {
        long now = clock.Milliseconds();
        if (key is not null && IdempotencyKeys.Find(connection, tenant, key, now - (long)IdempotencyKeys.Lifetime.TotalMilliseconds) is { } before)
        {
            if (before.Payload != asked.Payload) return new Acceptance.KeyTaken();
            if (Runs.Find(connection, tenant, before.Run) is { } same) return new Acceptance.Accepted(same);
        }
        if (bounds.Check(connection, tenant) is { } full) return full;
        if (key is not null) IdempotencyKeys.Keep(connection, tenant, key, asked, now);
        return new Acceptance.Accepted(Insert(connection, tenant, asked.Run, order, hash, now, trace));
    }

    private static RunRow Insert(DbConnection connection, string tenant, string id, TrainingOrder order, string hash, long now, string? trace)
    {
        string model = order.Model ?? UniqueName(id);
        connection.Execute(
            "insert into models (tenant, model, created_at, kind) values (@tenant, @model, @now, @Kind) on conflict do nothing",
            new { tenant, model, now, order.Request.Kind });
        string kind = connection.ExecuteScalar<string>("select kind from models where tenant = @tenant and model = @model", new { tenant, model })!;
        if (kind != order.Request.Kind) throw new OtherKindException(model, kind);
        long revision = connection.ExecuteScalar<long>(
            "update models set revisions = revisions + 1 where tenant = @tenant and model = @model returning revisions",
            new { tenant, model });
        SeriesArchive.Add(connection, tenant, model, revision, order.Data.Series);
        if (order.Vocabulary is { } vocabulary) SymbolArchive.Add(connection, tenant, model, revision, vocabulary);
        RunRow row = new()
        {
            Tenant = tenant,
            Id = id,
            Model = model,
            State = RunState.Queued,
            Priority = order.Priority,
            CreatedAt = now,
            Revision = revision,
            Request = Json.Write(order.Request),
            Report = Json.Write(order.Data.Report),
            DataHash = hash,
            Trace = trace,
        };
        Runs.Insert(connection, row);
        return row;
    }

    // The last group of a UUIDv7 is random.
    private static string UniqueName(string id) => $"model-{id[^12..]}";

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} accepted: model {Model}, {Series} series")]
    private static partial void LogAccepted(ILogger logger, string job, string model, int series);
}

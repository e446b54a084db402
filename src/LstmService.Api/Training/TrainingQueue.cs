using Dapper;
using LstmService.Api.Configuration;
using LstmService.Api.Jobs;
using LstmService.Api.Models;
using LstmService.Api.Requests;
using LstmService.Api.Storage;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Symbols;
using Microsoft.Extensions.Options;

namespace LstmService.Api.Training;

/// <summary>What a training is asked for, checked and prepared.</summary>
/// <param name="Model">The model's name; null makes one.</param>
/// <param name="Request">What is wanted.</param>
/// <param name="Data">The series, of symbols their numbers.</param>
/// <param name="Vocabulary">What the numbers stand for; null where they are values.</param>
internal sealed record TrainingOrder(string? Model, RunRequest Request, PreparedData Data, Vocabulary? Vocabulary);

/// <summary>Accepts trainings: once this answers, the job survives whatever happens to the process.</summary>
internal sealed partial class TrainingQueue(
    Database database, Waker waker, IOptions<ServiceOptions> options, TimeProvider clock, ILogger<TrainingQueue> logger)
{
    /// <summary>The name under which Quartz keeps our triggers.</summary>
    public const string Scheduler = "training";

    /// <summary>The accepted run, which is on disk; null where the queue is full. A worker is woken soon after.</summary>
    public async Task<RunRow?> AcceptAsync(string tenant, TrainingOrder order, CancellationToken cancellationToken)
    {
        string id = Guid.CreateVersion7(clock.GetUtcNow()).ToString();
        string hash = SeriesArchive.Hash(order.Data.Series, order.Vocabulary?.Symbols);
        RunRow? run = await database.WriteAsync(connection =>
        {
            if (Runs.CountUnfinished(connection, tenant) >= options.Value.QueueBound) return null;
            long now = clock.Milliseconds();
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
                CreatedAt = now,
                Revision = revision,
                Request = Json.Write(order.Request),
                Report = Json.Write(order.Data.Report),
                DataHash = hash,
            };
            Runs.Insert(connection, row);
            return row;
        }, cancellationToken);
        if (run is null) return null;
        LogAccepted(logger, run.Id, run.Model, order.Data.Series.Count);
        waker.WakeSoon(run);
        return run;
    }

    // The last group of a UUIDv7 is random.
    private static string UniqueName(string id) => $"model-{id[^12..]}";

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} accepted: model {Model}, {Series} series")]
    private static partial void LogAccepted(ILogger logger, string job, string model, int series);
}

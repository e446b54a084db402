using Dapper;
using LstmService.Api.Configuration;
using LstmService.Api.Jobs;
using LstmService.Api.Models;
using LstmService.Api.Requests;
using LstmService.Api.Storage;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Symbols;
using Microsoft.Extensions.Options;
using Quartz;

namespace LstmService.Api.Training;

/// <summary>What a training is asked for, checked and prepared.</summary>
/// <param name="Model">The model's name; null makes one.</param>
/// <param name="Request">What is wanted.</param>
/// <param name="Data">The series, of symbols their numbers.</param>
/// <param name="Vocabulary">What the numbers stand for; null where they are values.</param>
internal sealed record TrainingOrder(string? Model, RunRequest Request, PreparedData Data, Vocabulary? Vocabulary);

/// <summary>Accepts trainings: once this answers, the job survives whatever happens to the process.</summary>
internal sealed partial class TrainingQueue(
    Database database, ISchedulerFactory schedulers, IOptions<ServiceOptions> options, TimeProvider clock,
    ILogger<TrainingQueue> logger)
{
    /// <summary>The name under which Quartz keeps our triggers.</summary>
    public const string Scheduler = "training";

    /// <summary>The accepted run; null where the queue is full.</summary>
    /// <remarks>
    /// The row is the promise and is on disk first; the trigger follows. On SQLite the two cannot share a transaction: Quartz
    /// takes its own in-process lock before it opens a connection, and while our transaction has the database and waits for
    /// that lock, whoever has the lock waits for the database. A kill between the two leaves a run without a trigger,
    /// which <see cref="Reconciler"/> finds.
    /// </remarks>
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
        await WakeAsync(run);
        return run;
    }

    /// <summary>Has Quartz wake a worker for a run; if it cannot now, the reconciler will.</summary>
    public async Task WakeAsync(RunRow run)
    {
        try
        {
            IScheduler scheduler = await schedulers.GetScheduler(CancellationToken.None);
            IJobDetail job = JobBuilder.Create<TrainingJob>().WithIdentity(run.Id, run.Tenant).RequestRecovery().Build();
            ITrigger trigger = TriggerBuilder.Create()
                .WithIdentity(run.Id, run.Tenant)
                .StartAt(Timestamps.FromMilliseconds(run.CreatedAt)) // first come, first served
                .WithSimpleSchedule(schedule => schedule.WithMisfireInstruction(SimpleTriggerMisfireInstruction.IgnoreMisfires))
                .Build();
            await scheduler.ScheduleJob(job, [trigger], new ScheduleJobOptions { Replace = true }, CancellationToken.None);
        }
        catch (SchedulerException failed)
        {
            LogNotScheduled(logger, failed, run.Id);
        }
    }

    // The last group of a UUIDv7 is random.
    private static string UniqueName(string id) => $"model-{id[^12..]}";

    [LoggerMessage(Level = LogLevel.Information, Message = "Job {Job} accepted: model {Model}, {Series} series")]
    private static partial void LogAccepted(ILogger logger, string job, string model, int series);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Job {Job} could not be scheduled now; it will be")]
    private static partial void LogNotScheduled(ILogger logger, Exception exception, string job);
}

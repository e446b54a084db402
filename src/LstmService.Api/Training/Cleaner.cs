using System.Data.Common;
using Dapper;
using LstmService.Api.Configuration;
using LstmService.Api.Jobs;
using LstmService.Api.Storage;
using Microsoft.Extensions.Options;

namespace LstmService.Api.Training;

/// <summary>
/// Removes, a little at a time, what nobody will ask for: versions that newer ones superseded, never a champion; uploads that no
/// version, no run and no forecast needs; finished runs, unless a kept version came of them; keys of requests.
/// </summary>
internal sealed partial class Cleaner(Database database, IOptions<ServiceOptions> options, TimeProvider clock, ILogger<Cleaner> logger)
    : BackgroundService
{
    private const int MostTogether = 100; // so that no write waits long for this one

    private const string Superseded =
        """
        delete from versions where (tenant, model, version) in (
          select v.tenant, v.model, v.version from versions v join models m on m.tenant = v.tenant and m.model = v.model
          where v.version <> m.champion
            and (select count(*) from versions n where n.tenant = v.tenant and n.model = v.model and n.version > v.version) >= @KeepVersions
          limit @MostTogether)
        """;

    private const string NeedlessSeries =
        $"""
        delete from series where (tenant, model, revision, series) in (
          select s.tenant, s.model, s.revision, s.series from series s join models m on m.tenant = s.tenant and m.model = s.model
          where s.revision <> coalesce(m.revision, -1)
            and not exists (select 1 from versions v where v.tenant = s.tenant and v.model = s.model and v.revision = s.revision)
            and not exists (
              select 1 from runs r where r.tenant = s.tenant and r.model = s.model and r.revision = s.revision and r.state in {RunState.Unfinished})
          limit @MostTogether)
        """;

    private const string NeedlessVocabularies =
        """
        delete from vocabularies where not exists (
          select 1 from series s where s.tenant = vocabularies.tenant and s.model = vocabularies.model and s.revision = vocabularies.revision)
        """;

    private const string FinishedRuns =
        $"""
        delete from runs where (tenant, id) in (
          select r.tenant, r.id from runs r
          where r.finished_at < @finishedBefore and r.state not in {RunState.Unfinished}
            and not exists (select 1 from versions v where v.tenant = r.tenant and v.run = r.id)
          limit @MostTogether)
        """;

    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>Removes all there is to remove.</summary>
    public async Task CleanAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = clock.GetUtcNow();
        long finishedBefore = now.AddDays(-options.Value.KeepFinishedJobsDays).ToUnixTimeMilliseconds();
        var bounds = new { options.Value.KeepVersions, MostTogether, finishedBefore };
        int versions = await RemoveAsync(connection => connection.Execute(Superseded, bounds), cancellationToken);
        await RemoveAsync(connection => connection.Execute(NeedlessSeries, bounds), cancellationToken);
        await database.WriteAsync(connection => connection.Execute(NeedlessVocabularies), cancellationToken);
        int runs = await RemoveAsync(connection => connection.Execute(FinishedRuns, bounds), cancellationToken);
        await database.WriteAsync(
            connection => IdempotencyKeys.Purge(connection, (now - IdempotencyKeys.Lifetime).ToUnixTimeMilliseconds()), cancellationToken);
        if (versions + runs > 0) LogRemoved(logger, versions, runs);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await CleanAsync(stoppingToken);
            }
            catch (DbException away)
            {
                LogAway(logger, away); // there is another hour
            }
        }
    }

    private async Task<int> RemoveAsync(Func<DbConnection, int> remove, CancellationToken cancellationToken)
    {
        int all = 0, some;
        do
        {
            some = await database.WriteAsync(remove, cancellationToken);
            all += some;
        }
        while (some >= MostTogether);
        return all;
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Removed {Versions} superseded versions and {Runs} finished jobs")]
    private static partial void LogRemoved(ILogger logger, int versions, int runs);

    [LoggerMessage(Level = LogLevel.Warning, Message = "What nobody needs could not be removed now")]
    private static partial void LogAway(ILogger logger, Exception exception);
}

using System.Data.Common;
using System.Security.Cryptography;
using Dapper;
using LstmService.Api.Jobs;
using LstmService.Api.Models;
using LstmService.Api.Requests;
using LstmService.Api.Storage;

namespace LstmService.Api.Training;

/// <summary>
/// Makes a trained model visible in one transaction: the run ends, the version and its artefact appear, the champion moves,
/// or nothing of it happens.
/// </summary>
internal sealed class Publication(Database database, Runs runs, TimeProvider clock)
{
    /// <summary>Why the version is or is not champion; null where the attempt was no longer the run's and nothing was written.</summary>
    public Task<string?> PublishAsync(RunRow run, TrainedVersion model, CancellationToken cancellationToken)
    {
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(model.Content));
        return database.WriteAsync(connection => Publish(connection, run, model, sha256), cancellationToken);
    }

    private string? Publish(DbConnection connection, RunRow run, TrainedVersion model, string sha256)
    {
        long version = 1 + connection.ExecuteScalar<long>(
            "select coalesce(max(version), 0) from versions where tenant = @Tenant and model = @Model", run);
        long? champion = connection.ExecuteScalar<long?>(
            "select champion from models where tenant = @Tenant and model = @Model", run);
        VersionRow? incumbent = champion is { } current ? Catalogue.Version(connection, run.Tenant, run.Model, current) : null;
        (bool promoted, string note) = ChampionRule.Judge(model.Judgement, run.DataHash, version, incumbent);
        if (!runs.Finish(connection, run, version, note, model.Search, model.Progress)) return null;
        connection.Execute(
            """
            insert into versions (tenant, model, version, run, created_at, revision, parent, frequency, horizon, evaluation,
              composition, choices, levels, options, point, note)
            values (@Tenant, @Model, @version, @Id, @now, @Revision, @parent, @Frequency, @Horizon, @Evaluation,
              @composition, @choices, @levels, @Options, @PointForecast, @note)
            """,
            new
            {
                run.Tenant,
                run.Model,
                version,
                run.Id,
                now = clock.Milliseconds(),
                run.Revision,
                parent = model.StartedFrom ?? champion,
                model.Frequency,
                model.Horizon,
                model.Evaluation,
                composition = Json.Write(model.Composition),
                choices = Json.Write(model.Choices),
                levels = Json.Write(Json.Read<RunRequest>(run.Request).Levels ?? ForecastLevels.Default),
                model.Options,
                model.PointForecast,
                note,
            });
        connection.Execute(
            "insert into artefacts (tenant, model, version, sha256, content) values (@Tenant, @Model, @version, @sha256, @Content)",
            new { run.Tenant, run.Model, version, sha256, model.Content });
        Backtests.Write(connection, run.Tenant, run.Model, version, model.Backtests);
        connection.Execute(
            """
            update models set champion = case when @promoted then @version else champion end,
              revision = case when revision > @Revision then revision else @Revision end
            where tenant = @Tenant and model = @Model
            """, new { run.Tenant, run.Model, run.Revision, version, promoted });
        return note;
    }
}

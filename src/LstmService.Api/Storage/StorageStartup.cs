using System.Data.Common;
using System.Reflection;
using DbUp;
using DbUp.Engine;
using LstmService.Api.Configuration;
using Microsoft.Data.Sqlite;

namespace LstmService.Api.Storage;

/// <summary>Takes the data directory and brings the schema up to date, before anything else starts.</summary>
internal sealed partial class StorageStartup(DataDirectory directory, Database database, ILogger<StorageStartup> logger)
    : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        directory.Take();
        try
        {
            using (DbConnection connection = database.Open())
            using (DbCommand command = connection.CreateCommand())
            {
                command.CommandText = "pragma journal_mode = wal";
                command.ExecuteNonQuery();
            }
            Migrate();
        }
        catch (SqliteException broken)
        {
            throw new StartupFailure($"the database {directory.DatabaseFile} cannot be opened: {broken.Message}", broken);
        }
        LogReady(logger, directory.DatabaseFile);
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Migrate()
    {
        // The folder is the dialect: Storage/Sqlite today.
        DatabaseUpgradeResult result = DeployChanges.To
            .SqliteDatabase(database.ConnectionString)
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.Contains(".Storage.Sqlite.", StringComparison.Ordinal))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            throw new StartupFailure($"the database {directory.DatabaseFile} cannot be brought up to date: {result.Error.Message}", result.Error);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Database {File} is ready")]
    private static partial void LogReady(ILogger logger, string file);
}

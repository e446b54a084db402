using System.Reflection;
using DbUp.Builder;
using DbUp.Engine;
using LstmService.Api.Configuration;

namespace LstmService.Api.Storage;

/// <summary>Takes or reaches the store and brings its schema up to date, before anything else starts.</summary>
internal sealed partial class StorageStartup(Dialect dialect, ILogger<StorageStartup> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await dialect.PrepareAsync(cancellationToken);
        dialect.MigrateAlone(Migrate);
        LogReady(logger, dialect.Name);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Migrate(Func<UpgradeEngineBuilder> connect, string folder)
    {
        DatabaseUpgradeResult result = connect()
            .WithScriptsEmbeddedInAssembly(Assembly.GetExecutingAssembly(), name => name.Contains(folder, StringComparison.Ordinal))
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
            throw new StartupFailure($"the database {dialect.Name} cannot be brought up to date: {result.Error.Message}", result.Error);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Database {Database} is ready")]
    private static partial void LogReady(ILogger logger, string database);
}

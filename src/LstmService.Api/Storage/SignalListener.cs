using System.Data.Common;
using Npgsql;

namespace LstmService.Api.Storage;

/// <summary>Hears what other nodes raise, and delivers it here. While the database is away nothing is heard; whoever listens also looks.</summary>
internal sealed partial class SignalListener(PostgreSqlDialect dialect, Signals signals, TimeProvider clock, ILogger<SignalListener> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await ListenAsync(stoppingToken);
            }
            catch (DbException lost)
            {
                LogLost(logger, lost.Message);
                await Task.Delay(Pause, clock, stoppingToken);
            }
        }
    }

    private async Task ListenAsync(CancellationToken stoppingToken)
    {
        await using NpgsqlConnection connection = dialect.OpenListener();
        connection.Notification += (_, heard) =>
        {
            if (Signal.Parse(heard.Payload) is { } signal) signals.Deliver(signal);
        };
        while (true) await connection.WaitAsync(stoppingToken);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Other nodes are not heard for now: {Reason}")]
    private static partial void LogLost(ILogger logger, string reason);
}

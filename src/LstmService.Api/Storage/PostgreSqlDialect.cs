using System.Data.Common;
using System.Net.Sockets;
using DbUp;
using DbUp.Builder;
using LstmService.Api.Configuration;
using Microsoft.Extensions.Options;
using Npgsql;

namespace LstmService.Api.Storage;

/// <summary>The shared store: any number of nodes on one PostgreSQL database.</summary>
internal sealed partial class PostgreSqlDialect : Dialect, IAsyncDisposable, IDisposable
{
    /// <summary>The channel on which nodes tell each other; payloads are <see cref="Signal"/>s.</summary>
    public const string Channel = "lstmservice";

    // Keys of advisory locks, which are per database: any numbers that nobody else uses there.
    private const long MigrationLock = 0x4C53_544D_0001, WriterLock = 0x4C53_544D_0002;

    private const int ConnectSeconds = 5; // unless the operator says otherwise; a request should not wait longer

    // A node that is stopped inside a transaction would hold its turn for ever; the server ends it.
    private const string SessionOptions = "-c idle_in_transaction_session_timeout=5s";

    private static readonly TimeSpan StartPatience = TimeSpan.FromSeconds(30), StartPause = TimeSpan.FromSeconds(1);

    private readonly NpgsqlConnectionStringBuilder _settings;
    private readonly NpgsqlDataSource _source, _quartz;
    private readonly TimeProvider _clock;
    private readonly ILogger<PostgreSqlDialect> _logger;

    public PostgreSqlDialect(IOptions<ServiceOptions> options, TimeProvider clock, ILogger<PostgreSqlDialect> logger)
    {
        _settings = new NpgsqlConnectionStringBuilder(options.Value.ConnectionString) { ApplicationName = "LstmService" };
        if (!_settings.ShouldSerialize("Timeout")) _settings.Timeout = ConnectSeconds;
        _source = NpgsqlDataSource.Create(With(SessionOptions));
        // What Quartz writes may lose its last moments.
        _quartz = NpgsqlDataSource.Create(With($"{SessionOptions} -c synchronous_commit=off"));
        (_clock, _logger) = (clock, logger);
    }

    public override bool IsShared => true;

    public override string Name => $"{_settings.Database} on {_settings.Host}";

    public override bool IsInPlace => true;

    public override DbConnection CreateForQuartz() => _quartz.CreateConnection();

    public override DbConnection OpenForQuartz() => _quartz.OpenConnection();

    public override DbConnection Open() => _source.OpenConnection();

    public override void AwaitTurn(DbConnection connection) => Execute(connection, $"select pg_advisory_xact_lock({WriterLock})");

    public override void Tell(DbConnection connection, Signal signal)
    {
        using NpgsqlCommand command = new("select pg_notify($1, $2)", (NpgsqlConnection)connection)
        {
            Parameters = { new() { Value = Channel }, new() { Value = signal.ToString() } },
        };
        command.ExecuteNonQuery();
    }

    public override async Task PrepareAsync(CancellationToken cancellationToken)
    {
        long started = _clock.GetTimestamp();
        while (true)
        {
            try
            {
                await using NpgsqlConnection connection = await _source.OpenConnectionAsync(cancellationToken);
                return;
            }
            catch (NpgsqlException unreachable) when (CanPass(unreachable) && _clock.GetElapsedTime(started) < StartPatience)
            {
                LogUnreachable(_logger, Name, unreachable.Message);
                await Task.Delay(StartPause, _clock, cancellationToken);
            }
            catch (NpgsqlException refused)
            {
                throw new StartupFailure($"the database {Name} cannot be used: {refused.Message}", refused);
            }
        }
    }

    public override void MigrateAlone(Action<Func<UpgradeEngineBuilder>, string> migrate)
    {
        using DbConnection connection = Open();
        Execute(connection, $"select pg_advisory_lock({MigrationLock})"); // held until this connection closes
        try
        {
            migrate(() => DeployChanges.To.PostgresqlDatabase(_settings.ConnectionString), ".Storage.PostgreSql.");
        }
        finally
        {
            Execute(connection, $"select pg_advisory_unlock({MigrationLock})");
        }
    }

    public override bool CanPass(DbException failure) => failure switch
    {
        // connections, resources (a full disk among them), an operator, an unreadable file, serialization and deadlocks, our timeout
        PostgresException { SqlState: string state } => state[..2] is "08" or "53" or "57" or "58" or "40" || state == "25P03",
        NpgsqlException { InnerException: IOException or SocketException or TimeoutException } => true,
        _ => failure.IsTransient,
    };

    public override bool IsDiskFull(DbException failure) => failure.SqlState == PostgresErrorCodes.DiskFull;

    public override bool IsUnstorableText(Exception failure) =>
        failure is PostgresException { SqlState: PostgresErrorCodes.CharacterNotInRepertoire or PostgresErrorCodes.UntranslatableCharacter };

    /// <summary>A connection that waits for signals for as long as it lives.</summary>
    public NpgsqlConnection OpenListener()
    {
        NpgsqlConnection connection = _source.OpenConnection();
        Execute(connection, $"listen {Channel}");
        return connection;
    }

    public void Dispose()
    {
        _source.Dispose();
        _quartz.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _quartz.DisposeAsync();
    }

    private string With(string options) => new NpgsqlConnectionStringBuilder(_settings.ConnectionString)
    {
        Options = string.Join(' ', new[] { _settings.Options, options }.Where(text => !string.IsNullOrEmpty(text))),
    }.ConnectionString;

    private static void Execute(DbConnection connection, string sql)
    {
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The database {Database} does not answer yet: {Reason}")]
    private static partial void LogUnreachable(ILogger logger, string database, string reason);
}

using Dapper;
using LstmService.Api.Configuration;
using LstmService.Api.Jobs;
using LstmService.Api.Requests;
using LstmService.Api.Storage;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Time;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using NodaTime;

namespace LstmService.Api.Tests.Hosting;

/// <summary>The store without the service around it, for tests that play its worker.</summary>
internal sealed class Store : IDisposable
{
    public const string Tenant = "default";

    private readonly DataDirectory _directory;
    private readonly IDisposable _dialect;

    private Store(TestStore store, Action<ServiceOptions>? configure)
    {
        ServiceOptions settings = new() { DataDirectory = store.Directory.FullPath, ConnectionString = store.ConnectionString };
        configure?.Invoke(settings);
        IOptions<ServiceOptions> options = Options.Create(settings);
        _directory = new DataDirectory(options);
        Dialect = store.ConnectionString is null
            ? new SqliteDialect(_directory)
            : new PostgreSqlDialect(options, TimeProvider.System, NullLogger<PostgreSqlDialect>.Instance);
        _dialect = (IDisposable)Dialect;
        Database = new Database(Dialect, Signals);
        Runs = new Runs(Database, options, TimeProvider.System);
    }

    public Dialect Dialect { get; }

    public Signals Signals { get; } = new();

    public Database Database { get; }

    public Runs Runs { get; }

    public static async Task<Store> OpenAsync(TestStore own, Action<ServiceOptions>? configure = null)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true; // as AddStorage has it
        Store store = new(own, configure);
        StorageStartup startup = new(store.Dialect, NullLogger<StorageStartup>.Instance);
        for (int left = 100; ; left--)
        {
            try
            {
                await startup.StartingAsync(CancellationToken.None);
                return store;
            }
            catch (DirectoryInUseFailure) when (left > 0)
            {
                await Task.Delay(50); // a process that another test starts holds what this one had open, for the moment until it is itself
            }
        }
    }

    /// <summary>A queued run as <c>POST /train</c> leaves it, but without a trigger.</summary>
    public RunRow AddQueued(string model)
    {
        TimeSeries series = new(
            "value", new TimeAxis(Frequency.Monthly, new LocalDateTime(2000, 1, 1, 0, 0)),
            [.. Enumerable.Range(0, 60).Select(i => 100 + i + 10 * Math.Sin(i * Math.PI / 6))]);
        TrainingOptions options = new() { Members = 1, Epochs = 2, Hidden = 4, Layers = 1, Seed = 1 };
        RunRow run = new()
        {
            Tenant = Tenant,
            Id = Guid.CreateVersion7().ToString(),
            Model = model,
            State = RunState.Queued,
            CreatedAt = TimeProvider.System.Milliseconds(),
            Revision = 1,
            Request = Json.Write(new RunRequest(null, null, options)),
            Report = Json.Write(new PreparationReport([], [], [])),
            DataHash = SeriesArchive.Hash([series]),
        };
        return Database.Write(connection =>
        {
            connection.Execute(
                "insert into models (tenant, model, created_at, revisions) values (@Tenant, @Model, @CreatedAt, 1) on conflict do nothing", run);
            SeriesArchive.Add(connection, Tenant, model, 1, [series]);
            Runs.Insert(connection, run);
            return run;
        });
    }

    public T Scalar<T>(string sql, object? parameters = null) =>
        Database.Read(connection => connection.ExecuteScalar<T>(sql, parameters)!);

    public void Dispose()
    {
        Database.Dispose();
        _dialect.Dispose();
        _directory.Dispose();
    }
}

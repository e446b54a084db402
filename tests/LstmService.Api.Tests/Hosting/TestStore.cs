using System.Data.Common;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace LstmService.Api.Tests.Hosting;

/// <summary>The stores that every test of the store runs on.</summary>
public enum StoreKind
{
    Sqlite,
    PostgreSql,
}

/// <summary>A store of the test's own: a SQLite file in a temporary directory or a PostgreSQL database.</summary>
public sealed class TestStore : IDisposable
{
    private readonly PostgreSqlCluster _cluster;

    public TestStore(StoreKind kind, PostgreSqlCluster? cluster = null)
    {
        _cluster = cluster ?? (kind == StoreKind.PostgreSql ? PostgreSqlCluster.Shared : null!);
        if (kind == StoreKind.PostgreSql) ConnectionString = _cluster.CreateDatabase();
    }

    /// <summary>Holds the SQLite file; unused on PostgreSQL.</summary>
    public TemporaryDirectory Directory { get; } = new();

    /// <summary>Of the PostgreSQL database; null for SQLite.</summary>
    public string? ConnectionString { get; }

    /// <summary>What a service is told to work on it.</summary>
    public IEnumerable<(string Name, string Value)> Settings =>
        ConnectionString is { } shared
            ? [("DataDirectory", Directory.FullPath), ("ConnectionString", shared)]
            : [("DataDirectory", Directory.FullPath)];

    public DbConnection Open()
    {
        DbConnection connection = ConnectionString is { } shared
            ? new NpgsqlConnection(shared)
            : new SqliteConnection($"Data Source={Directory.DatabaseFile};Pooling=False");
        connection.Open();
        return connection;
    }

    public T Scalar<T>(string sql)
    {
        using DbConnection connection = Open();
        using DbCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)command.ExecuteScalar()!;
    }

    public void Dispose()
    {
        if (ConnectionString is { } shared) _cluster.DropDatabase(shared);
        Directory.Dispose();
    }
}

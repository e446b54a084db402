using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Npgsql;

namespace LstmService.Api.Tests.Hosting;

/// <summary>A throw-away PostgreSQL cluster; it dies with this process, however this process dies.</summary>
public sealed class PostgreSqlCluster : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly Lazy<PostgreSqlCluster> Common = new(() => new PostgreSqlCluster("fsync=off", "full_page_writes=off"));

    private static int _databases;

    private readonly int _port = FreePort();
    private readonly string _directory;
    private readonly Process _script;

    /// <param name="settings">Settings of the server, as <c>name=value</c>.</param>
    public PostgreSqlCluster(params string[] settings) : this(disk: null, settings)
    {
    }

    private PostgreSqlCluster(string? disk, string[] settings)
    {
        _directory = Path.Combine(Path.GetTempPath(), $"lstmservice-postgres-{Environment.ProcessId}-{_port}");
        ProcessStartInfo start = new("bash")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] small = disk is null ? [] : ["--disk", disk];
        foreach (string argument in (string[])[Path.Combine(Repository.Root, "tests", "throwaway-postgres.sh"), .. small, _directory, $"{_port}", .. settings])
            start.ArgumentList.Add(argument);
        _script = Process.Start(start)!;
        Expect("ready");
    }

    /// <summary>The one that all tests share which do not stop it; without fsync, for it never has to survive.</summary>
    public static PostgreSqlCluster Shared => Common.Value;

    /// <summary>One whose tables lie on a small disk.</summary>
    public static PostgreSqlCluster OnSmallDisk() => new("96M", ["fsync=off"]);

    /// <summary>The server's first process, the parent of all others.</summary>
    public int ProcessId => int.Parse(File.ReadLines(Path.Combine(_directory, "data", "postmaster.pid")).First(), CultureInfo.InvariantCulture);

    /// <summary>A new, empty database; its connection string.</summary>
    public string CreateDatabase()
    {
        string name = $"test_{Interlocked.Increment(ref _databases)}";
        Execute($"create database {name}");
        return ConnectionString(name);
    }

    public void DropDatabase(string connectionString)
    {
        NpgsqlConnectionStringBuilder settings = new(connectionString);
        NpgsqlConnection.ClearPool(new NpgsqlConnection(connectionString));
        Execute($"drop database {settings.Database} with (force)");
    }

    /// <summary>At once, as a crash does.</summary>
    public void Stop() => Ask("stop", "stopped");

    public void Start() => Ask("start", "ready");

    /// <summary>Leaves no room on the small disk.</summary>
    public void FillDisk() => Ask("fill", "filled");

    public void FreeDisk() => Ask("free", "freed");

    public void Dispose()
    {
        _script.StandardInput.Close();
        _script.WaitForExit();
        _script.Dispose();
    }

    private string ConnectionString(string database) => new NpgsqlConnectionStringBuilder
    {
        Host = IPAddress.Loopback.ToString(),
        Port = _port,
        Username = "postgres",
        Database = database,
        MaxPoolSize = 20,
    }.ConnectionString;

    private void Execute(string sql)
    {
        using NpgsqlConnection connection = new(ConnectionString("postgres") + ";Pooling=false");
        connection.Open();
        using NpgsqlCommand command = new(sql, connection);
        command.ExecuteNonQuery();
    }

    private void Ask(string command, string answer)
    {
        _script.StandardInput.WriteLine(command);
        _script.StandardInput.Flush();
        Expect(answer);
    }

    private void Expect(string answer)
    {
        Task<string?> line = _script.StandardOutput.ReadLineAsync();
        if (!line.Wait(Patience)) throw new TimeoutException($"PostgreSQL did not say '{answer}'");
        if (line.Result != answer) throw new InvalidOperationException($"no PostgreSQL for the tests: {_script.StandardError.ReadToEnd()}");
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

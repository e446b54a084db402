using System.Net;
using System.Runtime.Versioning;
using LstmService.Api.Security;
using LstmService.Api.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace LstmService.Api.Tests.Commands;

public sealed class CommandTests
{
    [Fact]
    public async Task The_state_of_health_is_the_exit_code()
    {
        using TemporaryDirectory directory = new();
        using ServiceProcess service = await ServiceProcess.StartAsync(directory.FullPath);
        await service.Client.ReadyAsync();
        string url = service.Client.BaseAddress!.ToString();
        (int well, string output, string errors) = await ServiceProcess.CarryOutAsync(directory.FullPath, "health", "--url", url);
        Assert.True(well == 0, errors);
        Assert.Contains("\"status\":\"healthy\"", output, StringComparison.Ordinal);
        service.Kill();
        (int gone, _, string reason) = await ServiceProcess.CarryOutAsync(directory.FullPath, "health", "--url", url);
        Assert.Equal(1, gone);
        Assert.Contains($"the service does not answer at {url}", reason, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", reason, StringComparison.Ordinal);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")] // which has no such rights
    public async Task A_backup_is_made_while_the_service_runs_and_restored_into_another_directory()
    {
        using TemporaryDirectory directory = new(), other = new(), files = new();
        string file = Path.Combine(files.FullPath, "copy.db"), forecast;
        using (ServiceProcess service = await ServiceProcess.StartAsync(directory.FullPath))
        {
            await service.Client.TrainToTheEndAsync(Service.Upload("sales", Service.QuickOptions, Service.Series("value")));
            forecast = (await service.Client.JsonAsync("/forecast?model=sales")).ToJsonString();
            await AssertDoneAsync(directory.FullPath, "backup", file);
            await service.Client.TrainToTheEndAsync(Service.Upload("later", Service.QuickOptions, Service.Series("value")));
        }
        Assert.Equal([file], Directory.GetFiles(files.FullPath)); // one file, without a log beside it
        string[] written = [file, .. Directory.GetFiles(directory.FullPath)];
        Assert.Contains(written, path => path.EndsWith("-wal", StringComparison.Ordinal));
        foreach (string path in written) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path)); // others have nothing to read there
        await AssertRefusedAsync(directory.FullPath, $"{file} exists", "backup", file);

        await AssertDoneAsync(other.FullPath, "restore", file);
        using (ServiceProcess restored = await ServiceProcess.StartAsync(other.FullPath))
        {
            Assert.Equal(forecast, (await restored.Client.JsonAsync("/forecast?model=sales")).ToJsonString());
            using HttpResponseMessage later = await restored.Client.GetAsync(new Uri("/models/later", UriKind.Relative));
            Assert.Equal(HttpStatusCode.NotFound, later.StatusCode);
            await AssertRefusedAsync(other.FullPath, "is in use by another process", "restore", file, "--replace");
        }
        await AssertRefusedAsync(directory.FullPath, "say --replace", "restore", file);
        await AssertDoneAsync(directory.FullPath, "restore", file, "--replace"); // over a store that was killed
        using ServiceProcess back = await ServiceProcess.StartAsync(directory.FullPath);
        Assert.Single((await back.Client.JsonAsync("/models"))["items"]!.AsArray());
    }

    [Fact]
    public async Task The_embedded_store_is_moved_into_a_shared_one()
    {
        using TemporaryDirectory directory = new();
        using TestStore shared = new(StoreKind.PostgreSql);
        string[] move = ["move", "--to", shared.ConnectionString!];
        await AssertRefusedAsync(directory.FullPath, "there is no database", move);
        string forecast;
        using (ServiceProcess service = await ServiceProcess.StartAsync(directory.FullPath))
        {
            await service.Client.TrainToTheEndAsync(Service.Upload("sales", Service.QuickOptions, Service.Series("value")));
            forecast = (await service.Client.JsonAsync("/forecast?model=sales")).ToJsonString();
            await AssertRefusedAsync(directory.FullPath, "is in use by another process", move);
        }
        await AssertDoneAsync(directory.FullPath, "keys", "create", "--name", "one", "--role", "admin");
        await AssertDoneAsync(directory.FullPath, move);
        await AssertRefusedAsync(directory.FullPath, "must be empty", move);
        (_, string keys, _) = await ServiceProcess.CarryOutAsync(directory.FullPath, "keys", "list", $"--LstmService:ConnectionString={shared.ConnectionString}");
        Assert.Contains("\tadmin\t", keys, StringComparison.Ordinal);
        using ServiceHost host = ServiceHost.On(shared);
        using HttpClient client = host.ClientWith((await host.Get<KeyArchive>().CreateAsync("default", "two", AccessRole.Read, null, default)).Text);
        Assert.Equal(forecast, (await client.JsonAsync("/forecast?model=sales")).ToJsonString());
    }

    [Fact]
    public async Task What_is_no_backup_is_not_restored()
    {
        using TemporaryDirectory directory = new(), files = new();
        string text = Path.Combine(files.FullPath, "text.db"), foreign = Path.Combine(files.FullPath, "foreign.db"), newer = Path.Combine(files.FullPath, "newer.db");
        await File.WriteAllTextAsync(text, new string('x', 5_000));
        Execute(foreign, "create table a (b)");
        Execute(newer, "create table models (a); create table SchemaVersions (ScriptName); insert into SchemaVersions values ('LstmService.Api.Storage.Sqlite.9999_future.sql')");
        await AssertRefusedAsync(directory.FullPath, "file is not a database", "restore", text);
        await AssertRefusedAsync(directory.FullPath, "is a database, but not of LstmService", "restore", foreign);
        await AssertRefusedAsync(directory.FullPath, "was written by a newer version", "restore", newer);
        await AssertRefusedAsync(directory.FullPath, "there is no file", "restore", Path.Combine(files.FullPath, "none.db"));
        await AssertRefusedAsync(directory.FullPath, "there is no store", "backup", Path.Combine(files.FullPath, "new.db"));
        await AssertRefusedAsync(directory.FullPath, "pg_dump", "backup", Path.Combine(files.FullPath, "new.db"), "--LstmService:ConnectionString=Host=db");
        Assert.False(File.Exists(directory.DatabaseFile));
    }

    private static async Task AssertDoneAsync(string directory, params string[] command)
    {
        (int code, _, string errors) = await ServiceProcess.CarryOutAsync(directory, command);
        Assert.True(code == 0, errors);
    }

    private static async Task AssertRefusedAsync(string directory, string reason, params string[] command)
    {
        (int code, _, string errors) = await ServiceProcess.CarryOutAsync(directory, command);
        Assert.Equal(1, code);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }

    private static void Execute(string file, string sql)
    {
        using SqliteConnection connection = new($"Data Source={file};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

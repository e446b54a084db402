using System.Net;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Security;

public sealed class KeyCommandTests
{
    [Fact]
    public async Task A_key_is_created_used_rotated_and_revoked_beside_the_running_service()
    {
        using TemporaryDirectory directory = new();
        using ServiceProcess service = await ServiceProcess.StartAsync(directory.FullPath);
        (int created, string key, string remark) = await ServiceProcess.CarryOutAsync(
            directory.FullPath, "keys", "create", "--name", "nightly", "--role", "train", "--tenant", "acme", "--expires", "90d");
        Assert.True(created == 0, remark);
        string id = key.Split('_')[1];
        Assert.Contains($"Key {id} may train for tenant acme", remark, StringComparison.Ordinal);
        service.Client.DefaultRequestHeaders.Authorization = new("Bearer", key.Trim());
        await service.Client.JsonAsync("/jobs");

        (_, string next, _) = await ServiceProcess.CarryOutAsync(directory.FullPath, "keys", "rotate", id, "--grace", "1h");
        (_, string list, _) = await ServiceProcess.CarryOutAsync(directory.FullPath, "keys", "list");
        string[] rows = list.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(3, rows.Length);
        Assert.All(rows[1..], row => Assert.Contains("acme\ttrain", row, StringComparison.Ordinal));
        Assert.DoesNotContain(key.Trim(), list, StringComparison.Ordinal);

        string nextId = next.Split('_')[1];
        Assert.Equal(0, (await ServiceProcess.CarryOutAsync(directory.FullPath, "keys", "revoke", nextId)).ExitCode);
        Assert.Equal(1, (await ServiceProcess.CarryOutAsync(directory.FullPath, "keys", "revoke", nextId)).ExitCode);
        service.Client.DefaultRequestHeaders.Authorization = new("Bearer", next.Trim());
        using HttpResponseMessage refused = await service.Client.GetAsync(new Uri("/jobs", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
    }

    [Fact]
    public async Task A_key_is_created_before_the_service_was_ever_started()
    {
        using TemporaryDirectory directory = new();
        (int code, string key, string errors) = await ServiceProcess.CarryOutAsync(directory.FullPath, "keys", "create", "--name", "first", "--role", "admin");
        Assert.True(code == 0, errors);
        using ServiceProcess service = await ServiceProcess.StartAsync(directory.FullPath, "--urls=http://0.0.0.0:0");
        using HttpClient client = new() { BaseAddress = new UriBuilder(service.Client.BaseAddress!) { Host = "127.0.0.1" }.Uri };
        client.DefaultRequestHeaders.Add("X-Api-Key", key.Trim());
        await client.JsonAsync("/jobs");
    }

    [Theory]
    [InlineData("'king'", "keys", "create", "--name", "x", "--role", "king")]
    [InlineData("--tenant must be 1 to 64 of a-z", "keys", "create", "--name", "x", "--role", "read", "--tenant", "Not One")]
    [InlineData("--expires must be a number of days, hours or minutes, such as 90d, 12h or 30m; was 'soon'", "keys", "create", "--name", "x", "--role", "read", "--expires", "soon")]
    [InlineData("there is no key 0123 that is taken", "keys", "rotate", "0123")]
    [InlineData("'doors'", "doors")]
    public async Task What_cannot_be_done_is_said_and_the_exit_code_is_1(string reason, params string[] arguments)
    {
        using TemporaryDirectory directory = new();
        (int code, _, string errors) = await ServiceProcess.CarryOutAsync(directory.FullPath, arguments);
        Assert.Equal(1, code);
        Assert.Contains(reason, errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", errors, StringComparison.Ordinal);
    }
}

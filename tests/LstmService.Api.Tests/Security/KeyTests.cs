using System.Net;
using System.Text.Json.Nodes;
using LstmService.Api.Security;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Security;

public abstract class KeyTests(StoreKind kind)
{
    private const string OperatorsKey = "an-operators-key-of-32-characters-or-more";

    private static readonly HashSet<string> Anonymous =
        ["GET /health/live", "GET /health/ready", "GET /openapi/v1.json", "GET /", "HEAD /", "GET /page/{fingerprint}/{**path}", "HEAD /page/{fingerprint}/{**path}"];

    private static readonly HashSet<string> ForTrain =
    [
        "POST /train", "DELETE /jobs/{id}", "POST /models/{model}/series", "POST /models/{model}/train", "PUT /models/{model}/schedule",
        "DELETE /models/{model}/schedule", "PUT /models/{model}/champion",
    ];

    private static readonly HashSet<string> ForAdmin = ["DELETE /models/{model}"];

    private static readonly HashSet<string> ForTheOperator = ["GET /metrics"];

    [Fact]
    public async Task Without_a_key_nothing_is_answered_but_health_the_page_and_the_document()
    {
        using TestStore store = new(kind);
        using ServiceHost host = ServiceHost.On(store, ("Keys:0", OperatorsKey));
        foreach (Route route in Route.All(host))
        {
            using HttpResponseMessage response = await host.Client.SendAsync(route.Request());
            Assert.Equal(Anonymous.Contains(route.ToString()), route.IsAnonymous);
            if (route.IsAnonymous) Assert.NotEqual(HttpStatusCode.Unauthorized, response.StatusCode);
            else await AssertChallengedAsync(response, "send a key");
        }
        using HttpResponseMessage swagger = await host.Client.GetAsync(new Uri("/swagger/index.html", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, swagger.StatusCode);
        using HttpResponseMessage nowhere = await host.Client.GetAsync(new Uri("/nowhere", UriKind.Relative));
        await AssertChallengedAsync(nowhere, "send a key");
    }

    [Fact]
    public async Task Each_role_reaches_its_own_routes_and_those_of_the_roles_before_it()
    {
        using TestStore store = new(kind);
        using ServiceHost host = ServiceHost.On(store);
        foreach (AccessRole role in Enum.GetValues<AccessRole>())
        {
            using HttpClient client = host.ClientWith((await CreateAsync(host, role)).Text);
            foreach (Route route in Route.All(host).Where(route => !route.IsAnonymous && !ForTheOperator.Contains(route.ToString())))
            {
                AccessRole needed = ForAdmin.Contains(route.ToString()) ? AccessRole.Admin : ForTrain.Contains(route.ToString()) ? AccessRole.Train : AccessRole.Read;
                using HttpResponseMessage response = await client.SendAsync(route.Request());
                Assert.NotEqual(HttpStatusCode.Unauthorized, response.StatusCode);
                Assert.True((response.StatusCode == HttpStatusCode.Forbidden) == (role < needed), $"{role} at {route}: {response.StatusCode}");
                if (role >= needed) continue;
                JsonNode problem = await response.ProblemAsync(HttpStatusCode.Forbidden);
                Assert.Contains($"needs the role {needed.Name()}, this key has {role.Name()}", (string)problem["detail"]!, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task What_is_about_all_tenants_is_the_operators()
    {
        using TestStore store = new(kind);
        using ServiceHost host = ServiceHost.On(store, ("Keys:0", OperatorsKey));
        using HttpClient admin = host.ClientWith((await CreateAsync(host, AccessRole.Admin)).Text), operators = host.ClientWith(OperatorsKey);
        foreach (Route route in Route.All(host).Where(route => ForTheOperator.Contains(route.ToString())))
        {
            using HttpResponseMessage refused = await admin.SendAsync(route.Request()), answered = await operators.SendAsync(route.Request());
            JsonNode problem = await refused.ProblemAsync(HttpStatusCode.Forbidden);
            Assert.Contains("needs the role admin of the tenant default, this key has admin of the tenant acme", (string)problem["detail"]!, StringComparison.Ordinal);
            Assert.Equal(HttpStatusCode.OK, answered.StatusCode);
        }
    }

    [Theory]
    [InlineData("Authorization", "Bearer {0}", HttpStatusCode.OK)]
    [InlineData("Authorization", "bearer {0}", HttpStatusCode.OK)]
    [InlineData("X-Api-Key", "{0}", HttpStatusCode.OK)]
    [InlineData("Authorization", "Basic {0}", HttpStatusCode.Unauthorized)]
    [InlineData("Authorization", "Bearer", HttpStatusCode.Unauthorized)]
    [InlineData("X-Api-Key", "", HttpStatusCode.Unauthorized)]
    [InlineData("X-Api-Key", "lstm_000000000000_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", HttpStatusCode.Unauthorized)]
    [InlineData("X-Api-Key", "lstm_", HttpStatusCode.Unauthorized)]
    [InlineData("X-Api-Key", "{0}x", HttpStatusCode.Unauthorized)]
    public async Task A_key_comes_in_either_header_and_whole(string header, string value, HttpStatusCode expected)
    {
        using TestStore store = new(kind);
        using ServiceHost host = ServiceHost.On(store, ("Keys:0", OperatorsKey));
        foreach (string key in (string[])[OperatorsKey, (await CreateAsync(host, AccessRole.Read)).Text])
        {
            using HttpRequestMessage request = new(HttpMethod.Get, "/jobs");
            request.Headers.TryAddWithoutValidation(header, value.Replace("{0}", key, StringComparison.Ordinal));
            using HttpResponseMessage response = await host.Client.SendAsync(request);
            Assert.Equal(expected, response.StatusCode);
        }
    }

    [Fact]
    public async Task The_database_holds_hashes_and_no_key()
    {
        using TestStore store = new(kind);
        using ServiceHost host = ServiceHost.On(store);
        ApiKey key = await CreateAsync(host, AccessRole.Read);
        KeyRow row = Assert.Single(host.Get<KeyArchive>().List());
        Assert.Equal(ApiKey.Hash(key.Text), row.Sha256);
        Assert.Equal(43, key.Text.Length - $"lstm_{key.Id}_".Length); // 256 bits
        Assert.NotEqual(key.Text, (await CreateAsync(host, AccessRole.Read)).Text);
    }

    [Fact]
    public async Task A_revoked_key_is_refused_within_seconds_also_where_it_was_taken_before()
    {
        using TestStore store = new(kind);
        using ServiceHost host = ServiceHost.On(store);
        ApiKey key = await CreateAsync(host, AccessRole.Read), other = await CreateAsync(host, AccessRole.Read);
        using HttpClient client = host.ClientWith(key.Text), alive = host.ClientWith(other.Text);
        await client.JsonAsync("/jobs");
        Assert.True(await host.Get<KeyArchive>().RevokeAsync(key.Id, default)); // of which those who take keys are not told
        await AssertRefusedSoonAsync(client, $"the key {key.Id} was revoked");
        await alive.JsonAsync("/jobs");
    }

    [Fact]
    public async Task A_rotated_key_is_taken_beside_its_successor_for_a_while()
    {
        using TestStore store = new(kind);
        using ServiceHost host = ServiceHost.On(store);
        KeyArchive keys = host.Get<KeyArchive>();
        ApiKey old = await CreateAsync(host, AccessRole.Train), patient = (await keys.RotateAsync(old.Id, TimeSpan.FromHours(1), null, default))!;
        foreach (ApiKey key in (ApiKey[])[old, patient])
        {
            using HttpClient client = host.ClientWith(key.Text);
            await client.JsonAsync("/jobs");
        }
        ApiKey newest = (await keys.RotateAsync(patient.Id, TimeSpan.Zero, null, default))!;
        using HttpClient late = host.ClientWith(patient.Text), last = host.ClientWith(newest.Text);
        await AssertRefusedSoonAsync(late, $"the key {patient.Id} has expired");
        await last.JsonAsync("/jobs");
        Assert.Equal(("acme", "test", "train"), (keys.Find(newest.Id)!.Tenant, keys.Find(newest.Id)!.Name, keys.Find(newest.Id)!.Role));
        Assert.Null(await keys.RotateAsync(patient.Id, TimeSpan.Zero, null, default));
    }

    [Fact]
    public async Task Once_there_was_a_key_one_is_needed_also_when_it_is_revoked()
    {
        using TestStore store = new(kind);
        using (ServiceHost host = ServiceHost.On(store))
        {
            await host.Client.JsonAsync("/jobs"); // as nobody in particular
            ApiKey key = await CreateAsync(host, AccessRole.Admin);
            await AssertRefusedSoonAsync(host.Client, "send a key");
            Assert.True(await host.Get<KeyArchive>().RevokeAsync(key.Id, default));
        }
        using ServiceHost anew = ServiceHost.On(store, ("AllowAnonymous", "true"));
        using HttpResponseMessage response = await anew.Client.GetAsync(new Uri("/jobs", UriKind.Relative));
        await AssertChallengedAsync(response, "send a key");
    }

    [Fact]
    public async Task Whoever_follows_a_job_is_left_when_the_key_is_revoked()
    {
        using TestStore store = new(kind);
        using ServiceHost host = ServiceHost.On(store);
        ApiKey key = await CreateAsync(host, AccessRole.Train);
        using HttpClient client = host.ClientWith(key.Text);
        string id = (string)(await client.TrainAsync(Service.Upload("slow", Service.SlowOptions, Service.Series("value"))))["id"]!;
        using HttpResponseMessage events = await client.GetAsync(new Uri($"/jobs/{id}/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Task<string> all = events.Content.ReadAsStringAsync();
        Assert.True(await host.Get<KeyArchive>().RevokeAsync(key.Id, default));
        Assert.DoesNotContain("succeeded", await all.WaitAsync(TimeSpan.FromSeconds(30)), StringComparison.Ordinal);
    }

    private static Task<ApiKey> CreateAsync(ServiceHost host, AccessRole role) =>
        host.Get<KeyArchive>().CreateAsync("acme", "test", role, expires: null, default);

    private static async Task AssertRefusedSoonAsync(HttpClient client, string reason)
    {
        using CancellationTokenSource patience = new(TimeSpan.FromSeconds(30));
        while (true)
        {
            using HttpResponseMessage response = await client.GetAsync(new Uri("/jobs", UriKind.Relative), patience.Token);
            if (response.StatusCode == HttpStatusCode.Unauthorized)
            {
                await AssertChallengedAsync(response, reason);
                return;
            }
            await Task.Delay(50, patience.Token);
        }
    }

    private static async Task AssertChallengedAsync(HttpResponseMessage response, string reason)
    {
        JsonNode problem = await response.ProblemAsync(HttpStatusCode.Unauthorized);
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
        Assert.Contains(reason, (string)problem["detail"]!, StringComparison.Ordinal);
    }
}

public sealed class KeyTestsOnSqlite() : KeyTests(StoreKind.Sqlite);

public sealed class KeyTestsOnPostgreSql() : KeyTests(StoreKind.PostgreSql);

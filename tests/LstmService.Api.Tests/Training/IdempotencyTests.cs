using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;
using LstmService.Api.Training;

namespace LstmService.Api.Tests.Training;

public abstract class IdempotencyTests(StoreKind kind) : IDisposable
{
    private readonly ServiceHost _host = new(kind);

    public void Dispose() => _host.Dispose();

    [Fact]
    public async Task The_same_key_and_payload_are_the_same_job()
    {
        using HttpResponseMessage first = await PostAsync("\"one\"", Quick("shop"));
        string written = Quick("shop").ToJsonString().Replace(",", " ,\n", StringComparison.Ordinal);
        using StringContent again = new(written, Encoding.UTF8, "application/json");
        using HttpResponseMessage second = await PostAsync("one", again); // as the draft quotes it, or not
        Assert.Equal(HttpStatusCode.Accepted, second.StatusCode);
        Assert.Equal(first.Headers.Location, second.Headers.Location);
        Assert.Equal(await first.Content.ReadAsStringAsync(), await second.Content.ReadAsStringAsync());

        await _host.Client.WaitForAsync((string)(await first.BodyAsync())["id"]!, "succeeded");
        using HttpResponseMessage late = await PostAsync("one", Quick("shop"));
        Assert.Equal(await first.Content.ReadAsStringAsync(), await late.Content.ReadAsStringAsync());
        Assert.Single((await _host.Client.JsonAsync("/jobs"))["items"]!.AsArray());
    }

    [Fact]
    public async Task The_same_key_with_another_payload_is_refused()
    {
        using HttpResponseMessage first = await PostAsync("one", Quick("shop"));
        JsonObject other = Quick("shop");
        other["options"]!["seed"] = 2;
        foreach (JsonObject body in new[] { other, Quick("other"), Service.Upload("shop", Service.QuickOptions, Service.Series("value", level: 7)) })
        {
            using HttpResponseMessage refused = await PostAsync("one", body);
            JsonNode problem = await refused.ProblemAsync(HttpStatusCode.UnprocessableEntity);
            Assert.Equal("Idempotency-Key", (string?)problem["errors"]![0]!["pointer"]);
        }
        using HttpResponseMessage elsewhere = await PostAsync("two", other);
        Assert.Equal(HttpStatusCode.Accepted, elsewhere.StatusCode);
    }

    [Fact]
    public async Task Parallel_posts_under_one_key_train_exactly_once()
    {
        HttpResponseMessage[] answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => PostAsync("one", Quick(null))));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        Assert.Single(answers.Select(answer => answer.Headers.Location).Distinct());
        Assert.Single((await _host.Client.JsonAsync("/jobs"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_key_of_yesterday_is_forgotten()
    {
        using HttpResponseMessage first = await PostAsync("one", Quick("shop"));
        long day = (long)IdempotencyKeys.Lifetime.TotalMilliseconds;
        await using (System.Data.Common.DbConnection connection = _host.Store.Open())
        {
            await using System.Data.Common.DbCommand command = connection.CreateCommand();
            command.CommandText = $"update idempotency_keys set created_at = created_at - {day}";
            await command.ExecuteNonQueryAsync();
        }
        using HttpResponseMessage second = await PostAsync("one", Quick("other"));
        Assert.Equal(HttpStatusCode.Accepted, second.StatusCode);
        Assert.NotEqual(first.Headers.Location, second.Headers.Location);
    }

    [Theory]
    [InlineData("\"\"")]
    [InlineData("\"  \"")]
    [InlineData(null)]
    public async Task A_key_that_is_none_is_refused(string? key)
    {
        using HttpResponseMessage refused = await PostAsync(key ?? new string('k', 256), Quick("shop"));
        await refused.ProblemAsync(HttpStatusCode.BadRequest);
        using HttpResponseMessage longest = await PostAsync(new string('k', 255), Quick("shop"));
        Assert.Equal(HttpStatusCode.Accepted, longest.StatusCode);
    }

    [Fact]
    public async Task A_refused_request_leaves_its_key_free()
    {
        using HttpResponseMessage refused = await PostAsync("one", Service.Upload("NO NAME", Service.QuickOptions, Service.Series("value")));
        await refused.ProblemAsync(HttpStatusCode.BadRequest);
        using HttpResponseMessage accepted = await PostAsync("one", Quick("shop"));
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
    }

    private static JsonObject Quick(string? model) => Service.Upload(model, Service.QuickOptions, Service.Series("value"));

    private async Task<HttpResponseMessage> PostAsync(string key, JsonObject body)
    {
        using JsonContent content = JsonContent.Create(body);
        return await PostAsync(key, content);
    }

    private async Task<HttpResponseMessage> PostAsync(string key, HttpContent content)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, "/train") { Content = content };
        request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        return await _host.Client.SendAsync(request);
    }
}

public sealed class IdempotencyTestsOnSqlite() : IdempotencyTests(StoreKind.Sqlite);

public sealed class IdempotencyTestsOnPostgreSql() : IdempotencyTests(StoreKind.PostgreSql);

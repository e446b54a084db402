using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LstmService.Api.Tests.Security;

/// <summary>Tokens of an OpenID provider, which runs in this process.</summary>
public sealed class TokenTests : IAsyncLifetime, IDisposable
{
    private const string Audience = "lstmservice", OperatorsKey = "an-operators-key-of-32-characters-or-more";

    private readonly RSA _rsa = RSA.Create(2048);
    private readonly MovableClock _clock = new();
    private readonly TestStore _store = new(StoreKind.Sqlite);
    private WebApplication? _provider;
    private ServiceHost? _host;

    private string Authority => _provider!.Urls.First();

    public async Task InitializeAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _provider = builder.Build();
        JsonWebKey signing = JsonWebKeyConverter.ConvertFromRSASecurityKey(new RsaSecurityKey(_rsa.ExportParameters(false)) { KeyId = "one" });
        _provider.MapGet("/.well-known/openid-configuration", () => Results.Content($$"""{"issuer": "{{Authority}}", "jwks_uri": "{{Authority}}/keys"}""", "application/json"));
        _provider.MapGet("/keys", () => Results.Content(
            $$"""{"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "one", "n": "{{signing.N}}", "e": "{{signing.E}}"}]}""", "application/json"));
        await _provider.StartAsync();
        _host = ServiceHost.On(_store, _clock, ("Jwt:Authority", Authority), ("Jwt:Audience", Audience), ("Jwt:RoleClaim", "roles"), ("Keys:0", OperatorsKey));
    }

    public async Task DisposeAsync()
    {
        _host?.Dispose();
        if (_provider is not null) await _provider.DisposeAsync();
    }

    public void Dispose()
    {
        _store.Dispose();
        _rsa.Dispose();
    }

    [Fact]
    public async Task A_token_says_tenant_and_role()
    {
        using HttpClient train = _host!.ClientWith(Token(tenant: "acme", roles: ["offline", "train"])), other = _host.ClientWith(Token(tenant: "other", roles: ["read"]));
        await train.TrainAsync(Service.Upload("sales", Service.QuickOptions, Service.Series("value")));
        Assert.Single((await train.JsonAsync("/jobs"))["items"]!.AsArray());
        Assert.Empty((await other.JsonAsync("/jobs"))["items"]!.AsArray());
        using HttpResponseMessage forbidden = await other.DeleteAsync(new Uri("/jobs/none", UriKind.Relative));
        JsonNode problem = await forbidden.ProblemAsync(HttpStatusCode.Forbidden);
        Assert.Contains("needs the role train, this key has read", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_are_taken_beside_tokens()
    {
        using HttpClient client = _host!.ClientWith(OperatorsKey);
        await client.JsonAsync("/jobs");
    }

    [Fact]
    public async Task Whoever_follows_a_job_is_left_when_the_token_ends()
    {
        using HttpClient client = _host!.ClientWith(Token(roles: ["train"]));
        string job = (string)(await client.TrainAsync(Service.Upload("slow", Service.SlowOptions, Service.Series("value"))))["id"]!;
        using HttpResponseMessage response = await client.GetAsync(new Uri($"/jobs/{job}/events", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Task<string> stream = response.Content.ReadAsStringAsync();
        await Task.Delay(TimeSpan.FromSeconds(1));
        Assert.False(stream.IsCompleted);
        _clock.Move(TimeSpan.FromHours(2));
        Assert.DoesNotContain("cancelled", await stream.WaitAsync(TimeSpan.FromSeconds(10)), StringComparison.Ordinal);
        _clock.Move(-TimeSpan.FromHours(2));
        using HttpResponseMessage cancelled = await client.DeleteAsync(new Uri($"/jobs/{job}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.Accepted, cancelled.StatusCode); // it ran all the while
    }

    [Fact]
    public async Task A_token_that_says_something_else_is_refused_with_the_reason()
    {
        using var foreign = RSA.Create(2048);
        await AssertRefusedAsync(Token(audience: "another"), "the token is not valid here");
        await AssertRefusedAsync(Token(issuer: "http://another.example"), "the token is not valid here");
        await AssertRefusedAsync(Token(signedBy: foreign), "the token is not valid here");
        await AssertRefusedAsync(Token(age: TimeSpan.FromHours(2)), "the token has expired");
        await AssertRefusedAsync(Token(tenant: "Not One"), "the token's claim 'tenant' must name a tenant");
        await AssertRefusedAsync(Token(roles: ["king"]), "the token's claim 'roles' must hold read, train, admin");
        await AssertRefusedAsync("not.a.token", "the token is not valid here");
        await AssertRefusedAsync("nor-a-key", "the key is not known");
        await AssertRefusedAsync(null, "send a key");
    }

    private async Task AssertRefusedAsync(string? token, string reason)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/jobs");
        if (token is not null) request.Headers.Authorization = new("Bearer", token);
        using HttpResponseMessage response = await _host!.Client.SendAsync(request);
        JsonNode problem = await response.ProblemAsync(HttpStatusCode.Unauthorized);
        Assert.Contains(reason, (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Equal("Bearer", Assert.Single(response.Headers.WwwAuthenticate).Scheme);
    }

    private string Token(
        string tenant = "acme", string[]? roles = null, string audience = Audience, string? issuer = null, RSA? signedBy = null, TimeSpan age = default)
    {
        DateTime issued = TimeProvider.System.GetUtcNow().UtcDateTime - age;
        return new JsonWebTokenHandler().CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Authority,
            Audience = audience,
            IssuedAt = issued,
            NotBefore = issued,
            Expires = issued.AddHours(1),
            Claims = new Dictionary<string, object> { ["sub"] = "a person", ["tenant"] = tenant, ["roles"] = roles ?? ["read"] },
            SigningCredentials = new SigningCredentials(new RsaSecurityKey(signedBy ?? _rsa) { KeyId = "one" }, SecurityAlgorithms.RsaSha256),
        });
    }
}

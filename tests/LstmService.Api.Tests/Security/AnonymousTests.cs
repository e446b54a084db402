using System.Net;
using System.Text.Json.Nodes;
using LstmService.Api.Security;
using LstmService.Api.Tests.Hosting;
using Microsoft.Extensions.Configuration;

namespace LstmService.Api.Tests.Security;

public sealed class AnonymousTests
{
    private const string Everywhere = "--urls=http://0.0.0.0:0";

    [Fact]
    public async Task On_an_address_that_others_reach_it_does_not_start_without_a_key_and_says_what_to_do()
    {
        using TemporaryDirectory directory = new();
        string output = await ServiceProcess.RefusesAsync(directory.FullPath, Everywhere);
        Assert.Contains("other machines reach http://0.0.0.0:0: no key is set", output, StringComparison.Ordinal);
        foreach (string way in (string[])["LstmService__Keys__0=", "keys create", "--urls http://localhost:5000", "LstmService__AllowAnonymous=true"])
            Assert.Contains(way, output, StringComparison.Ordinal);
        Assert.DoesNotContain("Now listening", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--LstmService:AllowAnonymous=true", HttpStatusCode.OK)]
    [InlineData("--LstmService:Keys:0=an-operators-key-of-32-characters-or-more", HttpStatusCode.Unauthorized)]
    public async Task It_starts_there_with_a_key_or_where_everybody_is_let_in(string setting, HttpStatusCode expected)
    {
        using TemporaryDirectory directory = new();
        using ServiceProcess service = await ServiceProcess.StartAsync(directory.FullPath, Everywhere, setting);
        using HttpClient client = new() { BaseAddress = new UriBuilder(service.Client.BaseAddress!) { Host = "127.0.0.1" }.Uri };
        using HttpResponseMessage response = await client.GetAsync(new Uri("/jobs", UriKind.Relative));
        Assert.Equal(expected, response.StatusCode);
        Assert.DoesNotContain("WRN", service.Output, StringComparison.Ordinal); // of secrets for cookies, say, which there are none
    }

    [Fact]
    public async Task A_key_that_could_be_guessed_is_refused_without_being_shown()
    {
        using TemporaryDirectory directory = new();
        string output = await ServiceProcess.RefusesAsync(directory.FullPath, "--LstmService:Keys:0=swordfish");
        Assert.Contains("LstmService:Keys:0 must be at least 32 characters", output, StringComparison.Ordinal);
        Assert.DoesNotContain("swordfish", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("localhost", null, HttpStatusCode.OK)]
    [InlineData("127.0.0.1:5000", null, HttpStatusCode.OK)]
    [InlineData("[::1]:5000", "same-origin", HttpStatusCode.OK)]
    [InlineData("localhost", "cross-site", HttpStatusCode.Unauthorized)] // a page of another site asks for its reader
    [InlineData("evil.example", null, HttpStatusCode.Unauthorized)] // a name of another site that leads here
    [InlineData("10.0.0.1", null, HttpStatusCode.Unauthorized)]
    public async Task Without_keys_only_this_machine_is_answered_by_its_own_name(string name, string? site, HttpStatusCode expected)
    {
        using ServiceHost host = new();
        using HttpRequestMessage request = new(HttpMethod.Get, "/jobs");
        request.Headers.Host = name;
        if (site is not null) request.Headers.Add("Sec-Fetch-Site", site);
        using HttpResponseMessage response = await host.Client.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
        if (expected == HttpStatusCode.OK) return;
        JsonNode problem = await response.ProblemAsync(expected);
        Assert.Contains("only this machine is answered, as localhost", (string)problem["detail"]!, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("::1", true)]
    [InlineData("::ffff:127.0.0.1", true)]
    [InlineData("192.168.0.1", false)]
    [InlineData("::ffff:192.168.0.1", false)]
    public void An_address_is_this_machines_own_where_it_is_loopback(string address, bool expected) =>
        Assert.Equal(expected, AnonymousAccess.IsOwn(IPAddress.Parse(address)));

    [Theory]
    [InlineData(null, null, true)]
    [InlineData("urls", "http://localhost:80", true)]
    [InlineData("urls", "http://127.0.0.1:80;http://[::1]:80", true)]
    [InlineData("urls", "http://unix:/run/lstm.sock", true)]
    [InlineData("urls", "http://localhost:80;http://*:81", false)]
    [InlineData("urls", "http://+:80", false)]
    [InlineData("urls", "http://[::]:80", false)]
    [InlineData("urls", "http://lstm.example:80", false)] // Kestrel listens on every address then
    [InlineData("http_ports", "8080", false)]
    [InlineData("https_ports", "8443", false)]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://0.0.0.0:8080", false)]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://localhost:8080", true)]
    public void Where_it_listens_is_read_as_the_server_reads_it(string? name, string? value, bool own)
    {
        Dictionary<string, string?> settings = name is null ? [] : new() { [name] = value };
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        Assert.Equal(own, ListenAddresses.From(configuration).All(ListenAddresses.IsOwn));
    }
}

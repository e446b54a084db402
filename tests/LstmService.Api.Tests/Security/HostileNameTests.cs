using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Dapper;
using LstmService.Api.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace LstmService.Api.Tests.Security;

/// <summary>Names that would be something else where they are shown.</summary>
public sealed class HostileNameTests
{
    private const string Formula = "=cmd|' /C calc'!A0", Sum = "+1+1", Number = "-5", Script = "<script>alert(1)</script>";

    [Fact]
    public async Task A_name_is_no_formula_where_a_spreadsheet_opens_the_answer()
    {
        using ServiceHost host = new();
        await host.Client.TrainToTheEndAsync(Service.Upload("names", Service.QuickOptions, [.. new[] { Formula, Sum, Number, Script }.Select(name => Service.Series(name))]));
        using HttpRequestMessage request = new(HttpMethod.Get, "/forecast?model=names&horizon=1&levels=80") { Headers = { Accept = { new MediaTypeWithQualityHeaderValue("text/csv") } } };
        using HttpResponseMessage response = await host.Client.SendAsync(request);
        string[] names = [.. (await response.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Skip(1).Select(row => row.Split(',')[0])];
        Assert.Equal(new[] { $"'{Formula}", $"'{Sum}", Number, Script }.Order(StringComparer.Ordinal), names.Order(StringComparer.Ordinal));
        JsonNode model = await host.Client.JsonAsync("/models/names");
        Assert.Contains(Formula, model["series"]!.AsArray().Select(name => (string?)name));
    }

    [Fact]
    public async Task An_answer_is_what_its_type_says_and_kept_by_nobody_between()
    {
        using ServiceHost host = new();
        await host.Client.TrainToTheEndAsync(Service.Upload("names", Service.QuickOptions, Service.Series(Script)));
        foreach (string path in (string[])["/jobs", "/models", "/models/names", "/forecast?model=names", "/models/none"])
        {
            using HttpResponseMessage response = await host.Client.GetAsync(new Uri(path, UriKind.Relative));
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            string kept = response.Headers.CacheControl!.ToString();
            Assert.Equal(path.StartsWith("/forecast", StringComparison.Ordinal) ? "no-cache, private" : "no-store", kept);
        }
    }

    [Fact]
    public async Task A_line_of_the_log_stays_one_whatever_the_path_is()
    {
        using TemporaryDirectory directory = new();
        using ServiceProcess service = await ServiceProcess.StartAsync(directory.FullPath);
        await using (SqliteConnection other = new($"Data Source={directory.DatabaseFile};Pooling=false"))
            await other.ExecuteAsync("pragma foreign_keys = off; drop table models");
        using HttpResponseMessage response = await service.Client.GetAsync(new Uri("/models/a%0AForged", UriKind.Relative));
        Assert.False(response.IsSuccessStatusCode);
        await service.WaitForOutputAsync("Unexpected failure of");
        Assert.DoesNotContain("\nForged", service.Output, StringComparison.Ordinal);
    }
}

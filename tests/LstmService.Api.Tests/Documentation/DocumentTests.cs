using System.Net;
using System.Text.Json.Nodes;
using LstmService.Api.Series;
using LstmService.Api.Series.Csv;
using LstmService.Api.Tests.Hosting;
using Microsoft.AspNetCore.Routing;

namespace LstmService.Api.Tests.Documentation;

public sealed class DocumentTests(ServiceHost host) : IClassFixture<ServiceHost>
{
    [Fact]
    public async Task Every_operation_has_a_summary_and_worked_examples()
    {
        JsonNode document = await host.Client.JsonAsync("/openapi/v1.json");
        Assert.Equal("LstmService", (string?)document["info"]!["title"]);
        List<string> lacking = [];
        foreach ((string path, JsonNode? operations) in document["paths"]!.AsObject())
            foreach ((string method, JsonNode? operation) in operations!.AsObject())
                lacking.AddRange(Lacks(operation!).Select(lack => $"{method} {path}: {lack}"));
        Assert.Empty(lacking);
    }

    [Fact]
    public async Task Every_route_is_in_the_document()
    {
        JsonNode document = await host.Client.JsonAsync("/openapi/v1.json");
        HashSet<string> paths = [.. document["paths"]!.AsObject().Select(path => path.Key.TrimEnd('/'))];
        string[] missing =
        [
            .. host.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
                .Where(endpoint => endpoint.Metadata.GetMetadata<IExcludeFromDescriptionMetadata>() is null)
                .Select(endpoint => "/" + endpoint.RoutePattern.RawText!.Trim('/').Replace("**", "", StringComparison.Ordinal))
                .Where(path => path != "/" && !path.StartsWith("/openapi", StringComparison.Ordinal) && !paths.Contains(path)),
        ];
        Assert.Empty(missing);
    }

    [Theory]
    [InlineData("/train")]
    [InlineData("/series/inspect")]
    [InlineData("/models/{model}/series")]
    public async Task An_upload_may_be_a_Parquet_file_and_a_form_has_a_file_to_choose(string path)
    {
        JsonNode document = await host.Client.JsonAsync("/openapi/v1.json");
        JsonNode content = document["paths"]![path]!["post"]!["requestBody"]!["content"]!;
        Assert.Equal("binary", (string?)Schema("application/vnd.apache.parquet")["format"]);
        JsonNode form = content["multipart/form-data"]!;
        Assert.Equal("binary", (string?)Schema("multipart/form-data")["properties"]!["file"]!["format"]);
        Assert.NotNull(form["example"]!["file"]);

        JsonNode Schema(string type) => document["components"]!["schemas"]![((string)content[type]!["schema"]!["$ref"]!).Split('/')[^1]]!;
    }

    [Theory]
    [InlineData("/train", true)]
    [InlineData("/series/inspect", true)]
    [InlineData("/series/preview", true)]
    [InlineData("/models/{model}/series", false)] // a training's are not taken there
    public async Task Whatever_may_be_said_beside_a_file_is_a_parameter(string path, bool ofTraining)
    {
        JsonNode document = await host.Client.JsonAsync("/openapi/v1.json");
        JsonArray parameters = document["paths"]![path]!["post"]!["parameters"]!.AsArray();
        IEnumerable<string> said = parameters.Select(parameter => (string?)parameter!["$ref"]).OfType<string>().Select(reference => reference.Split('/')[^1]);
        IReadOnlyList<string> taken = ofTraining ? CsvSettings.Allowed : TableSettings.Names;
        Assert.Equal(taken.Order(), said.Order());
        JsonObject shared = document["components"]!["parameters"]!.AsObject();
        Assert.All(taken, name => Assert.Equal(name, (string?)shared[name]!["name"]));
    }

    [Fact]
    public async Task The_page_that_shows_the_document_is_served()
    {
        using HttpResponseMessage page = await host.Client.GetAsync(new Uri("/swagger/index.html", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    private static IEnumerable<string> Lacks(JsonNode operation)
    {
        if (string.IsNullOrWhiteSpace((string?)operation["summary"])) yield return "no summary";
        if (string.IsNullOrWhiteSpace((string?)operation["operationId"])) yield return "no operationId";
        foreach ((string status, JsonNode? response) in operation["responses"]!.AsObject())
            if (status is not ("204" or "304") && Bare(response!)) yield return $"no example for {status}";
        if (operation["requestBody"] is { } body && Bare(body)) yield return "no request example";
    }

    private static bool Bare(JsonNode carrier) =>
        carrier["content"] is not JsonObject content || content.Any(media => media.Value!["example"] is null && media.Value["examples"] is null);
}

using System.Data.Common;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Problems;

public sealed class ProblemTests(ServiceHost host) : IClassFixture<ServiceHost>
{
    [Theory]
    [InlineData("GET", "/nothing", HttpStatusCode.NotFound)]
    [InlineData("GET", "/models/a/nothing", HttpStatusCode.NotFound)]
    [InlineData("PATCH", "/jobs", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/train", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/forecast", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/jobs?limit=0", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/jobs?limit=201", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/jobs?limit=ten", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/jobs?cursor=%00", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/jobs?cursor=bm90aGluZw", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/models?cursor=***", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/models/none/series/x?last=-1", HttpStatusCode.BadRequest)]
    [InlineData("GET", "/models/%F0%9F%98%80", HttpStatusCode.NotFound)]
    [InlineData("GET", "/models/none/versions/99999999999999999999", HttpStatusCode.NotFound)]
    public async Task Every_error_is_a_problem(string method, string path, HttpStatusCode status)
    {
        foreach (string accept in new[] { "*/*", "text/csv", "image/png" })
        {
            using HttpRequestMessage request = new(new HttpMethod(method), path) { Headers = { Accept = { new MediaTypeWithQualityHeaderValue(accept) } } };
            using HttpResponseMessage response = await host.Client.SendAsync(request);
            JsonNode problem = await response.ProblemAsync(status);
            Assert.NotNull(problem["traceId"]);
            Assert.NotNull(problem["detail"]);
        }
    }

    [Fact]
    public async Task A_model_whose_bytes_were_damaged_is_refused_with_the_reason()
    {
        await host.Client.TrainToTheEndAsync(Service.Upload("damaged", Service.QuickOptions, Service.Series("value")));
        using (DbConnection connection = host.Store.Open())
        using (DbCommand command = connection.CreateCommand())
        {
            command.CommandText = "update artefacts set content = zeroblob(length(content)) where model = 'damaged'";
            Assert.Equal(1, command.ExecuteNonQuery());
        }
        using HttpResponseMessage response = await host.Client.GetAsync(new Uri("/forecast?model=damaged", UriKind.Relative));
        JsonNode problem = await response.ProblemAsync(HttpStatusCode.InternalServerError);
        Assert.Contains("do not start as a model does", (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Equal("urn:lstmservice:problem:damaged", (string)problem["type"]!);
    }

    [Fact]
    public async Task A_model_on_its_way_is_not_found_yet_and_names_its_job()
    {
        JsonNode accepted = await host.Client.TrainAsync(Service.Upload("late", Service.SlowOptions, Service.Series("value")));
        using HttpResponseMessage response = await host.Client.GetAsync(new Uri("/forecast?model=late", UriKind.Relative));
        JsonNode problem = await response.ProblemAsync(HttpStatusCode.NotFound);
        Assert.Contains((string)accepted["id"]!, (string)problem["detail"]!, StringComparison.Ordinal);
        await host.Client.DeleteAsync(new Uri($"/jobs/{accepted["id"]}", UriKind.Relative));
    }
}

using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Dapper;
using LstmService.Api.Telemetry;
using LstmService.Api.Tests.Faults;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Telemetry;

[Collection(AloneOnTheMachine.Name)] // a meter counts what every host of the process does
public sealed partial class MetricsTests
{
    [Fact]
    public async Task What_the_service_did_is_scraped()
    {
        using ServiceHost host = new();
        await UseAsync(host.Client);
        Scrape scrape = await Scrape.OfAsync(host.Client);
        Assert.Equal(1, scrape.Sum("lstmservice_training_duration_seconds_count", ("lstmservice_training_outcome", "succeeded")));
        Assert.True(scrape.Sum("lstmservice_training_epoch_total") >= 2);
        Assert.Equal(0, scrape.Sum("lstmservice_training_active"));
        Assert.Equal(0, scrape.Sum("lstmservice_job_unfinished"));
        Assert.Equal(0, scrape.Sum("lstmservice_job_wait_seconds"));
        Assert.Equal(1, scrape.Sum("lstmservice_cache_lookup_total", ("lstmservice_cache_name", "answer"), ("lstmservice_cache_result", "hit")));
        Assert.Equal(1, scrape.Sum("lstmservice_cache_lookup_total", ("lstmservice_cache_name", "answer"), ("lstmservice_cache_result", "miss")));
        Assert.Equal(1, scrape.Sum("lstmservice_cache_lookup_total", ("lstmservice_cache_name", "model"), ("lstmservice_cache_result", "miss")));
        Assert.Equal(1, scrape.Sum("lstmservice_model_load_duration_seconds_count"));
        Assert.True(scrape.Sum("lstmservice_forecast_duration_seconds_count", ("lstmservice_model_kind", "values")) >= 1);
        Assert.True(scrape.Sum("http_server_request_duration_seconds_count", ("http_response_status_code", "202")) >= 1);
        Assert.True(scrape.Sum("lstmservice_model_live_error", ("lstmservice_model", "shop"), ("lstmservice_tenant", "default")) > 0);
    }

    [Fact]
    public async Task A_job_that_waits_is_counted_with_its_wait()
    {
        using ServiceHost host = new();
        string running = (string)(await host.Client.TrainAsync(Service.Upload("slow", Service.SlowOptions, Service.Series("value"))))["id"]!;
        await host.Client.WaitForAsync(running, "running");
        await host.Client.TrainAsync(Service.Upload("next", Service.QuickOptions, Service.Series("value")));
        Scrape scrape = await Scrape.OfAsync(host.Client);
        Assert.Equal(1, scrape.Sum("lstmservice_job_unfinished", ("lstmservice_job_state", "queued")));
        Assert.Equal(1, scrape.Sum("lstmservice_job_unfinished", ("lstmservice_job_state", "running")));
        Assert.Equal(1, scrape.Sum("lstmservice_training_active"));
        Assert.True(scrape.Sum("lstmservice_job_wait_seconds") > 0);
    }

    [Fact]
    public async Task A_worker_is_scraped_too()
    {
        using TestStore store = new(StoreKind.PostgreSql);
        using ServiceHost worker = ServiceHost.On(store, ("Role", "worker"));
        Scrape scrape = await Scrape.OfAsync(worker.Client);
        Assert.Equal(0, scrape.Sum("lstmservice_training_active"));
        Assert.Equal(0, scrape.Sum("lstmservice_job_unfinished", ("lstmservice_job_state", "queued")));
    }

    [Theory]
    [InlineData(StoreKind.Sqlite)]
    [InlineData(StoreKind.PostgreSql)]
    public async Task However_many_models_there_are_so_many_show_their_errors_and_no_more(StoreKind kind)
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        for (int i = 0; i < StoreFigures.MostModels + 10; i++) AddMeasured(store, $"m{i}", ratio: i);
        StoreFigures figures = new(store.Database, TimeProvider.System);
        double[] errors = [.. figures.LiveError().Select(measured => measured.Value)];
        Assert.Equal(Enumerable.Range(10, StoreFigures.MostModels).Reverse().Select(ratio => (double)ratio), errors);
    }

    [Fact]
    public async Task Every_metric_and_label_that_the_dashboard_and_the_alerts_name_is_in_a_scrape()
    {
        using TemporaryDirectory directory = new();
        using ServiceProcess service = await ServiceProcess.StartAsync(directory.FullPath); // Kestrel's own metrics need Kestrel
        await UseAsync(service.Client);
        Scrape scrape = await Scrape.OfAsync(service.Client);
        // What Prometheus adds to a scrape.
        HashSet<string> known = [.. scrape.Samples.Select(sample => sample.Name), "up"];
        HashSet<string> labels = [.. scrape.Samples.SelectMany(sample => sample.Labels.Keys), "job", "instance"];
        string[] expressions = [.. Dashboard(), .. Alerts()];
        Assert.True(expressions.Length > 20);
        Assert.Empty(expressions.SelectMany(MetricsOf).Except(known));
        Assert.Empty(expressions.SelectMany(LabelsOf).Except(labels));
        Assert.All(expressions, expression => Assert.NotEmpty(MetricsOf(expression)));
    }

    /// <summary>Trains, forecasts, forecasts again and appends.</summary>
    private static async Task UseAsync(HttpClient client)
    {
        await client.TrainToTheEndAsync(Service.Upload("shop", Service.QuickOptions, Service.Series("value")));
        for (int i = 0; i < 2; i++) await client.JsonAsync("/forecast?model=shop");
        using HttpContent points = new StringContent("""{"series": [{"timestamps": ["2005-01-01"], "values": [170]}]}""", null, "application/json");
        using HttpResponseMessage appended = await client.PostAsync(new Uri("/models/shop/series", UriKind.Relative), points);
        Assert.True(appended.IsSuccessStatusCode, await appended.Content.ReadAsStringAsync());
    }

    private static void AddMeasured(Store store, string model, double ratio) => store.Database.Write(connection => connection.Execute(
        """
        insert into models (tenant, model, created_at, champion) values ('default', @model, 0, 1);
        insert into versions (tenant, model, version, run, created_at, revision, frequency, horizon, evaluation, composition, choices, levels, options, point, note)
        values ('default', @model, 1, @model, 0, 1, 'P1M', 3, '{}', '{}', '[]', '[]', '{}', 'median', '');
        insert into live_errors (tenant, model, version, revision, points, error, expected, covered) values
          ('default', @model, 1, 2, 3, 1000, 1, 0), ('default', @model, 1, 3, 2, @ratio, 2, 1), ('default', @model, 1, 4, 2, @ratio, 0, 1);
        """, new { model, ratio }));

    private static IEnumerable<string> Dashboard()
    {
        JsonNode dashboard = JsonNode.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy", "grafana", "lstmservice.json")))!;
        return dashboard["panels"]!.AsArray().SelectMany(panel => panel!["targets"]!.AsArray()).Select(target => (string)target!["expr"]!);
    }

    private static IEnumerable<string> Alerts() => File.ReadLines(Path.Combine(Repository.Root, "deploy", "prometheus", "alerts.yaml"))
        .Select(line => Expression().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value);

    private static IEnumerable<string> MetricsOf(string expression) =>
        Word().Matches(Grouping().Replace(Braces().Replace(expression, ""), "")).Select(match => match.Value).Except(PromQl);

    private static IEnumerable<string> LabelsOf(string expression) =>
        Braces().Matches(expression).SelectMany(braces => LabelName().Matches(braces.Value)).Select(match => match.Groups[1].Value)
            .Concat(Grouping().Matches(expression).SelectMany(group => group.Groups[1].Value.Split(',', StringSplitOptions.TrimEntries))).Except(["le"]);

    private static readonly string[] PromQl = ["sum", "max", "rate", "increase", "histogram_quantile", "count", "unless", "and", "e"];

    [GeneratedRegex(@"^\s+expr: (.+)$")]
    private static partial Regex Expression();

    [GeneratedRegex(@"\{[^}]*\}|\[[^\]]*\]")]
    private static partial Regex Braces();

    [GeneratedRegex(@"\bby \(([^)]*)\)")]
    private static partial Regex Grouping();

    [GeneratedRegex(@"(?<![\w.])[a-z_][a-z0-9_]*")]
    private static partial Regex Word();

    [GeneratedRegex(@"([a-z_]+)(?:=~|=|!=|!~)")]
    private static partial Regex LabelName();
}

using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;
using Microsoft.Data.Sqlite;

namespace LstmService.Api.Tests.Faults;

/// <summary>A real process, a real kill -9: a long training goes on from its last checkpoint.</summary>
[Collection(AloneOnTheMachine.Name)]
public sealed class ResumeTests
{
    private const int Epoch = 1_500; // several seconds of training, while the first progress shows within one

    private static JsonObject LongTraining => Service.Upload("long", LongOptions, Service.Series("value"));

    private static JsonObject LongOptions => new() { ["members"] = 2, ["epochs"] = 10_000, ["hidden"] = 16, ["patience"] = 0 };

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_killed_training_goes_on_past_the_epoch_of_its_checkpoint_and_is_given_as_many_deaths_as_it_needs(bool ofSymbols)
    {
        using TemporaryDirectory directory = new();
        string id = await TrainUntilSavedAsync(directory, ofSymbols ? LongTrainingOfSymbols() : LongTraining);
        Assert.Equal(0, Scalar(directory, "select deaths from runs"));

        using ServiceProcess next = await ServiceProcess.StartAsync(directory.FullPath, "--LstmService:CheckpointSeconds=1");
        JsonNode job = await SecondAttemptAsync(next.Client, id);
        Assert.Equal(2, (int)job["attempt"]!);
        Assert.True((int)job["progress"]!["epoch"]! > Epoch, job.ToJsonString());

        using HttpResponseMessage cancelled = await next.Client.DeleteAsync(new Uri($"/jobs/{id}", UriKind.Relative));
        await next.Client.WaitForAsync(id, "cancelled");
        Assert.Equal(0, Scalar(directory, "select count(*) from run_checkpoints"));
    }

    [Fact]
    public async Task A_checkpoint_that_is_none_of_this_training_is_left_alone_and_logged()
    {
        using TemporaryDirectory directory = new();
        string id = await TrainUntilSavedAsync(directory, LongTraining);
        Scalar(directory, "update run_checkpoints set content = x'00' returning 0");

        using ServiceProcess next = await ServiceProcess.StartAsync(directory.FullPath, "--LstmService:CheckpointSeconds=600");
        JsonNode job = await SecondAttemptAsync(next.Client, id);
        Assert.True((int)job["progress"]!["epoch"]! < Epoch, job.ToJsonString());
        Assert.Contains("the kept state is damaged: the training begins anew", next.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_killed_search_goes_on_with_the_points_it_had_not_finished()
    {
        const int Reached = 3, Epochs = 4_000; // seconds for each point, so that a checkpoint falls into the one reached
        string[] settings = ["--LstmService:CheckpointSeconds=1", "--LstmService:TrainingCores=1"]; // points one after another
        using TemporaryDirectory directory = new();
        using CancellationTokenSource patience = new(Patience);
        JsonObject body = Service.Upload("searched", new() { ["members"] = 1, ["epochs"] = Epochs, ["hidden"] = 32, ["patience"] = 0 }, Service.Series("value"));
        body["search"] = JsonNode.Parse("""{ "space": { "learningRate": [0.001, 0.002, 0.003, 0.004] } }""");
        string id;
        using (ServiceProcess service = await ServiceProcess.StartAsync(directory.FullPath, settings))
        {
            id = (string)(await service.Client.TrainAsync(body))["id"]!;
            await UntilAsync(service.Client, id, job => (int?)job["progress"]?["point"] >= Reached, patience.Token);
            await UntilSavedAsync(directory, patience.Token);
            service.Kill();
        }

        using ServiceProcess next = await ServiceProcess.StartAsync(directory.FullPath, settings);
        HashSet<int> points = [];
        JsonNode job;
        do
        {
            job = await next.Client.JsonAsync($"/jobs/{id}");
            if ((int?)job["progress"]?["point"] is { } point) points.Add(point);
        }
        while ((string?)job["state"] is "queued" or "running");
        Assert.Equal(("succeeded", 2), ((string?)job["state"], (int)job["attempt"]!));
        Assert.DoesNotContain(points, point => point < Reached);
        JsonNode search = job["result"]!["search"]!;
        Assert.Equal([1, 2, 3, 4], search["points"]!.AsArray().Select(point => (int)point!["number"]!));
        Assert.All(search["points"]!.AsArray(), point => Assert.Equal(("finished", Epochs), ((string?)point!["state"], (int)point["epochs"]!)));
    }

    private static JsonObject LongTrainingOfSymbols()
    {
        JsonObject upload = Service.Upload("long", LongOptions, new JsonObject { ["values"] = new JsonArray([.. Enumerable.Range(0, 60).Select(i => (JsonNode)"abca"[i % 4].ToString())]) });
        upload["kind"] = "symbols";
        return upload;
    }

    /// <summary>The job once another attempt has told of an epoch: until it is found dead, it stands as its first attempt left it.</summary>
    private static async Task<JsonNode> SecondAttemptAsync(HttpClient client, string id)
    {
        using CancellationTokenSource patience = new(Patience);
        return await UntilAsync(client, id, job => (int)job["attempt"]! > 1 && (int?)job["progress"]?["epoch"] > 0, patience.Token);
    }

    /// <summary>A training that was killed after it saved more than <see cref="Epoch"/> epochs.</summary>
    private static async Task<string> TrainUntilSavedAsync(TemporaryDirectory directory, JsonObject training)
    {
        using CancellationTokenSource patience = new(Patience);
        using ServiceProcess service = await ServiceProcess.StartAsync(directory.FullPath, "--LstmService:CheckpointSeconds=1");
        string id = (string)(await service.Client.TrainAsync(training))["id"]!;
        await UntilAsync(service.Client, id, job => (int?)job["progress"]?["epoch"] > 2 * Epoch, patience.Token);
        await UntilSavedAsync(directory, patience.Token);
        service.Kill();
        return id;
    }

    /// <summary>The job as soon as this is so; it must go on until then.</summary>
    private static async Task<JsonNode> UntilAsync(HttpClient client, string id, Predicate<JsonNode> isSo, CancellationToken patience)
    {
        while (true)
        {
            JsonNode job = await client.JsonAsync($"/jobs/{id}");
            Assert.True((string?)job["state"] is "queued" or "running" && !patience.IsCancellationRequested, job.ToJsonString());
            if (isSo(job)) return job;
            await Task.Delay(20, CancellationToken.None);
        }
    }

    /// <summary>Waits for a checkpoint that is newer than now.</summary>
    private static async Task UntilSavedAsync(TemporaryDirectory directory, CancellationToken patience)
    {
        long seen = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
        while (Scalar(directory, "select coalesce(max(created_at), 0) from run_checkpoints") <= seen) await Task.Delay(20, patience);
    }

    private static long Scalar(TemporaryDirectory directory, string sql)
    {
        using SqliteConnection connection = new($"Data Source={directory.DatabaseFile};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}

namespace LstmService.Api.Tests.Fuzzing;

/// <summary>The fuzzer at a small count; <c>Benchmarks -- fuzz</c> runs it at a large one.</summary>
public sealed class FuzzTests
{
    private const int Requests = 2_000, Seed = 1;

    [Fact]
    public async Task Whatever_is_sent_is_answered_as_the_document_says_and_changes_nothing_that_it_should_not()
    {
        FuzzReport report = await FuzzRun.RunAsync(Requests, Seed);
        Assert.Equal(Requests, report.Statuses.Values.Sum());
        Assert.True(report.Statuses.GetValueOrDefault(200) > 50, "some requests must be right, or nothing behind the first check is reached");
        Assert.True(report.Statuses.GetValueOrDefault(202) > 5);
        Assert.True(report.Statuses.GetValueOrDefault(400) > 200);
    }
}

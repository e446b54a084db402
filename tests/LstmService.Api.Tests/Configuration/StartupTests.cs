using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Configuration;

public sealed class StartupTests
{
    [Fact]
    public async Task Every_setting_that_cannot_be_used_is_listed_at_once()
    {
        using TemporaryDirectory directory = new();
        string output = await ServiceProcess.RefusesAsync(
            directory.FullPath, "--LstmService:TrainingCores=0", "--LstmService:MaxAttempts=-1", "--LstmService:MaxUploadBytes=1");
        Assert.Contains("LstmService:TrainingCores must be 1..1024, was 0", output, StringComparison.Ordinal);
        Assert.Contains("LstmService:MaxAttempts must be 1..1000000, was -1", output, StringComparison.Ordinal);
        Assert.Contains("LstmService:MaxUploadBytes must be", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_setting_of_the_wrong_type_is_named()
    {
        using TemporaryDirectory directory = new();
        string output = await ServiceProcess.RefusesAsync(directory.FullPath, "--LstmService:TrainingCores=many");
        Assert.Contains("LstmService:TrainingCores", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_process_on_one_data_directory_is_refused()
    {
        using TemporaryDirectory directory = new();
        using ServiceProcess first = await ServiceProcess.StartAsync(directory.FullPath);
        string output = await ServiceProcess.RefusesAsync(directory.FullPath);
        Assert.Contains($"the data directory {directory.FullPath} is in use by another process", output, StringComparison.Ordinal);
        Assert.Equal("healthy", (string?)(await first.Client.ReadyAsync())["status"]);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_named()
    {
        using TemporaryDirectory directory = new();
        await File.WriteAllTextAsync(directory.DatabaseFile, "this is not a database, and long enough to be read as a header of one");
        string output = await ServiceProcess.RefusesAsync(directory.FullPath);
        Assert.Contains(directory.DatabaseFile, output, StringComparison.Ordinal);
    }
}

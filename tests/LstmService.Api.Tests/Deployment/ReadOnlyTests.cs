using System.Globalization;
using System.Net;
using System.Text;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Deployment;

/// <summary>As deploy's files have it run: everything read-only but its data directory and an empty /tmp, and without capabilities.</summary>
public sealed class ReadOnlyTests
{
    private const int Rows = 100_000; // beyond what an upload may hold in memory

    [Fact]
    public async Task It_serves_trains_and_starts_again_where_it_may_write_only_to_its_data_directory()
    {
        using TemporaryDirectory directory = new();
        string forecast;
        using (ServiceProcess service = await ServiceProcess.StartReadOnlyAsync(directory.FullPath))
        {
            using StringContent file = new(LargeFile(), Encoding.UTF8, "text/csv");
            using HttpResponseMessage inspected = await service.Client.PostAsync(new Uri("/series/inspect", UriKind.Relative), file);
            Assert.True(inspected.StatusCode == HttpStatusCode.OK, await inspected.Content.ReadAsStringAsync());
            await service.Client.TrainToTheEndAsync(Service.Upload("sales", Service.QuickOptions, Service.Series("value")));
            forecast = (await service.Client.JsonAsync("/forecast?model=sales")).ToJsonString();
            foreach (string path in (string[])["/", "/swagger/index.html", "/openapi/v1.json", "/metrics"])
                Assert.NotEmpty(await service.Client.GetStringAsync(new Uri(path, UriKind.Relative)));
            Assert.All(service.FilesOpenForWriting, path => Assert.StartsWith(directory.FullPath + "/", path, StringComparison.Ordinal));
            Assert.Equal(0, await service.TerminateAsync(TimeSpan.FromSeconds(30)));
            Assert.DoesNotMatch(" (WRN|ERR|FTL) ", service.Output);
        }
        using ServiceProcess again = await ServiceProcess.StartReadOnlyAsync(directory.FullPath);
        Assert.Equal(forecast, (await again.Client.JsonAsync("/forecast?model=sales")).ToJsonString());
    }

    [Fact]
    public async Task Where_even_the_data_directory_is_read_only_it_says_so()
    {
        using TemporaryDirectory other = new();
        string output = await ServiceProcess.RefusesReadOnlyAsync(other.FullPath, "/lstmservice-data");
        Assert.Contains("the data directory /lstmservice-data cannot be used: Read-only file system", output, StringComparison.Ordinal);
    }

    private static string LargeFile()
    {
        StringBuilder file = new("timestamp,value\n");
        DateTime start = new(2000, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (int i = 0; i < Rows; i++) file.Append(CultureInfo.InvariantCulture, $"{start.AddHours(i):s},{i % 24}\n");
        return file.ToString();
    }
}

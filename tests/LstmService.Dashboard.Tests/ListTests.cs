using System.Diagnostics;
using System.Globalization;
using LstmService.Api.Tests.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace LstmService.Dashboard.Tests;

/// <summary>Lists of a thousand entries, in a real database, are searched and read on in a real browser.</summary>
[Collection(OneService.Name)]
public sealed class ListTests(DashboardFixture dashboard, ITestOutputHelper output)
{
    private const int Entries = 1000, APage = 50;

    [Fact]
    public async Task A_thousand_models_and_jobs_are_searched_by_name_and_shown_a_page_at_a_time()
    {
        using TemporaryDirectory directory = new();
        using (ServiceProcess first = await ServiceProcess.StartAsync(directory.FullPath))
        {
            await first.Client.TrainToTheEndAsync(Service.Upload("first", Service.QuickOptions, Service.Series("a", 12)));
            await first.TerminateAsync(TimeSpan.FromSeconds(60));
        }
        await CrowdAsync(Path.Combine(directory.FullPath, "lstmservice.db"));
        using ServiceProcess crowded = await ServiceProcess.StartAsync(directory.FullPath);
        foreach (string list in (string[])["models", "jobs"])
        {
            await using Visit visit = await dashboard.VisitAsync($"#/{list}", service: crowded.Client.BaseAddress);
            await visit.SeesAsync($"{APage} shown");
            ILocator rows = visit.Page.Locator("tbody tr"), search = visit.Page.GetByLabel($"Search {list} by name");
            await visit.Button("Show more").ClickAsync();
            await visit.SeesAsync($"{2 * APage} shown");
            Stopwatch watch = Stopwatch.StartNew();
            for (int shown = 3 * APage; shown <= Entries; shown += APage)
            {
                await visit.Button("Show more").ClickAsync();
                await visit.SeesAsync(string.Create(CultureInfo.InvariantCulture, $"{shown:N0} shown"));
            }
            Assert.Equal(Entries, await rows.CountAsync());
            Assert.False(await visit.Button("Show more").IsVisibleAsync());
            long grown = watch.ElapsedMilliseconds;
            watch.Restart();
            await search.FillAsync("D-0777");
            await visit.SeesAsync("1 shown, all there are");
            output.WriteLine($"{list}: {(grown + 0.0) / (Entries / APage - 2):0} ms a page of {APage}, {watch.ElapsedMilliseconds} ms a search");
            Assert.Equal("crowd-0777", await rows.Locator("th").InnerTextAsync());
            await search.FillAsync("nobody");
            await visit.SeesAsync("Nothing is called “nobody”.");
            visit.AssertClean();
        }
    }

    /// <summary>Copies the one model, with all that belongs to it in a list, until there are a thousand.</summary>
    private static async Task CrowdAsync(string file)
    {
        await using SqliteConnection connection = new($"Data Source={file};Pooling=False");
        await connection.OpenAsync();
        foreach (string table in (string[])["models", "runs", "versions", "artefacts"])
        {
            List<string> columns = [];
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = $"select name from pragma_table_info('{table}')";
            await using (SqliteDataReader reader = await command.ExecuteReaderAsync())
                while (await reader.ReadAsync()) columns.Add(reader.GetString(0));
            command.CommandText =
                $"""
                with recursive numbers(n) as (select 1 union all select n + 1 from numbers where n < {Entries - 1})
                insert into {table} ({string.Join(", ", columns)})
                select {string.Join(", ", columns.Select(column => column switch
                {
                    "model" => "'crowd-' || printf('%04d', n)",
                    "id" or "run" => $"substr({column}, 1, 32) || printf('%04x', n)", // the end of a UUID
                    _ => column,
                }))} from {table}, numbers where model = 'first'
                """;
            await command.ExecuteNonQueryAsync();
        }
    }
}

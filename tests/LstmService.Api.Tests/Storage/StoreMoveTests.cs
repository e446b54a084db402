using LstmService.Api.Configuration;
using LstmService.Api.Storage;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Storage;

/// <summary>From the embedded store to the shared one.</summary>
public sealed class StoreMoveTests : IDisposable
{
    private static readonly string[] Questions =
    [
        "/forecast?model=air-passengers&horizon=3", "/forecast?model=weather&horizon=3", "/forecast?model=shop&horizon=3",
        "/models/shop", "/models/shop/schedule", "/models/shop/versions/1/backtest?series=a", "/models/shop/series/a",
    ];

    private readonly TestStore _embedded = new(StoreKind.Sqlite), _shared = new(StoreKind.PostgreSql);

    public void Dispose()
    {
        _embedded.Dispose();
        _shared.Dispose();
    }

    [Fact]
    public async Task Everything_is_answered_as_before_and_what_was_unfinished_is_finished()
    {
        File.Copy(Path.Combine(Repository.Root, "tests", "LstmService.Api.Tests", "Storage", "Previous", "13.db"), _embedded.Directory.DatabaseFile);
        string waiting = _embedded.Scalar<string>("select id from runs where model = 'waiting'");
        Dictionary<string, string> before = [];
        using (ServiceHost host = ServiceHost.On(_embedded))
        {
            await host.Client.WaitForAsync(waiting, "succeeded");
            foreach (string question in Questions) before[question] = await AskAsync(host, question);
        }
        string late;
        using (Store store = await Store.OpenAsync(_embedded)) late = store.AddQueued("late").Id;

        IReadOnlyList<(string Table, long Rows)> moved = await MoveAsync();
        Assert.Contains(("models", 5L), moved);
        using ServiceHost after = ServiceHost.On(_shared);
        foreach (string question in Questions) Assert.Equal(before[question], await AskAsync(after, question));
        await after.Client.WaitForAsync(late, "succeeded");
        Assert.Equal(_embedded.Scalar<long>("select count(*) from run_states"), moved.Single(table => table.Table == "run_states").Rows);
    }

    [Fact]
    public async Task A_database_that_is_not_empty_is_refused_and_left_alone()
    {
        using (Store store = await Store.OpenAsync(_embedded)) store.AddQueued("mine");
        using (Store store = await Store.OpenAsync(_shared)) store.AddQueued("theirs");
        StartupFailure refused = await Assert.ThrowsAsync<StartupFailure>(MoveAsync);
        Assert.Contains("must be empty", refused.Message, StringComparison.Ordinal);
        Assert.Equal("theirs", _shared.Scalar<string>("select model from models"));
    }

    [Fact]
    public async Task A_text_that_the_shared_store_cannot_hold_moves_nothing()
    {
        using (Store store = await Store.OpenAsync(_embedded))
        {
            store.AddQueued("first");
            store.Database.Write(connection => Dapper.SqlMapper.Execute(connection, "update runs set note = 'a' || char(0) || 'b'"));
        }
        StartupFailure refused = await Assert.ThrowsAsync<StartupFailure>(MoveAsync);
        Assert.Contains("table runs was refused, a text in it", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, _shared.Scalar<long>("select count(*) from models"));
    }

    private async Task<IReadOnlyList<(string Table, long Rows)>> MoveAsync()
    {
        using Store from = await Store.OpenAsync(_embedded), to = await Store.OpenAsync(_shared);
        return new StoreMove((SqliteDialect)from.Dialect, (PostgreSqlDialect)to.Dialect).Run();
    }

    private static Task<string> AskAsync(ServiceHost host, string question) => host.Client.GetStringAsync(new Uri(question, UriKind.Relative));
}

using System.Data.Common;
using Dapper;
using LstmService.Api.Storage;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Storage;

public abstract class DatabaseTests(StoreKind kind)
{
    [Fact]
    public async Task A_write_that_fails_takes_nothing_with_it_of_those_it_shares_a_commit_with()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        List<Signal> heard = [];
        store.Signals.Listen("test", heard.Add);
        Task<int>[] writes = Together(store, 9, i => connection =>
        {
            Add(connection, $"m{i}");
            store.Database.Raise(new Signal("test", Store.Tenant, $"m{i}"));
            return i % 3 == 0 ? throw new InvalidOperationException($"write {i}") : i;
        });
        await Task.WhenAll(writes.Select(write => write.ContinueWith(_ => { }, TaskScheduler.Default)));

        Assert.Equal([0, 3, 6], Enumerable.Range(0, 9).Where(i => writes[i].IsFaulted));
        string[] kept = ["m1", "m2", "m4", "m5", "m7", "m8"];
        Assert.Equal(kept, store.Database.Read(connection => connection.Query<string>("select model from models order by model")));
        Assert.Equal(kept, heard.Select(signal => signal.Key).Order());
    }

    [Fact]
    public async Task A_write_sees_those_before_it_also_those_of_other_nodes()
    {
        using TestStore own = new(kind);
        using Store one = await Store.OpenAsync(own);
        using Store? two = kind == StoreKind.PostgreSql ? await Store.OpenAsync(own) : null;
        one.Database.Write(connection => Add(connection, "counted"));
        // Reading, then writing what was read: alone this counts right, side by side it would lose some.
        static int Count(DbConnection connection)
        {
            long seen = connection.ExecuteScalar<long>("select revisions from models");
            return connection.Execute("update models set revisions = @next", new { next = seen + 1 });
        }
        await Task.WhenAll([.. Together(one, 50, _ => Count), .. Together(two ?? one, 50, _ => Count)]);
        Assert.Equal(100, one.Scalar<long>("select revisions from models"));
    }

    [Fact]
    public async Task Names_sort_by_their_bytes()
    {
        using TestStore own = new(kind);
        using Store store = await Store.OpenAsync(own);
        string[] names = ["a", "A", "ä", "b", "_", "-", "a b"];
        store.Database.Write(connection => names.Sum(name => Add(connection, name)));
        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            store.Database.Read(connection => connection.Query<string>("select model from models order by model")));
    }

    protected static int Add(DbConnection connection, string model) => connection.Execute(
        "insert into models (tenant, model, created_at) values (@Tenant, @model, 0)", new { Store.Tenant, model });

    private static Task<int>[] Together(Store store, int count, Func<int, Func<DbConnection, int>> write) =>
        [.. Enumerable.Range(0, count).Select(i => Task.Run(() => store.Database.WriteAsync(write(i), default)))];
}

public sealed class DatabaseTestsOnSqlite() : DatabaseTests(StoreKind.Sqlite);

public sealed class DatabaseTestsOnPostgreSql() : DatabaseTests(StoreKind.PostgreSql)
{
    [Fact]
    public async Task What_one_node_raises_another_hears()
    {
        using TestStore own = new(StoreKind.PostgreSql);
        using ServiceHost host = ServiceHost.On(own, ("Role", "api"));
        TaskCompletionSource<Signal> heard = new();
        host.Get<Signals>().Listen("test", signal => heard.TrySetResult(signal));
        using Store other = await Store.OpenAsync(own);
        Signal signal = new("test", Store.Tenant, "a key with spaces");
        for (int i = 0; i < 300 && !heard.Task.IsCompleted; i++) // the listener connects a moment after the start
        {
            other.Database.Write(_ =>
            {
                other.Database.Raise(signal);
                return true;
            });
            await Task.WhenAny(heard.Task, Task.Delay(100));
        }
        Assert.True(heard.Task.IsCompleted, "nothing was heard");
        Assert.Equal(signal, await heard.Task);
    }

    [Fact]
    public async Task A_node_that_stops_inside_its_turn_is_put_out_of_it()
    {
        using TestStore own = new(StoreKind.PostgreSql);
        using Store one = await Store.OpenAsync(own), two = await Store.OpenAsync(own);
        using DbConnection stopped = one.Dialect.Open();
        using DbTransaction turn = stopped.BeginTransaction();
        one.Dialect.AwaitTurn(stopped);
        Assert.Equal(1, await Task.Run(() => two.Database.Write(connection => Add(connection, "shop"))).WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.ThrowsAny<DbException>(turn.Commit);
    }

    [Fact]
    public async Task Nodes_that_start_at_once_bring_the_schema_up_to_date_in_turn()
    {
        using TestStore own = new(StoreKind.PostgreSql);
        Store[] stores = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Store.OpenAsync(own))));
        Assert.Equal(
            stores[0].Scalar<long>("select count(distinct scriptname) from schemaversions"),
            stores[0].Scalar<long>("select count(*) from schemaversions"));
        foreach (Store store in stores) store.Dispose();
    }
}

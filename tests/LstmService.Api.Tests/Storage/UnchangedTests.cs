using Dapper;
using LstmService.Api.Storage;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Storage;

public sealed class UnchangedTests
{
    [Fact]
    public async Task What_was_read_stands_until_the_next_write_and_no_longer()
    {
        using TestStore own = new(StoreKind.Sqlite);
        using Store store = await Store.OpenAsync(own);
        Unchanged unchanged = new(store.Database);
        int reads = 0;
        Assert.Equal(0, Count());
        Assert.Equal(0, Count());
        Assert.Equal(1, reads);
        Add(store, "a");
        Assert.Equal(1, Count());
        Assert.Equal(1, Count());
        Assert.Equal(2, reads);
        Assert.Throws<InvalidOperationException>(() => store.Database.Write<int>(_ => throw new InvalidOperationException("a write that fails")));
        Assert.Equal(1, Count());
        Assert.Equal(3, reads);

        long Count() => unchanged.GetOrRead("models".Length, _ =>
        {
            reads++;
            return store.Scalar<long>("select count(*) from models");
        });
    }

    [Fact]
    public async Task What_is_not_there_is_not_remembered()
    {
        using TestStore own = new(StoreKind.Sqlite);
        using Store store = await Store.OpenAsync(own);
        Unchanged unchanged = new(store.Database);
        int reads = 0;
        for (int i = 0; i < 3; i++)
        {
            Assert.Null(unchanged.GetOrRead(1, _ =>
            {
                reads++;
                return (string?)null;
            }));
        }
        Assert.Equal(3, reads);
    }

    [Fact]
    public async Task Where_other_nodes_write_everything_is_read()
    {
        using TestStore own = new(StoreKind.PostgreSql);
        using Store store = await Store.OpenAsync(own);
        Unchanged unchanged = new(store.Database);
        int reads = 0;
        for (int i = 0; i < 3; i++) unchanged.GetOrRead(0, _ => ++reads);
        Assert.Equal(3, reads);
    }

    [Fact]
    public async Task Readers_beside_writers_never_see_less_than_was_written_before_they_asked()
    {
        using TestStore own = new(StoreKind.Sqlite);
        using Store store = await Store.OpenAsync(own);
        Unchanged unchanged = new(store.Database);
        long written = 0;
        using CancellationTokenSource end = new();
        Task writer = Task.Run(() =>
        {
            for (int i = 0; i < 200; i++)
            {
                Add(store, $"m{i}");
                Interlocked.Increment(ref written);
            }
            end.Cancel();
        });
        Task[] readers = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (!end.IsCancellationRequested)
            {
                long least = Interlocked.Read(ref written);
                Assert.True(unchanged.GetOrRead(0, _ => store.Scalar<long>("select count(*) from models")) >= least);
            }
        }))];
        await Task.WhenAll([writer, .. readers]);
    }

    private static void Add(Store store, string model) => store.Database.Write(connection => connection.Execute(
        "insert into models (tenant, model, created_at) values ('default', @model, 0)", new { model }));
}

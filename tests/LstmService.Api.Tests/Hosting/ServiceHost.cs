using LstmService.Api.Tests.Contract;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace LstmService.Api.Tests.Hosting;

/// <summary>The whole service in this process, on a store of its own, with a real database.</summary>
public sealed class ServiceHost : IDisposable
{
    private readonly TestStore? _own;
    private readonly WebApplicationFactory<Program> _factory;

    public ServiceHost() : this(StoreKind.Sqlite)
    {
    }

    internal ServiceHost(StoreKind kind) : this(new TestStore(kind), [])
    {
        _own = Store;
    }

    private ServiceHost(TestStore store, (string Name, string Value)[] settings, TimeProvider? clock = null)
    {
        Store = store;
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            foreach ((string name, string value) in Store.Settings.Concat(settings)) builder.UseSetting($"LstmService:{name}", value);
            if (clock is not null) builder.ConfigureTestServices(services => services.AddSingleton(clock));
        });
        Client = _factory.CreateDefaultClient(new ContractCheck());
    }

    public TestStore Store { get; }

    public TemporaryDirectory Directory => Store.Directory;

    public HttpClient Client { get; }

    /// <summary>On a store that outlives it, with settings of its own.</summary>
    public static ServiceHost On(TestStore store, params (string Name, string Value)[] settings) => new(store, settings);

    /// <summary>The same, by a clock of its own.</summary>
    public static ServiceHost On(TestStore store, TimeProvider clock, params (string Name, string Value)[] settings) =>
        new(store, settings, clock);

    /// <summary>A client that sends a key with every request.</summary>
    public HttpClient ClientWith(string key)
    {
        HttpClient client = _factory.CreateDefaultClient(new ContractCheck());
        client.DefaultRequestHeaders.Authorization = new("Bearer", key);
        return client;
    }

    public T Get<T>() where T : notnull => _factory.Services.GetRequiredService<T>();

    public void Dispose()
    {
        Client.Dispose();
        _factory.Dispose();
        _own?.Dispose();
    }
}

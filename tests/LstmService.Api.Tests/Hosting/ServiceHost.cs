using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace LstmService.Api.Tests.Hosting;

/// <summary>The whole service in this process, on a directory of its own, with a real database.</summary>
public sealed class ServiceHost : IDisposable
{
    private readonly TemporaryDirectory? _own;
    private readonly WebApplicationFactory<Program> _factory;

    public ServiceHost() : this(null, [])
    {
    }

    private ServiceHost(TemporaryDirectory? directory, (string Name, string Value)[] settings)
    {
        _own = directory is null ? new TemporaryDirectory() : null;
        Directory = directory ?? _own!;
        _factory = new WebApplicationFactory<Program>().WithWebHostBuilder(builder =>
        {
            builder.UseSetting("LstmService:DataDirectory", Directory.FullPath);
            foreach ((string name, string value) in settings) builder.UseSetting($"LstmService:{name}", value);
        });
        Client = _factory.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });
    }

    public TemporaryDirectory Directory { get; }

    public HttpClient Client { get; }

    /// <summary>On a directory that outlives it, with settings of its own.</summary>
    public static ServiceHost On(TemporaryDirectory directory, params (string Name, string Value)[] settings) => new(directory, settings);

    public T Get<T>() where T : notnull => _factory.Services.GetRequiredService<T>();

    public void Dispose()
    {
        Client.Dispose();
        _factory.Dispose();
        _own?.Dispose();
    }
}

using LstmService.Api.Configuration;
using LstmService.Api.Storage;

namespace LstmService.Api.Commands;

/// <summary>The store for a command: as the service finds it, beside the service where that runs.</summary>
internal sealed class CommandStore : IDisposable
{
    private readonly IHost _host;

    private CommandStore(IHost host) => _host = host;

    /// <summary>The configuration as the service reads it.</summary>
    public static IConfigurationRoot Configuration(string[] settings) => new ConfigurationBuilder()
        .AddEnvironmentVariables("ASPNETCORE_").AddJsonFile(Path.Combine(Environment.CurrentDirectory, "appsettings.json"), optional: true)
        .AddEnvironmentVariables().AddCommandLine(settings).Build();

    /// <summary>The store as it is, untouched.</summary>
    public static CommandStore Make(string[] settings)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddConfiguration(Configuration(settings));
        builder.Services.AddServiceOptions().AddStorage(builder.Configuration);
        return new(builder.Build());
    }

    /// <summary>
    /// The store, made and brought up to date where it is not; <paramref name="alone"/>, it must be there, and not beside the running
    /// service.
    /// </summary>
    public static async Task<CommandStore> OpenAsync(string[] settings, CancellationToken cancellationToken, bool alone = false)
    {
        CommandStore store = Make(settings);
        if (alone && store.Get<Dialect>() is { IsInPlace: false } missing) throw new StartupFailure($"there is no database {missing.Name}");
        try
        {
            await ActivatorUtilities.CreateInstance<StorageStartup>(store._host.Services).StartingAsync(cancellationToken);
        }
        catch (DirectoryInUseFailure) when (!alone)
        {
            // By the running service, which has brought the schema up to date; SQLite lets others write between its writes.
        }
        return store;
    }

    /// <summary>A service of the store, or something made of such.</summary>
    public T Get<T>() where T : class => ActivatorUtilities.GetServiceOrCreateInstance<T>(_host.Services);

    public void Dispose() => _host.Dispose();
}

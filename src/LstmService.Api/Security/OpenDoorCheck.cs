using LstmService.Api.Configuration;
using Microsoft.Extensions.Options;

namespace LstmService.Api.Security;

/// <summary>
/// Refuses to start where other machines would reach a service that asks for no key. Should an address escape this check, requests
/// that come in by it are refused all the same (<see cref="AnonymousAccess"/>).
/// </summary>
internal sealed class OpenDoorCheck(KeyRing keys, IConfiguration configuration, IOptions<ServiceOptions> options) : IHostedLifecycleService
{
    /// <summary>What an operator may do where no key is set.</summary>
    public const string HowToOpen =
        "no key is set, and without one only this machine is answered, as localhost. Set the operator's key in the environment, "
        + "LstmService__Keys__0=$(openssl rand -hex 32), or create one by the command 'keys create --name NAME --role admin'; "
        + "or let everybody in, LstmService__AllowAnonymous=true";

    // The store is ready: it was registered first.
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Answers() || options.Value.AllowAnonymous) return Task.CompletedTask;
        string? open = ListenAddresses.From(configuration).FirstOrDefault(address => !ListenAddresses.IsOwn(address));
        if (open is null || keys.IsSet) return Task.CompletedTask;
        throw new StartupFailure($"other machines reach {open}: {HowToOpen}; or listen for this machine alone, --urls http://localhost:5000");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

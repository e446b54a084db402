using System.CommandLine;
using LstmService.Api.Configuration;
using LstmService.Api.Security;

namespace LstmService.Api.Commands;

/// <summary><c>health</c>: is the service on this machine ready? For containers, which have neither a shell nor curl.</summary>
internal static class HealthCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static Command Make(string[] settings)
    {
        Option<string?> url = new("--url") { Description = "Where it listens; from the environment, as the service reads it, unless told." };
        Command command = new("health", "Asks the running service whether it is ready; exits with 0 where it is.") { url };
        command.SetAction((parsed, cancellationToken) => Startup.CarryOutOrExplainAsync(
            () => AskAsync(ListenAddresses.FromHere(parsed.GetValue(url) ?? ListenAddresses.From(CommandStore.Configuration(settings))[0]), cancellationToken)));
        return command;
    }

    private static async Task<int> AskAsync(Uri service, CancellationToken cancellationToken)
    {
        // It asks this machine, whose certificate is in another name.
        using HttpClientHandler handler = new() { ServerCertificateCustomValidationCallback = HttpClientHandler.DangerousAcceptAnyServerCertificateValidator };
        using HttpClient client = new(handler) { Timeout = Patience };
        try
        {
            using HttpResponseMessage response = await client.GetAsync(new Uri(service, "/health/ready"), cancellationToken);
            await Console.Out.WriteLineAsync(await response.Content.ReadAsStringAsync(cancellationToken));
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception failure) when (failure is HttpRequestException or TaskCanceledException)
        {
            throw new StartupFailure($"the service does not answer at {service}: {failure.Message}", failure);
        }
    }
}

using Microsoft.Extensions.Options;

namespace LstmService.Api.Configuration;

/// <summary>A reason why the service cannot start that its operator can do something about.</summary>
internal class StartupFailure(string message, Exception? cause = null) : Exception(message, cause);

/// <summary>Starts the service, or says in plain lines why not.</summary>
internal static class Startup
{
    private const int Failed = 1;

    public static IServiceCollection AddServiceOptions(this IServiceCollection services)
    {
        services.AddOptions<ServiceOptions>().ValidateOnStart();
        services.AddSingleton<IConfigureOptions<ServiceOptions>, SettingsBinder>();
        services.AddSingleton<IValidateOptions<ServiceOptions>, ServiceOptionsValidator>();
        services.AddSingleton(TimeProvider.System);
        return services;
    }

    /// <summary>Runs a command; its exit code, or 1 where it could not be carried out.</summary>
    public static async Task<int> CarryOutOrExplainAsync(Func<Task<int>> command)
    {
        try
        {
            return await command();
        }
        catch (Exception exception) when (Explain(exception) is { } reasons)
        {
            foreach (string reason in reasons) await Console.Error.WriteLineAsync(reason);
            return Failed;
        }
    }

    /// <summary>Runs until stopped; 0 where that went well, 1 where it could not start.</summary>
    public static async Task<int> RunOrExplainAsync(Func<WebApplication> build)
    {
        try
        {
            await build().RunAsync();
            return 0;
        }
        catch (Exception exception) when (Explain(exception) is { } reasons)
        {
            foreach (string reason in reasons) await Console.Error.WriteLineAsync($"LstmService cannot start: {reason}");
            return Failed;
        }
    }

    private static IEnumerable<string>? Explain(Exception exception) => exception switch
    {
        OptionsValidationException invalid => invalid.Failures,
        StartupFailure failure => [failure.Message],
        IOException { InnerException: not null } inUse => [FirstLine(inUse)], // the address is taken
        _ => null,
    };

    private static string FirstLine(Exception exception) => exception.Message.Split('\n')[0].Trim();
}

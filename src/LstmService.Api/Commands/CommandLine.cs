using System.CommandLine;
using LstmService.Api.Configuration;

namespace LstmService.Api.Commands;

/// <summary>
/// The operator's commands, in the same program: <c>keys</c> and the like. Without one it serves. Settings are those of the service,
/// from the environment or as <c>--LstmService:Name=value</c>.
/// </summary>
internal static class CommandLine
{
    private const string SettingPrefix = "--" + ServiceOptions.Section + ":";

    /// <summary>Is a command meant, and not the service?</summary>
    public static bool IsCommand(string[] arguments) =>
        arguments.Length > 0 && (!arguments[0].StartsWith('-') || arguments[0] is "--help" or "-h" or "-?" or "--version");

    /// <summary>Carries a command out; its exit code.</summary>
    public static Task<int> RunAsync(string[] arguments)
    {
        ILookup<bool, string> parts = arguments.ToLookup(argument => argument.StartsWith(SettingPrefix, StringComparison.Ordinal));
        string[] settings = [.. parts[true]];
        RootCommand root = new("LstmService: post a series, get its future. Without a command it serves.")
        {
            KeyCommands.Make(settings), HealthCommand.Make(settings), BackupCommands.Backup(settings), BackupCommands.Restore(settings), MoveCommand.Make(settings),
        };
        return root.Parse([.. parts[false]]).InvokeAsync();
    }
}

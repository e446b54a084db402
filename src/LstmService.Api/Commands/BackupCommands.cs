using System.CommandLine;
using LstmService.Api.Configuration;
using LstmService.Api.Storage;

namespace LstmService.Api.Commands;

/// <summary><c>backup</c> and <c>restore</c> of the embedded store.</summary>
internal static class BackupCommands
{
    public static Command Backup(string[] settings)
    {
        Argument<FileInfo> file = new("file") { Description = "The file to write; it must not exist." };
        Command command = new("backup", "Copies the embedded store into one file, while the service runs.") { file };
        command.SetAction((parsed, _) => Startup.CarryOutOrExplainAsync(async () =>
        {
            using CommandStore store = Embedded(settings);
            string target = parsed.GetValue(file)!.FullName;
            SqliteBackup.Write(store.Get<DataDirectory>().DatabaseFile, target);
            await Console.Out.WriteLineAsync($"The store is in {target}.");
            return 0;
        }));
        return command;
    }

    public static Command Restore(string[] settings)
    {
        Argument<FileInfo> file = new("file") { Description = "A file that backup wrote." };
        Option<bool> replace = new("--replace") { Description = "Replace a store that is there." };
        Command command = new("restore", "Puts a backup in the place of the embedded store, while the service does not run.") { file, replace };
        command.SetAction((parsed, _) => Startup.CarryOutOrExplainAsync(async () =>
        {
            using CommandStore store = Embedded(settings);
            DataDirectory directory = store.Get<DataDirectory>();
            directory.Take();
            if (File.Exists(directory.DatabaseFile) && !parsed.GetValue(replace))
                throw new StartupFailure($"there is a store, {directory.DatabaseFile}: back it up and say --replace, or move it away");
            SqliteBackup.Restore(parsed.GetValue(file)!.FullName, directory.DatabaseFile);
            await Console.Out.WriteLineAsync($"The store of {parsed.GetValue(file)!.FullName} is in {directory.DatabaseFile}; jobs that were unfinished run again when the service starts.");
            return 0;
        }));
        return command;
    }

    private static CommandStore Embedded(string[] settings)
    {
        if (ServiceOptions.IsShared(CommandStore.Configuration(settings)))
            throw new StartupFailure("the store is a PostgreSQL database: back it up with pg_dump -Fc, and restore it with pg_restore; no node has to stop for a backup");
        return CommandStore.Make(settings);
    }
}

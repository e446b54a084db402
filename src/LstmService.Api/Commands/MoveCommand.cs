using System.CommandLine;
using LstmService.Api.Configuration;
using LstmService.Api.Storage;

namespace LstmService.Api.Commands;

/// <summary><c>move</c>: from the embedded store to the shared one.</summary>
internal static class MoveCommand
{
    private const string ConnectionSetting = $"--{ServiceOptions.Section}:{nameof(ServiceOptions.ConnectionString)}=";

    public static Command Make(string[] settings)
    {
        Option<string> to = new("--to") { Description = "The connection string of an empty PostgreSQL database.", Required = true };
        Command command = new("move", "Copies the embedded store into an empty PostgreSQL database, while the service does not run.") { to };
        command.SetAction((parsed, cancellationToken) => Startup.CarryOutOrExplainAsync(async () =>
        {
            using CommandStore from = await CommandStore.OpenAsync([.. settings, ConnectionSetting], cancellationToken, alone: true);
            using CommandStore into = await CommandStore.OpenAsync([.. settings, ConnectionSetting + parsed.GetValue(to)], cancellationToken);
            StoreMove move = new((SqliteDialect)from.Get<Dialect>(), into.Get<PostgreSqlDialect>());
            foreach ((string table, long rows) in move.Run()) await Console.Out.WriteLineAsync($"{rows}\t{table}");
            await Console.Out.WriteLineAsync("Start the nodes on the new database; the embedded store is as it was.");
            return 0;
        }));
        return command;
    }
}

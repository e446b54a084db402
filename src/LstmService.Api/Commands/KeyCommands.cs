using System.CommandLine;
using System.Globalization;
using LstmService.Api.Configuration;
using LstmService.Api.Security;
using LstmService.Api.Storage;

namespace LstmService.Api.Commands;

/// <summary><c>keys create</c>, <c>list</c>, <c>rotate</c> and <c>revoke</c>. A running service knows of it within seconds, on every node.</summary>
internal static class KeyCommands
{
    private const string Shown = "It is shown this once and kept nowhere; the service holds its hash.";

    public static Command Make(string[] settings) => new("keys", "Keys by which clients are known.")
    {
        Create(settings), List(settings), Rotate(settings), Revoke(settings),
    };

    private static Command Create(string[] settings)
    {
        Option<string> name = new("--name") { Description = "What the key is for.", Required = true };
        Option<string> role = new("--role") { Description = "read: look and forecast. train: also train, append, schedule, promote, cancel. admin: also delete models.", Required = true };
        role.AcceptOnlyFromAmong([.. AccessRoles.Names]);
        Option<string> tenant = new("--tenant") { Description = "Whose data it reaches, and no other's.", DefaultValueFactory = _ => Tenant.Default };
        tenant.Validators.Add(given =>
        {
            if (!Tenant.IsValid(given.GetValueOrDefault<string>())) given.AddError($"--tenant must be {Tenant.Rule}");
        });
        Option<TimeSpan?> expires = LifetimeOption("--expires", "When it ends, such as 90d or 12h from now; never unless told.");
        Command command = new("create", "Creates a key and writes it to the standard output.") { name, role, tenant, expires };
        command.SetAction((parsed, cancellationToken) => WithKeysAsync(settings, async (keys, clock) =>
        {
            ApiKey key = await keys.CreateAsync(
                parsed.GetValue(tenant)!, parsed.GetValue(name)!, AccessRoles.Parse(parsed.GetValue(role))!.Value, End(parsed.GetValue(expires), clock), cancellationToken);
            return await ShowAsync(key, $"Key {key.Id} may {parsed.GetValue(role)} for tenant {parsed.GetValue(tenant)}. {Shown}");
        }, cancellationToken));
        return command;
    }

    private static Command List(string[] settings)
    {
        Command command = new("list", "Lists keys, also those that are not taken any more.");
        command.SetAction((_, cancellationToken) => WithKeysAsync(settings, async (keys, clock) =>
        {
            await WriteLineAsync("id", "tenant", "role", "created", "state", "name");
            foreach (KeyRow row in keys.List()) await WriteLineAsync(row.Id, row.Tenant, row.Role, Date(row.CreatedAt), State(row, clock.Milliseconds()), row.Name);
            return 0;
        }, cancellationToken));
        return command;
    }

    private static Command Rotate(string[] settings)
    {
        Argument<string> id = new("id") { Description = "The key to replace." };
        Option<TimeSpan?> grace = LifetimeOption("--grace", "How long the old one is taken beside the new one, such as 24h; not at all unless told.");
        Option<TimeSpan?> expires = LifetimeOption("--expires", "When the new one ends; never unless told.");
        Command command = new("rotate", "Creates a key like another, which ends.") { id, grace, expires };
        command.SetAction((parsed, cancellationToken) => WithKeysAsync(settings, async (keys, clock) =>
        {
            TimeSpan beside = parsed.GetValue(grace) ?? TimeSpan.Zero;
            return await keys.RotateAsync(parsed.GetValue(id)!, beside, End(parsed.GetValue(expires), clock), cancellationToken) is { } key
                ? await ShowAsync(key, $"Key {key.Id} replaces {parsed.GetValue(id)}. {Shown}")
                : await RefuseAsync($"there is no key {parsed.GetValue(id)} that is taken; keys list shows them");
        }, cancellationToken));
        return command;
    }

    private static Command Revoke(string[] settings)
    {
        Argument<string> id = new("id") { Description = "The key to take back." };
        Command command = new("revoke", "Takes a key back.") { id };
        command.SetAction((parsed, cancellationToken) => WithKeysAsync(settings, async (keys, _) =>
        {
            if (!await keys.RevokeAsync(parsed.GetValue(id)!, cancellationToken)) return await RefuseAsync($"there is no key {parsed.GetValue(id)} to revoke; keys list shows them");
            await Console.Out.WriteLineAsync($"Key {parsed.GetValue(id)} is revoked; every node refuses it within seconds.");
            return 0;
        }, cancellationToken));
        return command;
    }

    private static Task<int> WithKeysAsync(string[] settings, Func<KeyArchive, TimeProvider, Task<int>> work, CancellationToken cancellationToken) =>
        Startup.CarryOutOrExplainAsync(async () =>
        {
            using CommandStore store = await CommandStore.OpenAsync(settings, cancellationToken);
            return await work(store.Get<KeyArchive>(), store.Get<TimeProvider>());
        });

    // A span of time, as 90d, 12h, 30m.
    private static Option<TimeSpan?> LifetimeOption(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = given =>
        {
            string text = given.Tokens[0].Value;
            if (Span(text) is { } span) return span;
            given.AddError($"{name} must be a number of days, hours or minutes, such as 90d, 12h or 30m; was '{text}'");
            return null;
        },
    };

    private static TimeSpan? Span(string text)
    {
        if (text.Length < 2 || !int.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number is < 1 or > 100_000) return null;
        return text[^1] switch
        {
            'd' => TimeSpan.FromDays(number),
            'h' => TimeSpan.FromHours(number),
            'm' => TimeSpan.FromMinutes(number),
            _ => null,
        };
    }

    private static DateTimeOffset? End(TimeSpan? lifetime, TimeProvider clock) => lifetime is { } span ? clock.GetUtcNow() + span : null;

    private static string State(KeyRow row, long now) => row.WhyNot(now) ?? (row.ExpiresAt is { } end ? $"until {Date(end)}" : "taken");

    private static string Date(long milliseconds) => Timestamps.FromMilliseconds(milliseconds).ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);

    // The key alone on the standard output, so that a script can take it.
    private static async Task<int> ShowAsync(ApiKey key, string remark)
    {
        await Console.Error.WriteLineAsync(remark);
        await Console.Out.WriteLineAsync(key.Text);
        return 0;
    }

    private static async Task<int> RefuseAsync(string reason)
    {
        await Console.Error.WriteLineAsync(reason);
        return 1;
    }

    private static Task WriteLineAsync(params string[] columns) => Console.Out.WriteLineAsync(string.Join('\t', columns));
}

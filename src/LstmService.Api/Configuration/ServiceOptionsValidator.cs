using Microsoft.Extensions.Options;
using Npgsql;

namespace LstmService.Api.Configuration;

/// <summary>Lists every setting that cannot be used, not only the first.</summary>
internal sealed class ServiceOptionsValidator : IValidateOptions<ServiceOptions>
{
    private const int ShortestKey = 32;
    private const long MostUploadBytes = 1L << 40;

    public ValidateOptionsResult Validate(string? name, ServiceOptions options)
    {
        List<string> failures = [];
        if (string.IsNullOrWhiteSpace(options.DataDirectory)) failures.Add($"{Name("DataDirectory")} must name a directory, was empty");
        CheckStore(options, failures);
        CheckAccess(options, failures);
        Check("TrainingCores", options.TrainingCores, 1, 1024);
        Check("ConcurrentTrainings", options.ConcurrentTrainings, 1, 64);
        Check("CheckpointSeconds", options.CheckpointSeconds, 1, 86_400);
        Check("MaxAttempts", options.MaxAttempts, 1, 1_000_000);
        Check("TenantConcurrentTrainings", options.TenantConcurrentTrainings, 1, 100_000);
        Check("QueueBound", options.QueueBound, 1, 10_000_000);
        Check("TenantQueueBound", options.TenantQueueBound, 1, 10_000_000);
        Check("KeepFinishedJobsDays", options.KeepFinishedJobsDays, 1, 36_500);
        Check("KeepVersions", options.KeepVersions, 1, 1_000_000);
        Check("EventStreams", options.EventStreams, 1, 1_000_000);
        Check("MaxUploadBytes", options.MaxUploadBytes, 1024, MostUploadBytes);
        Check("MaxJsonBytes", options.MaxJsonBytes, 1024, 1L << 30);
        Check("MaxSeries", options.MaxSeries, 1, 10_000_000);
        Check("MaxPoints", options.MaxPoints, 1, 2_000_000_000);
        Check("MaxColumns", options.MaxColumns, 1, 1_000_000);
        Check("MaxLineBytes", options.MaxLineBytes, 1024, 1 << 28);
        Check("MaxTrainingPoints", options.MaxTrainingPoints, 1000, 1_000_000_000);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(string setting, long value, long least, long most)
        {
            if (value < least || value > most) failures.Add($"{Name(setting)} must be {least}..{most}, was {value}");
        }
    }

    private static void CheckStore(ServiceOptions options, List<string> failures)
    {
        if (!Role.IsKnown(options.Role))
            failures.Add($"{Name("Role")} must be {Role.All}, {Role.Api} or {Role.Worker}, was '{options.Role}'");
        else if (string.IsNullOrWhiteSpace(options.ConnectionString) && options.Role != Role.All)
            failures.Add($"{Name("Role")} must be {Role.All} with the embedded store, which is one process's alone, was {options.Role}; "
                + $"nodes with roles share a PostgreSQL database: set {Name("ConnectionString")}");
        if (string.IsNullOrWhiteSpace(options.ConnectionString)) return;
        try
        {
            if (new NpgsqlConnectionStringBuilder(options.ConnectionString).Host is null)
                failures.Add($"{Name("ConnectionString")} must name a host, as in Host=db;Database=lstm;Username=lstm;Password=...");
        }
        catch (ArgumentException) // its message may quote a password
        {
            failures.Add($"{Name("ConnectionString")} must be a PostgreSQL connection string, as in Host=db;Database=lstm;Username=lstm;Password=...");
        }
    }

    private static void CheckAccess(ServiceOptions options, List<string> failures)
    {
        for (int i = 0; i < options.Keys.Count; i++)
            if (options.Keys[i].Length < ShortestKey)
                failures.Add($"{Name("Keys")}:{i} must be at least {ShortestKey} characters, as `openssl rand -hex 32` makes them, was {options.Keys[i].Length}");
        JwtOptions jwt = options.Jwt;
        if (string.IsNullOrWhiteSpace(jwt.Authority) != string.IsNullOrWhiteSpace(jwt.Audience))
            failures.Add($"{Name("Jwt:Authority")} and {Name("Jwt:Audience")} belong together: set both or neither");
        if (!string.IsNullOrWhiteSpace(jwt.Authority) && !IsTrusted(jwt.Authority))
            failures.Add($"{Name("Jwt:Authority")} must be the https address of an OpenID provider, was '{jwt.Authority}'");
        if (string.IsNullOrWhiteSpace(jwt.RoleClaim)) failures.Add($"{Name("Jwt:RoleClaim")} must name a claim, was empty");
        if (string.IsNullOrWhiteSpace(jwt.TenantClaim)) failures.Add($"{Name("Jwt:TenantClaim")} must name a claim, was empty");
    }

    // Signing keys that come over plain HTTP are anybody's, except from this machine.
    private static bool IsTrusted(string authority) =>
        Uri.TryCreate(authority, UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttps || address is { IsLoopback: true, Scheme: "http" });

    private static string Name(string setting) => $"{ServiceOptions.Section}:{setting}";
}

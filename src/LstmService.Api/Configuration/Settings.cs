using System.Globalization;
using Npgsql;

namespace LstmService.Api.Configuration;

/// <summary>
/// Everything an operator may set, in one place: what the validator refuses by, what names are known, and what
/// <c>docs/configuration.md</c> says.
/// </summary>
internal static class Settings
{
    private const int ShortestKey = 32;
    private const string ConnectionExample = "Host=db;Database=lstm;Username=lstm;Password=...";

    public static IReadOnlyList<Setting> All { get; } =
    [
        Setting.Text(nameof(ServiceOptions.DataDirectory), "./data", "a directory", "Where the embedded database lives; one process at a time.",
            o => string.IsNullOrWhiteSpace(o.DataDirectory) ? $"{Full(nameof(ServiceOptions.DataDirectory))} must name a directory, was empty" : null),
        Setting.Text(nameof(ServiceOptions.ConnectionString), "none", ConnectionExample, "A PostgreSQL database for any number of nodes, instead of the embedded one.", CheckConnection),
        Setting.Text(nameof(ServiceOptions.Role), Role.All, $"{Role.All}, {Role.Api}, {Role.Worker}",
            "What this process does; on PostgreSQL also api (answers and queues, never trains) and worker (trains, answers /health and /metrics alone).", CheckRole),
        Setting.Whole(nameof(ServiceOptions.TrainingCores), o => o.TrainingCores, 1, 1024, "Cores a training may use; it runs below the priority of serving.", "all"),
        Setting.Whole(nameof(ServiceOptions.ConcurrentTrainings), o => o.ConcurrentTrainings, 1, 64, "Trainings at the same time."),
        Setting.Whole(nameof(ServiceOptions.CheckpointSeconds), o => o.CheckpointSeconds, 1, 86_400, "Seconds from one saved state of a training to the next; after a crash it goes on from there."),
        Setting.Whole(nameof(ServiceOptions.MaxAttempts), o => o.MaxAttempts, 1, 1_000_000, "Deaths of a worker without a new state after which a job is given up."),
        Setting.Whole(nameof(ServiceOptions.MaxTrainingSeconds), o => o.MaxTrainingSeconds, 1, 1_000_000_000,
            "The most a training may take, in seconds of one core by a cost model, estimated before it starts; more is refused."),
        Setting.Whole(nameof(ServiceOptions.MaxTrainingMemoryMb), o => o.MaxTrainingMemoryMb, 16, 16_777_216,
            "The most memory a training may need, in MB, estimated before it starts; more is refused.", "three quarters of what the process may use"),
        Setting.Whole(nameof(ServiceOptions.QueueBound), o => o.QueueBound, 1, 10_000_000, "Unfinished jobs after which a new one is answered 503."),
        Setting.Whole(nameof(ServiceOptions.TenantQueueBound), o => o.TenantQueueBound, 1, 10_000_000, "Unfinished jobs of one tenant after which its next is answered 429."),
        Setting.Whole(nameof(ServiceOptions.TenantConcurrentTrainings), o => o.TenantConcurrentTrainings, 1, 100_000, "Trainings of one tenant at the same time, on all nodes together."),
        Setting.Whole(nameof(ServiceOptions.KeepFinishedJobsDays), o => o.KeepFinishedJobsDays, 1, 36_500, "Days a finished job is remembered; longer where a kept version came of it."),
        Setting.Whole(nameof(ServiceOptions.KeepVersions), o => o.KeepVersions, 1, 1_000_000, "Newest versions of a model that are kept, beside its champion."),
        Setting.Whole(nameof(ServiceOptions.EventStreams), o => o.EventStreams, 1, 1_000_000, "Jobs that may be followed by events at a time, on this node."),
        Setting.Whole(nameof(ServiceOptions.TenantEventStreams), o => o.TenantEventStreams, 1, 1_000_000, "Of these, how many may be one tenant's."),
        Setting.Whole(nameof(ServiceOptions.MaxUploadBytes), o => o.MaxUploadBytes, 1024, 1L << 40, "The largest body, also after it is unfolded; files beyond 1 MB wait in uploads of the data directory."),
        Setting.Whole(nameof(ServiceOptions.MaxJsonBytes), o => o.MaxJsonBytes, 1024, 1L << 30, "The most JSON that is held in memory: one series of an upload, or the whole body of any other request."),
        Setting.Whole(nameof(ServiceOptions.MaxSeries), o => o.MaxSeries, 1, 10_000_000, "The most series of an upload."),
        Setting.Whole(nameof(ServiceOptions.MaxPoints), o => o.MaxPoints, 1, 2_000_000_000, "The most values of an upload."),
        Setting.Whole(nameof(ServiceOptions.MaxColumns), o => o.MaxColumns, 1, 1_000_000, "The most columns of a file."),
        Setting.Whole(nameof(ServiceOptions.MaxLineBytes), o => o.MaxLineBytes, 1024, 1 << 28, "The longest record of a CSV file, in bytes."),
        Setting.Whole(nameof(ServiceOptions.MaxTrainingPoints), o => o.MaxTrainingPoints, 1000, 1_000_000_000, "The most values a training takes; of a file of more, the latest points of each series."),
        Setting.Whole(nameof(ServiceOptions.MaxSeriesPoints), o => o.MaxSeriesPoints, 1000, 1_000_000_000, "The most points of one series that a training takes; of more, the latest."),
        Setting.Whole(nameof(ServiceOptions.RequestsPerSecond), o => o.RequestsPerSecond, 0, 1_000_000,
            "How often a key may ask on this node, with ten seconds' worth at once after a pause; 0 is no limit, and without keys this machine has none."),
        Setting.Whole(nameof(ServiceOptions.RequestSeconds), o => o.RequestSeconds, 1, 86_400, "The longest a request may take."),
        Setting.Whole(nameof(ServiceOptions.UploadSeconds), o => o.UploadSeconds, 1, 604_800, "The same of uploads and forecasts, by which much comes and goes."),
        Setting.List(nameof(ServiceOptions.Keys), $"Keys:0, Keys:1 ..., each of {ShortestKey} characters or more",
            "Keys of the operator, admin of the tenant default; others are created by the command keys create.", CheckKeys),
        Setting.Flag(nameof(ServiceOptions.AllowAnonymous), o => o.AllowAnonymous, "Is everybody let in while there is no key, also from other machines?"),
        Setting.Text("Jwt:Authority", "none", "an https address", "An OpenID provider whose tokens are taken beside keys.", CheckAuthority),
        Setting.Text("Jwt:Audience", "none", "a text", "What its tokens must be meant for.",
            o => string.IsNullOrWhiteSpace(o.Jwt.Authority) == string.IsNullOrWhiteSpace(o.Jwt.Audience)
                ? null : $"{Full("Jwt:Authority")} and {Full("Jwt:Audience")} belong together: set both or neither"),
        Setting.Text("Jwt:RoleClaim", "role", "a name", "The claim that holds read, train or admin.",
            o => string.IsNullOrWhiteSpace(o.Jwt.RoleClaim) ? $"{Full("Jwt:RoleClaim")} must name a claim, was empty" : null),
        Setting.Text("Jwt:TenantClaim", "tenant", "a name", "The claim that names the tenant.",
            o => string.IsNullOrWhiteSpace(o.Jwt.TenantClaim) ? $"{Full("Jwt:TenantClaim")} must name a claim, was empty" : null),
    ];

    /// <summary>The setting of a name as it was given; null where there is none.</summary>
    public static Setting? Find(string given) => All.FirstOrDefault(setting => setting.IsList
        ? given.StartsWith(setting.Name + ":", StringComparison.OrdinalIgnoreCase) && int.TryParse(given[(setting.Name.Length + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out _)
        : given.Equals(setting.Name, StringComparison.OrdinalIgnoreCase));

    private static string Full(string name) => Setting.FullNameOf(name);

    private static string? CheckRole(ServiceOptions options) =>
        !Role.IsKnown(options.Role) ? $"{Full(nameof(options.Role))} must be {Role.All}, {Role.Api} or {Role.Worker}, was '{options.Role}'"
        : string.IsNullOrWhiteSpace(options.ConnectionString) && options.Role != Role.All
            ? $"{Full(nameof(options.Role))} must be {Role.All} with the embedded store, which is one process's alone, was {options.Role}; "
                + $"nodes with roles share a PostgreSQL database: set {Full(nameof(options.ConnectionString))}"
        : null;

    private static string? CheckConnection(ServiceOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.ConnectionString)) return null;
        try
        {
            return new NpgsqlConnectionStringBuilder(options.ConnectionString).Host is null
                ? $"{Full(nameof(options.ConnectionString))} must name a host, as in {ConnectionExample}"
                : null;
        }
        catch (ArgumentException) // its message may quote a password
        {
            return $"{Full(nameof(options.ConnectionString))} must be a PostgreSQL connection string, as in {ConnectionExample}";
        }
    }

    private static string? CheckKeys(ServiceOptions options)
    {
        int weak = options.Keys.ToList().FindIndex(key => key.Length < ShortestKey);
        return weak < 0 ? null
            : $"{Full(nameof(options.Keys))}:{weak} must be at least {ShortestKey} characters, as `openssl rand -hex 32` makes them, was {options.Keys[weak].Length}";
    }

    // Signing keys that come over plain HTTP are anybody's, except from this machine.
    private static string? CheckAuthority(ServiceOptions options) =>
        string.IsNullOrWhiteSpace(options.Jwt.Authority)
        || (Uri.TryCreate(options.Jwt.Authority, UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttps || address is { IsLoopback: true, Scheme: "http" }))
            ? null
            : $"{Full("Jwt:Authority")} must be the https address of an OpenID provider, was '{options.Jwt.Authority}'";
}

namespace LstmService.Api.Configuration;

/// <summary>
/// What an operator may set, under <c>LstmService</c> in appsettings, <c>LstmService__Name</c> in the environment or
/// <c>--LstmService:Name=</c> on the command line. Every one has a default that works.
/// </summary>
internal sealed class ServiceOptions
{
    public const string Section = "LstmService";

    /// <summary>Where the embedded database lives, relative to the working directory. One process at a time.</summary>
    public string DataDirectory { get; set; } = "./data";

    /// <summary>A PostgreSQL database for any number of nodes, instead of the embedded one.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>What this process does; one of <see cref="Configuration.Role"/>.</summary>
    public string Role { get; set; } = Configuration.Role.All;

    /// <summary>Cores that a training may use.</summary>
    public int TrainingCores { get; set; } = Environment.ProcessorCount;

    /// <summary>Trainings at the same time.</summary>
    public int ConcurrentTrainings { get; set; } = 1;

    /// <summary>Seconds from one saved state of a training to the next; the next attempt goes on from there.</summary>
    public int CheckpointSeconds { get; set; } = 10;

    /// <summary>Deaths of a worker without a new state after which a job is given up.</summary>
    public int MaxAttempts { get; set; } = 20;

    /// <summary>Trainings of one tenant at the same time, on all nodes together.</summary>
    public int TenantConcurrentTrainings { get; set; } = 64;

    /// <summary>Unfinished jobs after which a new one is refused.</summary>
    public int QueueBound { get; set; } = 10_000;

    /// <summary>The largest body that is read, in bytes, and the largest it may unfold to where it is compressed.</summary>
    public long MaxUploadBytes { get; set; } = 2L * 1024 * 1024 * 1024;

    /// <summary>The largest JSON body, which is held in memory as a whole.</summary>
    public long MaxJsonBytes { get; set; } = 64L * 1024 * 1024;

    /// <summary>The most series of an upload.</summary>
    public int MaxSeries { get; set; } = 100_000;

    /// <summary>The most values of an upload.</summary>
    public int MaxPoints { get; set; } = 500_000_000;

    /// <summary>The most columns of a file.</summary>
    public int MaxColumns { get; set; } = 100_000;

    /// <summary>The longest record of a CSV file, in bytes.</summary>
    public int MaxLineBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>The most values a training takes; an upload of more is refused.</summary>
    public int MaxTrainingPoints { get; set; } = 10_000_000;

    /// <summary>Unfinished jobs of one tenant after which its next is refused.</summary>
    public int TenantQueueBound { get; set; } = 10_000;

    /// <summary>Days after which a finished job is forgotten, unless a version that is kept came of it.</summary>
    public int KeepFinishedJobsDays { get; set; } = 30;

    /// <summary>Newest versions of a model that are kept, beside its champion.</summary>
    public int KeepVersions { get; set; } = 20;

    /// <summary>Jobs that may be followed at the same time by server-sent events, on this node.</summary>
    public int EventStreams { get; set; } = 1_000;

    /// <summary>Keys of the operator, as admin of the tenant <c>default</c>; others are created by the command <c>keys create</c>.</summary>
    public IReadOnlyList<string> Keys { get; set; } = [];

    /// <summary>Is everybody let in while there is no key, also from other machines?</summary>
    public bool AllowAnonymous { get; set; }

    /// <summary>An OpenID provider whose tokens are taken beside keys.</summary>
    public JwtOptions Jwt { get; set; } = new();

    /// <summary>Is the store shared with other nodes? Asked while services are registered, before options exist.</summary>
    public static bool IsShared(IConfiguration configuration) =>
        !string.IsNullOrWhiteSpace(configuration[$"{Section}:{nameof(ConnectionString)}"]);
}

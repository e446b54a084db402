namespace LstmService.Api.Configuration;

/// <summary>
/// What an operator may set, under <c>LstmService</c> in appsettings, <c>LstmService__Name</c> in the environment or
/// <c>--LstmService:Name=</c> on the command line. Every one has a default that works; <see cref="Settings"/> says what each does.
/// </summary>
internal sealed class ServiceOptions
{
    public const string Section = "LstmService";

    public string DataDirectory { get; set; } = "./data";
    public string? ConnectionString { get; set; }
    public string Role { get; set; } = Configuration.Role.All;

    public int TrainingCores { get; set; } = Environment.ProcessorCount;
    public int ConcurrentTrainings { get; set; } = 1;
    public int CheckpointSeconds { get; set; } = 10;
    public int MaxAttempts { get; set; } = 20;
    public int MaxTrainingSeconds { get; set; } = 604_800;
    public int MaxTrainingMemoryMb { get; set; } = (int)Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 4 * 3 >> 20, 16, 1 << 24);

    public int QueueBound { get; set; } = 10_000;
    public int TenantQueueBound { get; set; } = 10_000;
    public int TenantConcurrentTrainings { get; set; } = 64;
    public int KeepFinishedJobsDays { get; set; } = 30;
    public int KeepVersions { get; set; } = 20;
    public int EventStreams { get; set; } = 1_000;
    public int TenantEventStreams { get; set; } = 500;

    public long MaxUploadBytes { get; set; } = 2L * 1024 * 1024 * 1024;
    public long MaxJsonBytes { get; set; } = 64L * 1024 * 1024;
    public int MaxSeries { get; set; } = 100_000;
    public int MaxPoints { get; set; } = 500_000_000;
    public int MaxColumns { get; set; } = 100_000;
    public int MaxLineBytes { get; set; } = 8 * 1024 * 1024;
    public int MaxTrainingPoints { get; set; } = 10_000_000;
    public int MaxSeriesPoints { get; set; } = 1_000_000;

    public int RequestsPerSecond { get; set; } = 100;
    public int RequestSeconds { get; set; } = 120;
    public int UploadSeconds { get; set; } = 3_600;

    public IReadOnlyList<string> Keys { get; set; } = [];
    public bool AllowAnonymous { get; set; }
    public JwtOptions Jwt { get; set; } = new();

    /// <summary>Is the store shared with other nodes? Asked while services are registered, before options exist.</summary>
    public static bool IsShared(IConfiguration configuration) =>
        !string.IsNullOrWhiteSpace(configuration[$"{Section}:{nameof(ConnectionString)}"]);
}

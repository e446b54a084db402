namespace LstmService.Api.Series;

/// <summary>What one upload may hold.</summary>
/// <param name="MaxBytes">The largest body, in bytes, and the largest it may unfold to where it is compressed.</param>
/// <param name="MaxSeries">The most series.</param>
/// <param name="MaxPoints">The most values over all series, missing ones among them.</param>
public sealed record UploadLimits(long MaxBytes, int MaxSeries = 100_000, int MaxPoints = 500_000_000)
{
    /// <summary>The largest JSON body: it is held in memory as a whole, while CSV and Parquet are read as streams.</summary>
    public long MaxJsonBytes { get; init; } = 64L * 1024 * 1024;
    /// <summary>The most columns of a file.</summary>
    public int MaxColumns { get; init; } = 100_000;
    /// <summary>The longest record of a CSV file, in bytes.</summary>
    public int MaxLineBytes { get; init; } = 8 * 1024 * 1024;
    /// <summary>The most values that are prepared for a training; an upload of more is refused once it was read.</summary>
    public int MaxTrainingPoints { get; init; } = 10_000_000;
    /// <summary>Where large uploads wait while they are read; null is the system's temporary directory.</summary>
    public string? Directory { get; init; }
}

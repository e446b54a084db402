namespace LstmService.Api.Series;

/// <summary>What one upload may hold.</summary>
/// <param name="MaxBytes">The largest body, in bytes, and the largest it may unfold to where it is compressed.</param>
/// <param name="MaxSeries">The most series.</param>
/// <param name="MaxPoints">The most values over all series, missing ones among them.</param>
public sealed record UploadLimits(long MaxBytes, int MaxSeries = 100_000, int MaxPoints = 500_000_000)
{
    /// <summary>The most JSON that is held in memory: one series of an upload and what stands beside its series, or the whole of any other body.</summary>
    public long MaxJsonBytes { get; init; } = 64L * 1024 * 1024;
    /// <summary>The most columns of a file.</summary>
    public int MaxColumns { get; init; } = 100_000;
    /// <summary>The longest record of a CSV file, in bytes.</summary>
    public int MaxLineBytes { get; init; } = 8 * 1024 * 1024;
    /// <summary>The most values that a training takes; of a file that holds more, the latest points of each series are kept.</summary>
    public int MaxTrainingPoints { get; init; } = 10_000_000;
    /// <summary>The most points of one series; of more in a file, the latest are kept.</summary>
    public int MaxSeriesPoints { get; init; } = 1_000_000;
    /// <summary>Where large uploads wait while they are read; null is the system's temporary directory.</summary>
    public string? Directory { get; init; }

    /// <summary>What was kept of an upload that holds too much, in words.</summary>
    /// <param name="values">How much it holds.</param>
    /// <param name="most">Points of one series that were kept.</param>
    internal string Kept(long values, int most) =>
        $"the upload holds {values} values; a training takes at most {MaxTrainingPoints}, and {MaxSeriesPoints} of one series: the latest {most} points of each series were kept; "
        + "put points together to a coarser step before sending them, or raise MaxTrainingPoints and MaxSeriesPoints where there is the memory, to use them all";
}

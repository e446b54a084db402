namespace LstmService.Api.Series;

/// <summary>The most an upload may hold.</summary>
/// <param name="MaxBytes">Bytes of the body.</param>
/// <param name="MaxSeries">Series.</param>
/// <param name="MaxPoints">Points of all series.</param>
public sealed record UploadLimits(long MaxBytes, int MaxSeries = 100_000, int MaxPoints = 10_000_000)
{
    /// <summary>No value may be larger than this: the square of it, and sums of squares, still fit a double.</summary>
    public const double LargestValue = 1e150;

    /// <summary>The longest id of a series.</summary>
    public const int LongestId = 200;
}

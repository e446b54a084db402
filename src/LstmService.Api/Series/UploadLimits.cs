namespace LstmService.Api.Series;

/// <summary>What one upload may hold.</summary>
/// <param name="MaxBytes">The largest body, in bytes.</param>
/// <param name="MaxSeries">The most series.</param>
/// <param name="MaxPoints">The most values over all series, missing ones among them.</param>
public sealed record UploadLimits(long MaxBytes, int MaxSeries = 100_000, int MaxPoints = 10_000_000);

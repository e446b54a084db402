using LstmService.Forecasting.Data;
using NodaTime;

namespace LstmService.Forecasting.Tests.Data;

/// <summary>Uploads to prepare.</summary>
internal static class RawUploads
{
    public static RawSeries Raw(LocalDateTime[] times, double[] values, string id = "a") =>
        new() { Id = id, Times = [.. times.Select(t => new RawTime(t, null))], Values = values };

    public static LocalDateTime[] Days(int count) => [.. Enumerable.Range(0, count).Select(i => new LocalDateTime(2024, 1, 1, 0, 0).PlusDays(i))];

    public static double[] Count(int count) => [.. Enumerable.Range(1, count).Select(i => i + 0.25 * (i % 3))];
}

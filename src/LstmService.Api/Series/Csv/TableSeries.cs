using LstmService.Forecasting.Data;

namespace LstmService.Api.Series.Csv;

/// <summary>The series of a table and where their points stand.</summary>
internal sealed record TableSeries(IReadOnlyList<RawSeries> Series, IUploadPlaces Places)
{
    public Understanding Understood { get; init; } = new();
}

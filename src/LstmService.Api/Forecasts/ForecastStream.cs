using System.Text;
using LstmService.Api.Models;

namespace LstmService.Api.Forecasts;

/// <summary>Forecasts every series of a version, one after the other, without holding them.</summary>
internal static class ForecastStream
{
    private const int PageSize = 100;

    private static readonly byte[] NewLine = "\n"u8.ToArray();

    public static async Task WriteAsync(
        Stream body, ForecastFormat format, string tenant, ServedVersion version, ForecastShape shape, Catalogue catalogue, Forecaster forecaster)
    {
        if (format == ForecastFormat.Csv) await body.WriteAsync(Encoding.UTF8.GetBytes(forecaster.CsvHeader(tenant, version, shape)));
        string? after = null;
        IReadOnlyList<ServedSeries> page;
        do
        {
            page = catalogue.ServedSeries(tenant, version, after, PageSize);
            foreach (ServedSeries series in page)
            {
                IForecastBody forecast = forecaster.Answer(tenant, version, series, shape);
                await body.WriteAsync(format == ForecastFormat.Csv ? forecast.ToCsv(shape.Levels) : [.. forecast.ToJson().Span, .. NewLine]);
                after = series.Series;
            }
        }
        while (page.Count == PageSize);
    }
}

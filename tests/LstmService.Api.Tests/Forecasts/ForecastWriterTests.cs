using System.Text.Json;
using LstmService.Api.Forecasts;
using LstmService.Api.Requests;
using LstmService.Forecasting;

namespace LstmService.Api.Tests.Forecasts;

public sealed class ForecastWriterTests
{
    [Fact]
    public void A_forecast_is_written_as_the_serializer_writes_it()
    {
        Dictionary<string, double> quantiles = new() { ["0.1"] = -1e-300, ["0.5"] = 1.0 / 3, ["0.9"] = 1e21 };
        ForecastPoint[] points =
        [
            new("2026-01-01", 1.0 / 3, quantiles, new Dictionary<string, Interval> { ["80"] = new(-1e-300, 1e21), ["99.5"] = new(double.NaN, double.PositiveInfinity) }),
            new("7", 0, new Dictionary<string, double>(), new Dictionary<string, Interval>()),
            new("8", 0, new Dictionary<string, double> { ["0.5"] = -0.0 }, Enumerable.Range(1, 20).ToDictionary(level => $"{level}", level => new Interval(-level / 7.0, level / 3.0))),
        ];
        foreach (ForecastBody forecast in (ForecastBody[])[new("shop \"ä\" <&>\u2028", 12, "été/\n", "P1M", "2025-12-01", points), new("paths", 1, "a", "P1D", "7", points, [[1.5, double.NaN], []]), new("m", 1, "", "B", "", [])])
            Assert.Equal(JsonSerializer.Serialize(forecast, Json.Options), System.Text.Encoding.UTF8.GetString(ForecastWriter.Write(forecast).Span));
    }
}

using System.Globalization;
using LstmService.Forecasting;
using LstmService.Forecasting.Data;

namespace LstmService.Benchmarks.Accuracy;

/// <summary>Forecasts as <c>score.py</c> reads them: series_id, step, value, lo80, hi80, lo95, hi95.</summary>
internal static class ForecastFile
{
    public static void Write(DataSet set, Predictor predictor, string path)
    {
        using StreamWriter writer = new(path);
        writer.WriteLine("series_id,step,value,lo80,hi80,lo95,hi95");
        foreach (TimeSeries series in set.Train)
        {
            Forecast forecast = predictor.Forecast(series, set.Test[series.Id].Length, [80, 95]);
            for (int k = 0; k < forecast.Points.Count; k++)
            {
                ForecastPoint p = forecast.Points[k];
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"{series.Id},{k + 1},{p.Value},{p.Intervals["80"].Lower},{p.Intervals["80"].Upper},{p.Intervals["95"].Lower},{p.Intervals["95"].Upper}"));
            }
        }
    }
}

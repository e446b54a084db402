using System.Security.Cryptography;
using System.Text;
using LstmService.Api.Models;
using LstmService.Api.Requests;
using LstmService.Api.Storage;
using LstmService.Forecasting;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;

namespace LstmService.Api.Forecasts;

/// <summary>How far ahead, and with which intervals.</summary>
internal readonly record struct ForecastShape(int Horizon, IReadOnlyList<double> Levels)
{
    /// <summary>What was asked for, and the version's own where nothing was.</summary>
    public static ForecastShape Of(ServedVersion version, int? horizon, IReadOnlyList<double>? levels) => new(
        horizon ?? (int)Math.Clamp(version.Horizon, 1, TrainingRules.MaxHorizon), levels ?? Json.Read<double[]>(version.Levels));
}

/// <summary>Forecasts from stored versions and stored series.</summary>
internal sealed class Forecaster(PredictorCache predictors, Database database)
{
    public Predictor Predictor(string tenant, ServedVersion version) => predictors.Get(tenant, version);

    /// <exception cref="EndOfCalendarException">The last step lies after the last year.</exception>
    public ForecastBody Forecast(string tenant, ServedVersion version, ServedSeries series, ForecastShape shape)
    {
        TimeSeries history = database.Read(connection => SeriesArchive.Read(connection, tenant, version.Model, series.Revision, series.Series))
            ?? throw new ModelGoneException(version.Model);
        return Forecast(tenant, version, history, shape);
    }

    /// <exception cref="EndOfCalendarException">The last step lies after the last year.</exception>
    public ForecastBody Forecast(string tenant, ServedVersion version, TimeSeries history, ForecastShape shape)
    {
        if (!Reaches(history, shape.Horizon)) throw new EndOfCalendarException(history, shape.Horizon);
        Forecast forecast = Predictor(tenant, version).Forecast(history, shape.Horizon, shape.Levels);
        return new ForecastBody(version.Model, version.Version, forecast.Series, forecast.Frequency, forecast.Origin, forecast.Points);
    }

    private static bool Reaches(TimeSeries history, int horizon)
    {
        try
        {
            return history.Axis.TimeOf(history.Length - 1L + horizon).Length > 0;
        }
        catch (Exception beyond) when (beyond is ArgumentOutOfRangeException or OverflowException)
        {
            return false;
        }
    }

    /// <summary>A strong entity tag: equal tags, equal bytes. The run's id stands for the version for ever.</summary>
    public static string Tag(ServedVersion version, ServedSeries series, ForecastShape shape, ForecastFormat format)
    {
        string key = $"{version.Run}|{series.Revision}|{shape.Horizon}|{ForecastQuery.Written(shape.Levels)}|{format}|{series.Series}";
        return $"\"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16))}\"";
    }
}

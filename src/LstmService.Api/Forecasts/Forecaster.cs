using System.Security.Cryptography;
using System.Text;
using LstmService.Api.Models;
using LstmService.Api.Requests;
using LstmService.Api.Storage;
using LstmService.Forecasting;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Symbols;
using LstmService.Forecasting.Time;

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
    /// <summary>Forecasts a stored series of a model of either kind.</summary>
    /// <exception cref="EndOfCalendarException">The last step lies after the last year.</exception>
    /// <exception cref="UnknownSymbolException">The series goes on with a symbol that the version was not trained on.</exception>
    public IForecastBody Answer(string tenant, ServedVersion version, ServedSeries series, ForecastShape shape)
    {
        if (version.Kind != ModelKind.Symbols) return Forecast(tenant, version, series, shape);
        SymbolSeries history = database.Read(connection => SymbolArchive.Read(connection, tenant, version.Model, series.Revision, series.Series))
            ?? throw new ModelGoneException(version.Model);
        return Forecast(tenant, version, history, shape);
    }

    /// <summary>The first line of forecasts as CSV.</summary>
    public string CsvHeader(string tenant, ServedVersion version, ForecastShape shape) => version.Kind == ModelKind.Symbols
        ? SymbolForecastBody.CsvHeader(predictors.GetSymbols(tenant, version).Vocabulary)
        : ForecastBody.CsvHeader(shape.Levels);

    /// <summary>The step of the series that a version was trained on.</summary>
    public Frequency FrequencyOf(string tenant, ServedVersion version) => version.Kind == ModelKind.Symbols
        ? predictors.GetSymbols(tenant, version).Frequency
        : predictors.Get(tenant, version).Frequency;

    /// <summary>How histories are made regular for a version.</summary>
    public PreparationPolicies PoliciesOf(string tenant, ServedVersion version) =>
        version.Kind == ModelKind.Symbols ? new() : predictors.Get(tenant, version).Policies;

    /// <exception cref="EndOfCalendarException">The last step lies after the last year.</exception>
    /// <exception cref="UnknownSymbolException">The history holds a symbol that the version was not trained on.</exception>
    public SymbolForecastBody Forecast(string tenant, ServedVersion version, SymbolSeries history, ForecastShape shape)
    {
        if (!Reaches(history.Axis, history.Length, shape.Horizon)) throw new EndOfCalendarException(history.Axis, history.Length, shape.Horizon);
        SymbolForecast forecast = predictors.GetSymbols(tenant, version).Forecast(history, shape.Horizon);
        return new SymbolForecastBody(
            version.Model, version.Version, forecast.Series, version.Kind, forecast.Frequency, forecast.Origin, forecast.Points);
    }

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
        if (!Reaches(history.Axis, history.Length, shape.Horizon)) throw new EndOfCalendarException(history.Axis, history.Length, shape.Horizon);
        Forecast forecast = predictors.Get(tenant, version).Forecast(history, shape.Horizon, shape.Levels);
        return new ForecastBody(version.Model, version.Version, forecast.Series, forecast.Frequency, forecast.Origin, forecast.Points);
    }

    private static bool Reaches(TimeAxis axis, int length, int horizon)
    {
        try
        {
            return axis.TimeOf(length - 1L + horizon).Length > 0;
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

using System.Diagnostics;
using System.Text;
using LstmService.Api.Models;
using LstmService.Api.Requests;
using LstmService.Api.Storage;
using LstmService.Api.Telemetry;
using LstmService.Forecasting;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Symbols;
using LstmService.Forecasting.Time;

namespace LstmService.Api.Forecasts;

/// <summary>How far ahead, with which intervals, and with how many sample paths.</summary>
/// <param name="Horizon">Steps.</param>
/// <param name="Levels">In percent.</param>
/// <param name="Samples">Paths; null answers none.</param>
/// <param name="Seed">What the paths are drawn from; null draws them from model and version.</param>
internal readonly record struct ForecastShape(int Horizon, IReadOnlyList<double> Levels, int? Samples, int? Seed)
{
    /// <summary>What was asked for, and the version's own where nothing was.</summary>
    public static ForecastShape Of(ServedVersion version, int? horizon, IReadOnlyList<double>? levels, int? samples, int? seed) => new(
        horizon ?? (int)Math.Clamp(version.Horizon, 1, TrainingRules.MaxHorizon), levels ?? Json.Read<double[]>(version.Levels), samples, seed);

    /// <summary>The paths that are wanted; null is none.</summary>
    public SampleRequest? PathsOf(ServedVersion version) => Samples is { } count
        ? new(count, Seed is { } seed ? $"{seed}" : $"{version.Model}|{version.Version}")
        : null;
}

/// <summary>Forecasts from stored versions and stored series.</summary>
internal sealed class Forecaster(PredictorCache predictors, Database database, ServiceMetrics metrics)
{
    private const int PageSize = 100;

    /// <summary>The answer's bytes, in the format that is wanted; throws as <see cref="Answer"/> does.</summary>
    public byte[] Write(string tenant, ForecastTarget target)
    {
        IForecastBody forecast = Answer(tenant, target.Version, target.Series, target.Shape);
        return target.Format == ForecastFormat.Csv
            ? [.. Encoding.UTF8.GetBytes(CsvHeader(tenant, target.Version, target.Shape)), .. forecast.ToCsv(target.Shape.Levels)]
            : forecast.ToJson().ToArray(); // which are kept, without the room behind them
    }

    /// <summary>Forecasts a stored series of a model of either kind.</summary>
    /// <exception cref="EndOfCalendarException">The last step lies after the last year.</exception>
    /// <exception cref="UnknownSymbolException">The series goes on with a symbol that the version was not trained on.</exception>
    public IForecastBody Answer(string tenant, ServedVersion version, ServedSeries series, ForecastShape shape)
    {
        if (version.Kind != ModelKind.Symbols) return Forecast(tenant, version, series, shape);
        return Forecast(tenant, version, StoredSymbols(tenant, version, series), shape);
    }

    /// <summary>The first line of forecasts as CSV.</summary>
    public string CsvHeader(string tenant, ServedVersion version, ForecastShape shape) => version.Kind == ModelKind.Symbols
        ? SymbolForecastBody.CsvHeader(predictors.GetSymbols(tenant, version).Vocabulary)
        : ForecastBody.CsvHeader(shape.Levels);

    /// <summary>The step of the series that a version was trained on.</summary>
    public Frequency FrequencyOf(string tenant, ServedVersion version) => version.Kind == ModelKind.Symbols
        ? predictors.GetSymbols(tenant, version).Frequency
        : predictors.Get(tenant, version).Frequency;

    /// <summary>What a version reads beside values; null where it reads nothing.</summary>
    public CovariateCoding? CovariatesOf(string tenant, ServedVersion version) =>
        version.Kind == ModelKind.Symbols ? null : predictors.Get(tenant, version).Covariates;

    /// <summary>The stored history of a series.</summary>
    public TimeSeries Stored(string tenant, ServedVersion version, ServedSeries series) =>
        database.Read(connection => SeriesArchive.Read(connection, tenant, version.Model, series.Revision, series.Series))
            ?? throw new ModelGoneException(version.Model);

    /// <summary>The stored history of a series of symbols.</summary>
    public SymbolSeries StoredSymbols(string tenant, ServedVersion version, ServedSeries series) =>
        database.Read(connection => SymbolArchive.Read(connection, tenant, version.Model, series.Revision, series.Series))
            ?? throw new ModelGoneException(version.Model);

    /// <summary>Throws where a stored series of a version has not the covariates that a forecast needs.</summary>
    /// <exception cref="CovariatesMissingException">One has not.</exception>
    public void RequireCovariatesOfAll(string tenant, ServedVersion version, int horizon, Catalogue catalogue)
    {
        if (CovariatesOf(tenant, version) is not { Columns.Count: > 0 } coding) return;
        string? after = null;
        IReadOnlyList<ServedSeries> page;
        do
        {
            page = catalogue.ServedSeries(tenant, version, after, PageSize);
            foreach (ServedSeries series in page) Require(coding, Stored(tenant, version, series), horizon, isStored: true);
            after = page.Count > 0 ? page[^1].Series : after;
        }
        while (page.Count == PageSize);
    }

    /// <summary>Throws where a history has not the covariates that a forecast needs.</summary>
    /// <exception cref="CovariatesMissingException">It has not.</exception>
    public static void Require(CovariateCoding? coding, TimeSeries history, int horizon, bool isStored)
    {
        MissingCovariate[] missing = [.. coding?.Missing(history, horizon) ?? []];
        if (missing.Length > 0) throw new CovariatesMissingException(missing, history.Id, isStored);
    }

    /// <summary>How histories are made regular for a version.</summary>
    public PreparationPolicies PoliciesOf(string tenant, ServedVersion version) =>
        version.Kind == ModelKind.Symbols ? new() : predictors.Get(tenant, version).Policies;

    /// <exception cref="EndOfCalendarException">The last step lies after the last year.</exception>
    /// <exception cref="UnknownSymbolException">The history holds a symbol that the version was not trained on.</exception>
    public SymbolForecastBody Forecast(string tenant, ServedVersion version, SymbolSeries history, ForecastShape shape)
    {
        RequireCalendar(history.Axis, history.Length, shape.Horizon);
        SymbolPredictor predictor = predictors.GetSymbols(tenant, version);
        SymbolForecast forecast = Timed(version, () => predictor.Forecast(history, shape.Horizon));
        return new SymbolForecastBody(
            version.Model, version.Version, forecast.Series, version.Kind, forecast.Frequency, forecast.Origin, forecast.Points);
    }

    /// <exception cref="EndOfCalendarException">The last step lies after the last year.</exception>
    public ForecastBody Forecast(string tenant, ServedVersion version, ServedSeries series, ForecastShape shape)
    {
        TimeSeries history = Stored(tenant, version, series);
        Require(CovariatesOf(tenant, version), history, shape.Horizon, isStored: true);
        return Forecast(tenant, version, history, shape);
    }

    /// <exception cref="EndOfCalendarException">The last step lies after the last year.</exception>
    public ForecastBody Forecast(string tenant, ServedVersion version, TimeSeries history, ForecastShape shape)
    {
        RequireCalendar(history.Axis, history.Length, shape.Horizon);
        Predictor predictor = predictors.Get(tenant, version);
        Forecast forecast = Timed(version, () => predictor.Forecast(history, shape.Horizon, shape.Levels, shape.PathsOf(version)));
        return new ForecastBody(version.Model, version.Version, forecast.Series, forecast.Frequency, forecast.Origin, forecast.Points, forecast.Samples);
    }

    private T Timed<T>(ServedVersion version, Func<T> forecast)
    {
        long started = Stopwatch.GetTimestamp();
        T made = forecast();
        metrics.Forecast(Stopwatch.GetElapsedTime(started), version.Kind);
        return made;
    }

    /// <summary>Throws where the last step of a horizon has no date.</summary>
    /// <exception cref="EndOfCalendarException">It lies after the last year.</exception>
    public static void RequireCalendar(TimeAxis axis, int length, int horizon)
    {
        try
        {
            _ = axis.TimeOf(length - 1L + horizon);
        }
        catch (Exception beyond) when (beyond is ArgumentOutOfRangeException or OverflowException)
        {
            throw new EndOfCalendarException(axis, length, horizon);
        }
    }

}

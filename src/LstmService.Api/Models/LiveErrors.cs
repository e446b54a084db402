using System.Data.Common;
using Dapper;
using LstmService.Api.Forecasts;
using LstmService.Api.Requests;
using LstmService.Api.Storage;
using LstmService.Forecasting;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Evaluation;

namespace LstmService.Api.Models;

/// <summary>How a version did on points that became known after it was trained.</summary>
/// <param name="Points">The newest of them, at least a horizon where there are so many.</param>
/// <param name="Mae">Mean absolute error of what was forecast for them from before them.</param>
/// <param name="Coverage80">The share of them inside the 80% interval.</param>
/// <param name="Ratio">The error over that of the backtest at the same steps ahead; null where nothing was judged.</param>
internal sealed record LiveAccuracy(long Points, double Mae, double Coverage80, double? Ratio);

/// <summary>The errors of one upload of new points.</summary>
internal sealed record LiveError(long Points, double Error, double? Expected, long Covered)
{
    public static LiveError operator +(LiveError one, LiveError other) => new(
        one.Points + other.Points, one.Error + other.Error, one.Expected + other.Expected, one.Covered + other.Covered);
}

/// <summary>
/// Measures the champion on what is appended, and tells whether the world has drifted away from it: whether the mean absolute
/// error over at least a horizon of the newest points is more than half again the backtest's at the same steps ahead. A monitor
/// of the error itself, as drift detection by error rates does (Gama et al. 2004, Learning with Drift Detection); the backtest
/// says what error is usual, step by step, so that one step ahead is not compared with twelve.
/// </summary>
internal sealed class LiveErrors(Database database, Catalogue catalogue, Backtests backtests, Forecaster forecaster)
{
    private const double DriftRatio = 1.5;
    private const double Level = 80;

    /// <summary>The errors of what the version would have forecast for a series' new points; null where none is to be had.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="version">The champion.</param>
    /// <param name="before">The series before the new points.</param>
    /// <param name="after">The series with them, gaps left as they are.</param>
    public LiveError? Measure(string tenant, ServedVersion version, TimeSeries before, ContinuedSeries after)
    {
        int end = before.Length + after.Shift, steps = (int)Math.Min(after.Series.Length - end, version.Horizon);
        if (version.Kind != ModelKind.Values || steps < 1) return null;
        // What was known ahead is known now; what else stands beside the new points was not.
        TimeSeries history = after.Shift == 0 ? before with { Covariates = after.Series.Covariates } : before;
        if (forecaster.CovariatesOf(tenant, version)?.Missing(history, steps).Any() is true) return null;
        ForecastBody forecast = forecaster.Forecast(tenant, version, history, new ForecastShape(steps, [Level], null, null));
        double[]? usual = Usual(tenant, version, before.Id);
        LiveError sum = new(0, 0, 0, 0);
        for (int step = 0; step < steps; step++)
        {
            double actual = after.Series.Values[end + step];
            if (double.IsNaN(actual)) continue;
            ForecastPoint point = forecast.Points[step];
            Interval band = point.Intervals.Single().Value;
            sum += new LiveError(
                1, Math.Abs(actual - point.Value), usual is { Length: > 0 } ? usual[Math.Min(step, usual.Length - 1)] : null,
                actual >= band.Lower && actual <= band.Upper ? 1 : 0);
        }
        return sum.Points > 0 ? sum : null;
    }

    /// <summary>Keeps the errors of an upload, inside the transaction that stores it.</summary>
    public static void Keep(DbConnection connection, string tenant, ServedVersion version, long revision, LiveError error) => connection.Execute(
        """
        insert into live_errors (tenant, model, version, revision, points, error, expected, covered)
        values (@tenant, @Model, @Version, @revision, @Points, @Error, @Expected, @Covered)
        """,
        new { tenant, version.Model, version.Version, revision, error.Points, error.Error, error.Expected, error.Covered });

    /// <summary>How a version did on its newest points; null where there are none.</summary>
    public LiveAccuracy? Of(string tenant, string model, long version, long horizon)
    {
        LiveError sum = new(0, 0, 0, 0);
        foreach (LiveError error in database.Read(connection => connection.Query<ErrorRow>(
            """
            select points, error, expected, covered from live_errors
            where tenant = @tenant and model = @model and version = @version order by revision desc limit @horizon
            """, new { tenant, model, version, horizon }).AsList()).Select(row => row.Sum()))
        {
            if (sum.Points >= horizon) break;
            sum += error;
        }
        if (sum.Points == 0) return null;
        return new(sum.Points, sum.Error / sum.Points, (double)sum.Covered / sum.Points, sum.Expected is > 0 and { } usual ? sum.Error / usual : null);
    }

    /// <summary>Has the world drifted away from the version?</summary>
    public bool HasDrifted(string tenant, ServedVersion version) =>
        Of(tenant, version.Model, version.Version, version.Horizon) is { Ratio: > DriftRatio } live && live.Points >= version.Horizon;

    /// <summary>[step]: the mean absolute error of the series' backtest; of the model's where the series' was not kept.</summary>
    private double[]? Usual(string tenant, ServedVersion version, string series)
    {
        if (backtests.Find(tenant, version.Model, version.Version, series) is { Origins.Count: > 0 } kept)
        {
            double[] bySteps =
            [
                .. Enumerable.Range(0, kept.Origins.Max(origin => origin.Actual.Count))
                    .Select(step => kept.Origins.Where(origin => step < origin.Actual.Count && double.IsFinite(origin.Actual[step]))
                        .Select(origin => Math.Abs(origin.Actual[step] - origin.Forecast[step])).DefaultIfEmpty(double.NaN).Average()),
            ];
            if (bySteps.All(double.IsFinite)) return bySteps;
        }
        return catalogue.Version(tenant, version.Model, version.Version) is { } row && Json.Read<ModelEvaluation>(row.Evaluation).Test is { } test ? [test.Mae] : null;
    }

    private sealed class ErrorRow
    {
        public long Points { get; init; }
        public double Error { get; init; }
        public double? Expected { get; init; }
        public long Covered { get; init; }

        public LiveError Sum() => new(Points, Error, Expected, Covered);
    }
}

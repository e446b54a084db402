using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Forecasting.Tests.Data;

public sealed class SeriesContinuationTests
{
    private static readonly LocalDateTime NewYear = new(2026, 1, 1, 0, 0);

    [Fact]
    public void New_points_follow_and_old_ones_are_corrected()
    {
        ContinuedSeries joined = Join(Days(0, 1, 2, 3), Days(1, 20, 3, 4, double.NaN, 6));
        Assert.Equal([1, 20, 3, 4, double.NaN, 6], joined.Series.Values);
        Assert.Equal((2, 1, 0), (joined.Appended, joined.Corrected, joined.Shift));
        Assert.Equal("2026-01-06", joined.Series.Axis.TimeOf(5));
    }

    [Fact]
    public void A_gap_stays_open_and_earlier_points_come_before()
    {
        Assert.Equal([1, double.NaN, double.NaN, 9], Join(Days(0, 1), Days(3, 9)).Series.Values);
        ContinuedSeries earlier = Join(Days(0, 1, 2), Days(-3, 7, 8));
        Assert.Equal([7, 8, double.NaN, 1, 2], earlier.Series.Values);
        Assert.Equal(("2025-12-29", 3, 2), (earlier.Series.Axis.TimeOf(0), earlier.Shift, earlier.Appended));
    }

    [Fact]
    public void Values_without_times_follow_the_last()
    {
        Assert.Equal([1, 2, 3], Join(Days(0, 1, 2), new("a", TimeAxis.FromIndex(Frequency.Daily), [3]), follows: true).Series.Values);
        TimeSeries positions = new("a", TimeAxis.FromIndex(Frequency.Index, 10), [1, 2]);
        Assert.Equal([1, 2, 3], Join(positions, new("a", TimeAxis.FromIndex(Frequency.Index, 12), [3])).Series.Values);
    }

    [Fact]
    public void Months_are_counted_from_the_series_own_start()
    {
        TimeSeries stored = new("a", new TimeAxis(Frequency.Monthly, new LocalDateTime(2026, 1, 31, 0, 0)), [1, 2, 3]);
        ContinuedSeries joined = Join(stored, new("a", new TimeAxis(Frequency.Monthly, new LocalDateTime(2026, 4, 30, 0, 0)), [4]));
        Assert.Equal([1, 2, 3, 4], joined.Series.Values);
        Assert.Equal("2026-04-30", joined.Series.Axis.TimeOf(3));
    }

    [Fact]
    public void Covariates_go_on_with_the_values_and_hold_over_a_gap()
    {
        TimeSeries stored = Days(0, 1, 2) with { Covariates = [Known("price", 5, 5, 6), Past("visitors", 10, 20), new("region", CovariateRole.Static, null, ["north"])] };
        TimeSeries more = Days(3, 4) with { Covariates = [Known("price", 7, 8, 9), Past("visitors", 40)] };
        IReadOnlyList<Covariate> joined = Join(stored, more).Series.Covariates;
        Assert.Equal([5, 5, 6, 7, 8, 9], joined[0].Numbers!);
        Assert.Equal([10, 20, 20, 40], joined[1].Numbers!);
        Assert.Equal("north", Assert.Single(joined[2].Texts!));
    }

    [Fact]
    public void What_does_not_fit_is_refused_with_the_reason()
    {
        TimeSeries stored = Days(0, 1, 2) with { Covariates = [Known("price", 5, 5)] };
        Assert.Contains("price is missing", Refused(stored, Days(2, 3)), StringComparison.Ordinal);
        Assert.Contains("price holds numbers", Refused(stored, Days(2, 3) with { Covariates = [new("price", CovariateRole.Known, null, ["low"])] }), StringComparison.Ordinal);
        Assert.Contains("too large a gap", Refused(Days(0, 1, 2), Days(1_000_000, 3)), StringComparison.Ordinal);
        Assert.Contains("has times", Refused(Days(0, 1, 2), new("a", TimeAxis.FromIndex(Frequency.Daily), [3])), StringComparison.Ordinal);
        TimeSeries noon = new("a", new TimeAxis(Frequency.Daily, NewYear.PlusHours(12)), [3, 4]);
        Assert.Contains("are no times of the series", Refused(Days(0, 1, 2), noon), StringComparison.Ordinal);
        TimeSeries zoned = new("a", new TimeAxis(Frequency.Daily, NewYear, Offset.Zero), [3]);
        Assert.Contains("offset", Refused(Days(0, 1, 2), zoned), StringComparison.Ordinal);
    }

    [Fact]
    public void Gaps_are_filled_by_the_models_policy()
    {
        TimeSeries gap = Join(Days(0, 1, 2), Days(3, 4)).Series;
        Assert.Equal([1, 2, 3, 4], SeriesContinuation.Fill(gap, new() { Gaps = GapPolicy.Interpolate }).Values);
        Assert.Equal([1, 2, double.NaN, 4], SeriesContinuation.Fill(gap, null).Values);
    }

    private static ContinuedSeries Join(TimeSeries stored, TimeSeries more, bool follows = false)
    {
        ContinuedSeries? joined = SeriesContinuation.Join(stored, more, follows, out string? problem);
        Assert.Null(problem);
        return joined!;
    }

    private static string Refused(TimeSeries stored, TimeSeries more)
    {
        Assert.Null(SeriesContinuation.Join(stored, more, follows: false, out string? problem));
        return problem!;
    }

    private static TimeSeries Days(int first, params double[] values) => new("a", new TimeAxis(Frequency.Daily, NewYear.PlusDays(first)), values);

    private static Covariate Known(string name, params double[] numbers) => new(name, CovariateRole.Known, numbers, null);

    private static Covariate Past(string name, params double[] numbers) => new(name, CovariateRole.Past, numbers, null);
}

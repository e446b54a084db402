using LstmService.Engine;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Pipeline;
using LstmService.Forecasting.Time;
using NodaTime;

namespace LstmService.Forecasting.Tests.Covariates;

/// <summary>What is known beside a series helps to forecast it, and only that.</summary>
public class CovariateTests
{
    private const int Points = 300, Horizon = 14;
    private static readonly TrainingOptions Quick = new() { Members = 2, Epochs = 40, Hidden = 16 };
    private static readonly LocalDateTime Start = new(2022, 1, 3, 0, 0); // a Monday

    [Fact]
    public void APromotionThatIsKnownAheadIsForecast()
    {
        (double[] values, double[] promotion) = Promoted(Points + Horizon, 1);
        TimeSeries with = Daily("a", values[..Points], Known("promo", promotion)), without = with with { Covariates = [] };
        Predictor informed = Train(Quick, with), blind = Train(Quick, without);
        double error = Error(informed.Forecast(with, Horizon, [80]), values), blindError = Error(blind.Forecast(without, Horizon, [80]), values);
        Assert.True(error < 0.35 * blindError, $"{error} with, {blindError} without");
        Assert.NotNull(informed.State.Covariates!.Regression);
    }

    [Fact]
    public void TheBacktestKnowsWhatWasKnown()
    {
        (double[] values, double[] promotion) = Promoted(Points, 1);
        TimeSeries with = Daily("a", values, Known("promo", promotion));
        double informed = Evaluate(with), blind = Evaluate(with with { Covariates = [] });
        Assert.True(informed < 0.4 * blind, $"{informed} with, {blind} without");

        static double Evaluate(TimeSeries series) => Estimator.Train(new([series], Horizon, null, Quick), 2, null, default).Evaluation.Test!.Mae;
    }

    [Theory]
    [InlineData("pinball", "direct")]
    [InlineData("studentT", "direct")]
    [InlineData("pinball", "encoderDecoder")]
    public void AnotherFutureIsAnotherForecastInEveryArchitecture(string loss, string architecture)
    {
        (double[] values, double[] promotion) = Promoted(Points + Horizon, 1);
        Array.Clear(promotion, Points, Horizon);
        TimeSeries plain = Daily("a", values[..Points], Known("promo", promotion));
        double[] promoted = [.. promotion];
        promoted[Points + 3] = 1;
        Predictor predictor = Train(Quick with { Loss = loss, Architecture = architecture }, plain);
        Forecast baseline = predictor.Forecast(plain, Horizon, [80]), scenario = predictor.Forecast(plain with { Covariates = [Known("promo", promoted)] }, Horizon, [80]);
        double[] difference = [.. scenario.Points.Zip(baseline.Points, (s, b) => s.Value - b.Value)];
        Assert.InRange(difference[3], 25, 55); // 40 is true
        Assert.All(difference.Where((_, k) => k != 3), d => Assert.InRange(d, -10, 10));
    }

    [Fact]
    public void AStaticCategoryTellsRegimesApart()
    {
        // a promotion sells more in the north and less in the south, so that it has no effect without the region
        TimeSeries[] all = [.. Enumerable.Range(0, 16).Select(i => Regional(i, i % 2 == 0 ? "north" : "south"))];
        Predictor predictor = Estimator.Train(new(all, 8, null, Quick with { Epochs = 80 }), 2, null, default).Predictor;
        TimeSeries history = all[0].Head(190);
        double[] future = [.. history.Covariates[0].Numbers![..190], 0, 0, 0, 1, 0, 0, 0, 0];
        Assert.InRange(Difference("north"), 15, 45); // 30 is true
        Assert.InRange(Difference("south"), -45, -15);

        double Difference(string region)
        {
            Covariate where = new("region", CovariateRole.Static, null, [region]);
            Forecast with = predictor.Forecast(history with { Covariates = [Known("promo", future), where] }, 8, [80]);
            Forecast without = predictor.Forecast(history with { Covariates = [Known("promo", [.. future[..190], .. new double[8]]), where] }, 8, [80]);
            return with.Points[3].Value - without.Points[3].Value;
        }
    }

    private static TimeSeries Regional(int i, string region)
    {
        Xoshiro256 random = new((ulong)i);
        double[] promotion = [.. Enumerable.Range(0, 240).Select(_ => random.NextInt(10) == 0 ? 1.0 : 0)];
        return Daily($"s{i}", [.. promotion.Select(p => 100 + (region == "north" ? 30 : -30) * p + random.NextGaussian())],
            Known("promo", promotion), new Covariate("region", CovariateRole.Static, null, [region]));
    }

    [Fact]
    public void ALeadingIndicatorOfThePastIsFound()
    {
        Xoshiro256 random = new(5);
        double[] indicator = [.. Enumerable.Range(0, 600).Select(_ => random.NextGaussian())];
        double[] values = [.. Enumerable.Range(0, 600).Select(t => 100 + (t < 3 ? 0 : 10 * indicator[t - 3]) + random.NextGaussian())];
        TimeSeries with = Indexed(500), without = with with { Covariates = [] };
        TrainingOptions options = Quick with { Lookback = 12, Epochs = 60, Seasonality = "none" };
        Predictor informed = Estimator.Train(new([with], 3, null, options), 2, null, default).Predictor;
        Predictor blind = Estimator.Train(new([without], 3, null, options), 2, null, default).Predictor;
        double error = 0, blindError = 0;
        for (int origin = 500; origin < 597; origin++)
        {
            error += Error(informed.Forecast(Indexed(origin), 3, [80]), values);
            blindError += Error(blind.Forecast(Indexed(origin) with { Covariates = [] }, 3, [80]), values);
        }
        Assert.True(error < 0.5 * blindError, $"{error} with, {blindError} without");

        TimeSeries Indexed(int points) => Samples.Indexed(values[..points]) with { Covariates = [new("indicator", CovariateRole.Past, indicator[..points], null)] };
    }

    [Fact]
    public void AHolidayIsForecastWhereTheCalendarHasOne()
    {
        const int Days = 3 * 365;
        List<(LocalDate, string)> calendar = [.. Enumerable.Range(2022, 5).Select(year => (new LocalDate(year, 12, 24), "Eve"))];
        calendar.AddRange(Enumerable.Range(2022, 5).SelectMany(year => Enumerable.Range(1, 12).Select(month => (new LocalDate(year, month, 11), "Sale"))));
        SpecialDays days = SpecialDays.Of(calendar);
        Xoshiro256 random = new(3);
        double[] values = [.. Enumerable.Range(0, Days).Select(t =>
        {
            LocalDate date = Start.Date.PlusDays(t);
            double factor = date.Day == 11 ? 1.8 : date.Day == 12 ? 0.8 : date is { Month: 12, Day: 24 } ? 0.3 : 1;
            return factor * (100 + 10 * (t % 7) + random.NextGaussian());
        })];
        TimeSeries series = Daily("a", values[..(Days - 30)]);
        Predictor predictor = Estimator.Train(new([series], 28, null, Quick) { Calendar = days }, 2, null, default).Predictor;
        Forecast forecast = predictor.Forecast(series, 28, [80]);
        Assert.Equal("2024-12-03", forecast.Points[0].Time);
        double[] truth = values[(Days - 30)..];
        foreach (int k in new[] { 8, 9, 21 }) // the 11th, the day after, Christmas Eve
            Assert.InRange(forecast.Points[k].Value / truth[k], 0.85, 1.15);
        Assert.Equal(forecast.Points.Select(p => p.Value), Reloaded(predictor).Forecast(series, 28, [80]).Points.Select(p => p.Value));
    }

    [Fact]
    public void CategoriesThatAreKnownAheadHaveAnEffectEach()
    {
        Xoshiro256 random = new(9);
        string[] kinds = ["none", "half", "free"];
        string[] offer = [.. Enumerable.Range(0, Points + Horizon).Select(_ => random.NextInt(4) == 0 ? kinds[1 + random.NextInt(2)] : "none")];
        double[] values = [.. offer.Select((o, t) => 100 + 5 * (t % 7) + (o == "half" ? 30 : o == "free" ? 90 : 0) + random.NextGaussian())];
        TimeSeries series = Daily("a", values[..Points], new Covariate("offer", CovariateRole.Known, null, offer));
        Assert.True(Error(Train(Quick, series).Forecast(series, Horizon, [80]), values) < 8);
    }

    [Fact]
    public void TheSameRequestGivesTheSameBytesAndTheyLoad()
    {
        (double[] values, double[] promotion) = Promoted(200, 2);
        TimeSeries series = Daily("a", values[..190], Known("promo", promotion), new Covariate("load", CovariateRole.Past, [.. values[..190].Select(v => v * 1e6)], null));
        TrainingRequest request = new([series], 7, null, Quick with { Epochs = 4 });
        Predictor one = Estimator.Train(request, 1, null, default).Predictor, two = Estimator.Train(request, 3, null, default).Predictor;
        Assert.Equal(Bytes(one), Bytes(two));
        Predictor plain = Train(Quick with { Epochs = 4 }, series with { Covariates = [] });
        Assert.Equal(3, Bytes(one.LstmAlone())[4]);
        Assert.Equal(2, Bytes(plain.LstmAlone())[4]); // a service from before covariates still reads what has none
        Assert.Equal(4, Bytes(new Predictor(plain.State with { Composition = new(0.5, "theta", "damped", 0.25) }, new Ensemble(plain.Plan, plain.State.Global, plain.Networks)))[4]);
        Assert.Equal(one.Forecast(series, 10, [80]).Points.Select(p => p.Value), Reloaded(one).Forecast(series, 10, [80]).Points.Select(p => p.Value));
    }

    [Fact]
    public void WhatAForecastNeedsIsSaid()
    {
        (double[] values, double[] promotion) = Promoted(100, 2);
        TimeSeries series = Daily("a", values[..90], Known("promo", promotion), new Covariate("region", CovariateRole.Static, null, ["north"]));
        CovariateCoding coding = CovariateCoding.Learn([series], null)!;
        Assert.Empty(coding.Missing(series, 10));
        Assert.Equal([new MissingCovariate("promo", CovariateRole.Known, true, 11, 10)], coding.Missing(series, 11));
        Assert.Equal(["promo", "region"], coding.Missing(series with { Covariates = [] }, 1).Select(m => m.Name));
    }

    [Fact]
    public void NothingAtOrAfterAnOriginIsReadButWhatIsKnownAhead()
    {
        (double[] values, double[] promotion) = Promoted(120, 4);
        double[] load = [.. values];
        TimeSeries series = Daily("a", values, Known("promo", promotion), new Covariate("load", CovariateRole.Past, load, null));
        Plan plan = Train(Quick with { Epochs = 1 }, series).Plan;
        CovariateCoding coding = CovariateCoding.Learn([series], null)!;
        float[] before = Inputs(series);
        double[] changed = [.. load], moved = [.. promotion];
        for (int t = 100; t < 120; t++) changed[t] = 1e6;
        for (int t = 100 + plan.Horizon; t < 120; t++) moved[t] = 1 - moved[t];
        Assert.Equal(before, Inputs(series with { Covariates = [Known("promo", moved), new("load", CovariateRole.Past, changed, null)] }));

        float[] Inputs(TimeSeries of)
        {
            Window window = new(plan);
            new WindowEncoder(plan, new(0, 1)).Encode(new EncodedSeries(values, plan, covariates: coding.Encode(of, 0)), 100, window);
            return [.. window.Inputs, .. window.Future, .. window.Skip, .. window.Alternatives];
        }
    }

    [Fact]
    public void ALinearPartThatDoesNotHelpIsLeftOut()
    {
        Xoshiro256 random = new(8);
        double[] noise = [.. Enumerable.Range(0, Points).Select(_ => random.NextGaussian())];
        TrainedModel model = Estimator.Train(new([Daily("a", Promoted(Points, 1).Values, Known("noise", noise))], Horizon, null, Quick with { Epochs = 1 }), 2, null, default);
        Assert.Null(model.Predictor.State.Covariates!.Regression);
        Assert.Contains(model.Choices, c => c.StartsWith("no linear part", StringComparison.Ordinal));
    }

    /// <summary>A week on a level; a promotion on one day in eight adds 40.</summary>
    private static (double[] Values, double[] Promotion) Promoted(int points, ulong seed)
    {
        Xoshiro256 random = new(seed);
        double[] promotion = [.. Enumerable.Range(0, points).Select(_ => random.NextInt(8) == 0 ? 1.0 : 0)];
        return ([.. promotion.Select((p, t) => 100 + 5 * (t % 7) + 40 * p + 2 * random.NextGaussian())], promotion);
    }

    private static Covariate Known(string name, double[] values) => new(name, CovariateRole.Known, values, null);

    private static TimeSeries Daily(string id, double[] values, params Covariate[] covariates) =>
        new(id, new TimeAxis(Frequency.Daily, Start), values) { Covariates = covariates };

    private static Predictor Train(TrainingOptions options, params TimeSeries[] series) =>
        Estimator.Train(new(series, Horizon, null, options), 2, null, default).Predictor;

    private static double Error(Forecast forecast, double[] values)
    {
        double error = 0;
        int origin = forecast.Points.Count == 3 ? int.Parse(forecast.Points[0].Time, System.Globalization.CultureInfo.InvariantCulture) : Points;
        for (int k = 0; k < forecast.Points.Count; k++) error += Math.Abs(forecast.Points[k].Value - values[origin + k]) / forecast.Points.Count;
        return error;
    }

    private static Predictor Reloaded(Predictor predictor) => Predictor.Load(new MemoryStream(Bytes(predictor)));

    private static byte[] Bytes(Predictor predictor)
    {
        using MemoryStream stream = new();
        predictor.Save(stream);
        return stream.ToArray();
    }
}

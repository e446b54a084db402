using System.Globalization;
using LstmService.Forecasting;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;

namespace LstmService.Benchmarks.Accuracy;

/// <summary>
/// Airline passengers by the tutorial's protocol: train on the first 96 months, then one step ahead over the other 48, each with
/// the true history before it; and the last 24 months at once.
/// </summary>
internal static class AirlineBenchmark
{
    private static readonly TrainingOptions Tutorial = new()
    {
        Hidden = 4,
        Layers = 1,
        Lookback = 1,
        Scaling = "minMax",
        Seasonality = "none",
        Members = 1,
        Epochs = 100,
        Batch = 1,
        LearningRate = 0.001,
        Loss = "squared",
    };

    public static int Run(string[] args)
    {
        DataSet set = DataSet.Read(Path.Combine(args[Array.IndexOf(args, "--data") + 1], "airpassengers_tutorial"));
        TimeSeries train = set.Train[0];
        TimeSeries all = train with { Values = [.. train.Values, .. set.Test[train.Id]] };
        Console.WriteLine($"{"network",-12} {"seed",4} {"train RMSE",10} {"test RMSE",10} {"80%",5} {"95%",5} {"last 24",8} verdict");
        foreach ((string name, int? horizon, TrainingOptions options) in (ReadOnlySpan<(string, int?, TrainingOptions)>)[("defaults", null, new()), ("tutorial", null, Tutorial), ("tutorial h1", 1, Tutorial)])
            for (int seed = 1; seed <= 5; seed++)
                Report(name, horizon, options with { Seed = seed }, train, all, seed);
        return 0;
    }

    private static void Report(string name, int? horizon, TrainingOptions options, TimeSeries train, TimeSeries all, int seed)
    {
        TrainedModel model = Estimator.Train(new([train], horizon, null, options), 2, null, default);
        (double test, double in80, double in95) = OneStep(model.Predictor, all, train.Length);
        (double fit, _, _) = OneStep(model.Predictor, all.Head(train.Length), 2);
        double atOnce = double.NaN;
        if (name == "defaults")
        {
            Predictor whole = Estimator.Train(new([all.Head(120)], 24, null, options), 2, null, default).Predictor;
            Forecast forecast = whole.Forecast(all.Head(120), 24, [80]);
            atOnce = Math.Sqrt(forecast.Points.Select((p, k) => Math.Pow(p.Value - all.Values[120 + k], 2)).Average());
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{name,-12} {seed,4} {fit,10:0.00} {test,10:0.00} {in80,5:0.00} {in95,5:0.00} {atOnce,8:0.00} {model.Evaluation.Verdict} {string.Join(" ", model.Predictor.Composition)}"));
    }

    private static (double Rmse, double In80, double In95) OneStep(Predictor predictor, TimeSeries series, int from)
    {
        double squares = 0, in80 = 0, in95 = 0;
        for (int t = from; t < series.Length; t++)
        {
            ForecastPoint point = predictor.Forecast(series.Head(t), 1, [80, 95]).Points[0];
            double actual = series.Values[t];
            squares += (point.Value - actual) * (point.Value - actual);
            if (actual >= point.Intervals["80"].Lower && actual <= point.Intervals["80"].Upper) in80++;
            if (actual >= point.Intervals["95"].Lower && actual <= point.Intervals["95"].Upper) in95++;
        }
        int n = series.Length - from;
        return (Math.Sqrt(squares / n), in80 / n, in95 / n);
    }
}

using System.Globalization;
using LstmService.Benchmarks.Accuracy;
using LstmService.Benchmarks.Engine;
using LstmService.Engine;
using LstmService.Forecasting;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Explanation;
using LstmService.Forecasting.Options;

namespace LstmService.Benchmarks.Explanation;

/// <summary>
/// Are explanations faithful, and fast? Points are deleted one after the other, laid on the window's level and season, in the order of
/// their relevance, by chance, and in the opposite order; the area over the curve (Samek et al. 2017) is by how much the forecast
/// moved in the mean of the deletions.
/// </summary>
internal static class ExplainBenchmark
{
    private const int Deletions = 8;
    private const int Draws = 10;
    private const int Step = 2;

    private static readonly string[] s_sets =
    [
        "airpassengers_tutorial", "classic_monthly", "classic_daily", "m1_monthly", "m3_quarterly", "m4_weekly_dev", "m4_hourly_dev",
        "nn5_daily_dev", "tourism_monthly_dev", "exchange_rate",
    ];

    public static int Run(string[] args)
    {
        int data = Array.IndexOf(args, "--data") + 1;
        if (data > 0 && data < args.Length) Faithfulness(args[data]);
        Latency();
        return 0;
    }

    private static void Faithfulness(string folder)
    {
        Console.WriteLine($"{"the first series of",-24} {"method",-20} {"most %",8} {"random %",9} {"least %",8}");
        List<(ExplanationMethod Method, double Most, double Random, double Least)> all = [];
        foreach (string name in s_sets)
        {
            DataSet set = DataSet.Read(Path.Combine(folder, name));
            TimeSeries series = set.Train[0];
            ForecastExplainer explainer = new(
                Estimator.Train(new([series], set.Horizon, [80], new() { Members = 2 }), 2, null, default).Predictor.LstmAlone());
            foreach (ExplanationMethod method in Enum.GetValues<ExplanationMethod>())
            {
                (double most, double random, double least) = Areas(explainer, series, method);
                all.Add((method, most, random, least));
                Write(name, method, most, random, least);
            }
        }
        foreach (var group in all.GroupBy(row => row.Method))
            Write("mean", group.Key, group.Average(r => r.Most), group.Average(r => r.Random), group.Average(r => r.Least));
    }

    private static (double Most, double Random, double Least) Areas(ForecastExplainer explainer, TimeSeries series, ExplanationMethod method)
    {
        ForecastExplanation explained = explainer.Explain(series, Step, method);
        string[] order = [.. explained.Attributions.Where(a => a.Covariate is null).OrderByDescending(a => Math.Abs(a.Relevance)).Select(a => a.Time)];
        Xoshiro256 chance = new(1);
        double random = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            string[] shuffled = [.. order.Select(time => (Time: time, At: chance.NextDouble())).OrderBy(pair => pair.At).Select(pair => pair.Time)];
            random += Area(shuffled) / Draws;
        }
        return (Area(order), random, Area([.. order.Reverse()]));

        double Area(string[] deleted) => 100 / Math.Abs(explained.Output) * Enumerable.Range(1, Math.Min(Deletions, deleted.Length))
            .Average(count => Math.Abs(explainer.ForecastWithout(series, Step, deleted[..count].ToHashSet()) - explained.Output));
    }

    /// <summary>One explanation as <c>GET /explain</c> makes it, in processor time: lookback 48, hidden 64.</summary>
    private static void Latency()
    {
        Xoshiro256 random = new(1);
        double[] values = [.. Enumerable.Range(0, 300).Select(t => 100 + 20 * Math.Sin(2 * Math.PI * t / 12) + 5 * random.NextGaussian())];
        TimeSeries series = new("value", Forecasting.Time.TimeAxis.FromIndex(Forecasting.Time.Frequency.Monthly), values);
        foreach (int members in (int[])[1, 3])
        {
            TrainingOptions options = new() { Members = members, Epochs = 2, Hidden = 64, Lookback = 48, Patch = 1 };
            Predictor predictor = Estimator.Train(new([series], 12, [80], options), 2, null, default).Predictor.LstmAlone();
            ForecastExplainer explainer = new(predictor);
            GateReader gates = new(predictor);
            double[] seconds = Clock.Medians(5, () =>
            [
                Clock.Seconds(() => explainer.Explain(series, Step, ExplanationMethod.IntegratedGradients), 0.2),
                Clock.Seconds(() => explainer.Explain(series, Step, ExplanationMethod.Relevance), 0.2),
                Clock.Seconds(() => gates.Read(series), 0.2),
            ]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{members} network(s): integrated gradients {1e3 * seconds[0]:0.0} ms, relevance {1e3 * seconds[1]:0.0} ms, gates {1e3 * seconds[2]:0.0} ms"));
        }
    }

    private static void Write(string name, ExplanationMethod method, double most, double random, double least) => Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{name,-24} {method,-20} {most,8:0.000} {random,9:0.000} {least,8:0.000}"));
}

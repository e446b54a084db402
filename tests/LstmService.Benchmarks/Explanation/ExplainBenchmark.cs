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
/// Are explanations faithful, and fast? Points are deleted one after the other, laid on the window's level and season: first those
/// that are said to have moved the forecast up, by chance, and first those that moved it down. The area over the curve (Samek et al.
/// 2017) is by how much the forecast fell in the mean of the deletions. The order is that of the signed relevance: in an order by
/// size alone points of both signs are deleted, and what one moves another takes back.
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
        Console.WriteLine($"{"the first series of",-24} {"method",-20} {"up first",9} {"random",8} {"down first",11}");
        List<(ExplanationMethod Method, double Up, double Random, double Down)> all = [];
        foreach (string name in s_sets)
        {
            DataSet set = DataSet.Read(Path.Combine(folder, name));
            TimeSeries series = set.Train[0];
            ForecastExplainer explainer = new(
                Estimator.Train(new([series], set.Horizon, [80], new() { Members = 2 }), 2, null, default).Predictor.LstmAlone());
            foreach (ExplanationMethod method in Enum.GetValues<ExplanationMethod>())
            {
                (double up, double random, double down) = Areas(explainer, series, method);
                all.Add((method, up, random, down));
                Write(name, method, up, random, down);
            }
        }
        foreach (var group in all.GroupBy(row => row.Method))
            Write("mean", group.Key, group.Average(r => r.Up), group.Average(r => r.Random), group.Average(r => r.Down));
    }

    private static (double Up, double Random, double Down) Areas(ForecastExplainer explainer, TimeSeries series, ExplanationMethod method)
    {
        ForecastExplanation explained = explainer.Explain(series, Step, method);
        string[] order = [.. explained.Attributions.Where(a => a.Covariate is null).OrderByDescending(a => a.Relevance).Select(a => a.Time)];
        Xoshiro256 chance = new(1);
        double random = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            string[] shuffled = [.. order.Select(time => (Time: time, At: chance.NextDouble())).OrderBy(pair => pair.At).Select(pair => pair.Time)];
            random += Area(shuffled) / Draws;
        }
        return (Area(order), random, Area([.. order.Reverse()]));

        double Area(string[] deleted) => 100 / Math.Abs(explained.Output) * Enumerable.Range(1, Math.Min(Deletions, deleted.Length))
            .Average(count => explained.Output - explainer.ForecastWithout(series, Step, deleted[..count].ToHashSet()));
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

    private static void Write(string name, ExplanationMethod method, double up, double random, double down) => Console.WriteLine(
        string.Create(CultureInfo.InvariantCulture, $"{name,-24} {method,-20} {up,9:0.000} {random,8:0.000} {down,11:0.000}"));
}

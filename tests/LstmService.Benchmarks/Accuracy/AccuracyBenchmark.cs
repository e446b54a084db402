using System.Diagnostics;
using System.Globalization;
using LstmService.Forecasting;
using LstmService.Forecasting.Options;

namespace LstmService.Benchmarks.Accuracy;

/// <summary>Trains every set with no options but frequency and horizon, and writes the forecasts for <c>score.py</c>.</summary>
internal static class AccuracyBenchmark
{
    public static int Run(string[] args)
    {
        string data = Argument(args, "--data") ?? throw new ArgumentException("--data DIR is needed");
        string output = Argument(args, "--out") ?? Path.Combine(Path.GetTempPath(), "lstmservice-accuracy");
        int seed = int.Parse(Argument(args, "--seed") ?? "1", CultureInfo.InvariantCulture);
        Directory.CreateDirectory(output);
        string? only = Argument(args, "--set");
        Console.WriteLine($"{"set",-24} {"OWA",7} {"alone",7} {"sMAPE",8} {"MASE",7} {"cov80",6} {"cov95",6} {"MSIS",8} {"cpu s",6}  composition");
        foreach (string folder in Directory.GetDirectories(data).Order())
        {
            string name = Path.GetFileName(folder);
            if (only is not null ? !only.Split(',').Contains(name) : !File.Exists(Path.Combine(folder, "test.csv"))) continue;
            DataSet set = DataSet.Read(folder);
            if (set.Horizon > 0) Score(set, output, seed);
            else Console.WriteLine($"{name,-24} not scored here: its series differ in frequency and horizon, so it is no one training");
        }
        return 0;
    }

    private static void Score(DataSet set, string output, int seed)
    {
        TimeSpan before = Process.GetCurrentProcess().TotalProcessorTime;
        TrainedModel model = Estimator.Train(new(set.Train, set.Horizon, null, new TrainingOptions { Seed = seed }), Environment.ProcessorCount, null, default);
        double seconds = (Process.GetCurrentProcess().TotalProcessorTime - before).TotalSeconds;
        string blended = Path.Combine(output, $"{set.Name}.csv"), alone = Path.Combine(output, $"{set.Name}.lstm.csv");
        ForecastFile.Write(set, model.Predictor, blended);
        ForecastFile.Write(set, model.Predictor.LstmAlone(), alone);
        Scores scores = Scores.Of(set, blended), aloneScores = Scores.Of(set, alone);
        string composition = string.Join(" + ", model.Predictor.Composition.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value} {c.Key}")));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{set.Name,-24} {scores["OWA"],7:0.0000} {aloneScores["OWA"],7:0.0000} {scores["sMAPE"],8:0.000} {scores["MASE"],7:0.000} {scores["coverage80"],6:0.000} {scores["coverage95"],6:0.000} {scores["MSIS95"],8:0.00} {seconds,6:0.0}  {composition}"));
    }

    private static string? Argument(string[] args, string name)
    {
        int at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }
}

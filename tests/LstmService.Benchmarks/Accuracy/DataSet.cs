using System.Globalization;
using System.Text.Json;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;

namespace LstmService.Benchmarks.Accuracy;

/// <summary>A folder with <c>train.csv</c>, <c>test.csv</c> (series_id, time, value) and <c>manifest.json</c>.</summary>
internal sealed record DataSet(
    string Name, string Folder, Frequency Frequency, int Season, int Horizon, IReadOnlyList<TimeSeries> Train, IReadOnlyDictionary<string, double[]> Test)
{
    public static DataSet Read(string folder)
    {
        using JsonDocument manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")));
        string frequencyName = manifest.RootElement.GetProperty("frequency").GetString()!;
        Frequency frequency = frequencyName switch
        {
            "hourly" => Frequency.Hourly,
            "daily" => Frequency.Daily,
            "business daily" => Frequency.BusinessDaily,
            "weekly" => Frequency.Weekly,
            "monthly" => Frequency.Monthly,
            "quarterly" => Frequency.Quarterly,
            "yearly" => Frequency.Yearly,
            "30min" => new Frequency(FrequencyUnit.Minute, 30),
            _ => Frequency.Index,
        };
        // the time axis only names the answers: the sets are scored by position
        return new(Path.GetFileName(folder.TrimEnd('/')), folder, frequency, manifest.RootElement.GetProperty("seasonality").GetInt32(),
            manifest.RootElement.GetProperty("horizon").GetInt32(),
            [.. ReadSeries(Path.Combine(folder, "train.csv")).Select(s => new TimeSeries(s.Key, TimeAxis.FromIndex(frequency), [.. s.Value]))],
            ReadSeries(Path.Combine(folder, "test.csv")).ToDictionary(s => s.Key, s => s.Value.ToArray()));
    }

    private static Dictionary<string, List<double>> ReadSeries(string path)
    {
        Dictionary<string, List<double>> series = [];
        foreach (string line in File.ReadLines(path).Skip(1))
        {
            string[] fields = line.Split(',');
            if (!series.TryGetValue(fields[0], out List<double>? values)) series[fields[0]] = values = [];
            bool known = double.TryParse(fields[^1], NumberStyles.Float, CultureInfo.InvariantCulture, out double value);
            values.Add(known ? value : double.NaN);
        }
        return series;
    }
}

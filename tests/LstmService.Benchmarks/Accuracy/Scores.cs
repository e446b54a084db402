using System.Diagnostics;
using System.Text.Json;

namespace LstmService.Benchmarks.Accuracy;

/// <summary>What <c>score.py</c>, beside the data, says of a forecast file.</summary>
internal sealed class Scores(Dictionary<string, double> values)
{
    public double this[string name] => values.TryGetValue(name, out double value) ? value : double.NaN;

    public static Scores Of(DataSet set, string forecasts)
    {
        string scorer = Path.GetFullPath(Path.Combine(set.Folder, "..", "..", "tools", "score.py"));
        ProcessStartInfo start = new("python3") { RedirectStandardOutput = true };
        foreach (string argument in (string[])[scorer, "--data", set.Folder, "--forecast", forecasts, "--json"]) start.ArgumentList.Add(argument);
        using Process process = Process.Start(start)!;
        string json = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{scorer} failed on {forecasts}");
        using JsonDocument document = JsonDocument.Parse(json);
        Dictionary<string, double> values = [];
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
            if (property.Value.ValueKind == JsonValueKind.Number) values[property.Name] = property.Value.GetDouble();
        return new(values);
    }
}

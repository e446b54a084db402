using System.Globalization;
using System.Text.RegularExpressions;

namespace LstmService.Api.Tests.Telemetry;

/// <summary>One line of Prometheus' text format.</summary>
internal sealed record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value);

/// <summary>What <c>/metrics</c> answered.</summary>
internal sealed partial class Scrape
{
    private Scrape(string text) => Samples = [.. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(Read)];

    public IReadOnlyList<Sample> Samples { get; }

    public static async Task<Scrape> OfAsync(HttpClient client) => new(await client.GetStringAsync(new Uri("/metrics", UriKind.Relative)));

    /// <summary>The sum of all samples of a name with these labels.</summary>
    public double Sum(string name, params (string Label, string Value)[] labels)
    {
        Sample[] found = [.. Samples.Where(sample => sample.Name == name && labels.All(l => sample.Labels.GetValueOrDefault(l.Label) == l.Value))];
        Assert.True(found.Length > 0, $"no {name} with {string.Join(", ", labels)} among {string.Join(' ', Samples.Select(sample => sample.Name).Distinct())}");
        return found.Sum(sample => sample.Value);
    }

    private static Sample Read(string line)
    {
        Match match = Line().Match(line);
        Assert.True(match.Success, line);
        return new(
            match.Groups["name"].Value,
            Label().Matches(match.Groups["labels"].Value).ToDictionary(label => label.Groups[1].Value, label => label.Groups[2].Value),
            double.Parse(match.Groups["value"].Value.Replace("Inf", "Infinity", StringComparison.Ordinal), CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? (?<value>\S+)( \d+)?$")]
    private static partial Regex Line();

    [GeneratedRegex("""([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\]|\\.)*)(?=")""")]
    private static partial Regex Label();
}

using System.Text.Json;
using System.Text.Json.Nodes;
using LstmService.Forecasting.Options;

namespace LstmService.Forecasting.Search;

/// <summary>One point of a search space.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Values">What it sets, by the option's name.</param>
internal sealed record SearchPoint(int Number, IReadOnlyDictionary<string, JsonElement> Values)
{
    private static readonly JsonSerializerOptions Names = new(JsonSerializerDefaults.Web);

    /// <summary><paramref name="options"/> with the point's values, which are of their options' types.</summary>
    public TrainingOptions SetIn(TrainingOptions options)
    {
        JsonNode all = JsonSerializer.SerializeToNode(options, Names)!;
        foreach ((string name, JsonElement value) in Values) all[name] = JsonNode.Parse(value.GetRawText());
        return all.Deserialize<TrainingOptions>(Names)!;
    }

    /// <summary>The point in words.</summary>
    public override string ToString() => $"point {Number} ({string.Join(", ", Values.Select(v => $"{v.Key} {v.Value}"))})";
}

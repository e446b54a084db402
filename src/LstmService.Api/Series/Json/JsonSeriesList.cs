using System.Text.Json;
using LstmService.Api.Series.Covariates;
using LstmService.Forecasting.Data;

namespace LstmService.Api.Series.Json;

/// <summary>
/// The series of a JSON body. Those of a body too large for memory are read anew each time they are asked for; of more values
/// than a training takes the latest points of each series are kept, as of a table.
/// </summary>
internal sealed class JsonSeriesList(JsonParts parts, JsonSeriesReader reader, UploadLimits limits, CovariateNames covariates)
{
    private readonly List<RawSeries> held = [];
    private readonly List<int> counts = [];
    private int? most;

    private bool IsAnew => parts.IsLarge && parts.Count > 0;

    public IUploadPlaces Places => new JsonPlaces(reader.Places, i => LatestPoints.Of(Whole(i), Most));

    // Of one series.
    private int Most => most ??= (int)Math.Min(limits.MaxSeriesPoints, LatestPoints.Allowance(counts, limits.MaxTrainingPoints / covariates.PerValue));

    /// <summary>Reads <c>series</c>: an array of objects, or one object.</summary>
    public void Read(JsonElement series, ErrorList errors)
    {
        if (series.ValueKind == JsonValueKind.Object)
        {
            if (reader.Read(series, "/series", SeriesIds.Unnamed) is { } single) Add(single);
        }
        else if (series.ValueKind != JsonValueKind.Array)
            errors.Add($"series: expected an array of objects, found {JsonText.Found(series)}", "/series");
        else if (parts.Count > limits.MaxSeries)
            errors.Add($"an upload must hold at most {limits.MaxSeries} series, were {parts.Count}", "/series");
        else
        {
            for (int i = 0; i < parts.Count && !errors.IsFull; i++)
                if (Read(i, reader.Read) is { } one) Add(one);
        }
    }

    public void Add(RawSeries one)
    {
        counts.Add(one.Values.Count);
        if (!IsAnew) held.Add(one);
    }

    /// <summary>The series with the points that are kept.</summary>
    public IReadOnlyList<RawSeries> Series() => new SeriesList(counts.Count, i => LatestPoints.Cut(Whole(i), Most), IsAnew);

    /// <summary>What was understood of the body.</summary>
    public Understanding Understood() => new()
    {
        Changes = counts.Exists(count => count > Most) ? [.. reader.Changes, limits.Kept(reader.Values * covariates.PerValue, Most)] : reader.Changes,
    };

    private RawSeries Whole(int i) => IsAnew ? Read(i, reader.Again) : held[i];

    private T Read<T>(int i, Func<JsonElement, string, string, T> read)
    {
        using JsonDocument item = parts.Open(i);
        return read(item.RootElement, $"/series/{i}", parts.Count == 1 ? SeriesIds.Unnamed : $"series-{i + 1}");
    }
}

using System.Diagnostics.CodeAnalysis;
using LstmService.Forecasting.Time;

namespace LstmService.Api.Series;

/// <summary>The series that come with the service, to try it with.</summary>
public static class SampleCatalogue
{
    private static readonly Dictionary<string, Lazy<TrainUpload>> Samples = new(StringComparer.Ordinal)
    {
        // monthly airline passengers in thousands, 1949 to 1960: Box and Jenkins 1976, series G; in the public domain
        ["air-passengers"] = new(() => Load("air-passengers", Frequency.Monthly)),
    };

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Samples.Keys];

    /// <summary>The sample as if it had been uploaded; false where there is none of that name.</summary>
    public static bool TryGet(string name, [NotNullWhen(true)] out TrainUpload? upload)
    {
        upload = Samples.TryGetValue(name, out Lazy<TrainUpload>? sample) ? sample.Value : null;
        return upload is not null;
    }

    private static TrainUpload Load(string name, Frequency frequency)
    {
        using Stream resource = typeof(SampleCatalogue).Assembly.GetManifestResourceStream($"LstmService.Api.Series.Samples.{name}.csv")
            ?? throw new InvalidOperationException($"the sample {name} is not in the program");
        using MemoryStream bytes = new();
        resource.CopyTo(bytes);
        (var series, IUploadPlaces places, var refusal) = CsvUpload.Read(bytes.ToArray(), new UploadLimits(bytes.Length));
        if (refusal is not null) throw new InvalidOperationException($"the sample {name} cannot be read: {refusal.ProblemDetails.Detail}");
        return new() { Model = name, Sample = name, Frequency = frequency, Series = series, Places = places };
    }
}

using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Time;

namespace LstmService.Api.Series;

/// <summary>What an upload says beside its series.</summary>
internal sealed record UploadSettings
{
    public string? Model { get; init; }
    public Frequency? Frequency { get; init; }
    public int? Horizon { get; init; }
    public IReadOnlyList<double>? Levels { get; init; }
    public TrainingOptions Options { get; init; } = new();

    public TrainUpload With(IReadOnlyList<RawSeries> series, IUploadPlaces places) => new()
    {
        Model = Model,
        Frequency = Frequency,
        Horizon = Horizon,
        Levels = Levels,
        Options = Options,
        Series = series,
        Places = places,
    };
}

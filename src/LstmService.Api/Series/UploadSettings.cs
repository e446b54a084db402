using LstmService.Api.Series.Covariates;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Search;
using LstmService.Forecasting.Symbols;
using LstmService.Forecasting.Time;

namespace LstmService.Api.Series;

/// <summary>What an upload says beside its series.</summary>
internal sealed record UploadSettings
{
    public string? Model { get; init; }
    public UploadKind Kind { get; init; }
    public Frequency? Frequency { get; init; }
    public int? Horizon { get; init; }
    public IReadOnlyList<double>? Levels { get; init; }
    public TrainingOptions Options { get; init; } = new();
    public SearchRequest? Search { get; init; }
    public PreparationPolicies Policies { get; init; } = new();
    public CovariateNames Covariates { get; init; } = CovariateNames.None;
    public SpecialDays? Calendar { get; init; }
    public TableOptions Table { get; init; } = new();
    public int? Priority { get; init; }

    /// <summary>Numbers the symbols while the series are read; null where they hold numbers.</summary>
    public SymbolNumbers? Symbols => field ??= Kind == UploadKind.Symbols ? new() : null;

    public TrainUpload With(IReadOnlyList<RawSeries> series, IUploadPlaces places, Understanding understood)
    {
        if (Symbols is null) return With(series, null, places, understood);
        (Vocabulary vocabulary, IReadOnlyList<RawSeries> ordered) = Symbols.Order(series);
        return With(ordered, vocabulary, places, understood);
    }

    private TrainUpload With(IReadOnlyList<RawSeries> series, Vocabulary? symbols, IUploadPlaces places, Understanding understood) => new()
    {
        Symbols = symbols,
        Model = Model,
        Frequency = Frequency,
        Horizon = Horizon,
        Levels = Levels,
        Options = Options,
        Search = Search,
        Policies = Policies,
        Covariates = Covariates,
        Calendar = Calendar,
        Priority = Priority,
        Series = series,
        Places = places,
        Understood = understood,
    };
}

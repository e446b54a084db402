using LstmService.Api.Problems;
using LstmService.Api.Series.Covariates;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Search;
using LstmService.Forecasting.Symbols;
using LstmService.Forecasting.Time;

namespace LstmService.Api.Series;

/// <summary>A <c>POST /train</c> or <c>POST /series/inspect</c>, read from JSON, a CSV body or a multipart CSV file.</summary>
public sealed record TrainUpload
{
    /// <summary>The model's name; null takes the sample's or makes a unique one.</summary>
    public string? Model { get; init; }
    /// <summary>A built-in sample instead of series.</summary>
    public string? Sample { get; init; }
    /// <summary>The step, where the user gave it.</summary>
    public Frequency? Frequency { get; init; }
    /// <summary>Steps ahead.</summary>
    public int? Horizon { get; init; }
    /// <summary>Interval levels in percent.</summary>
    public IReadOnlyList<double>? Levels { get; init; }
    /// <summary>What the user set of the training.</summary>
    public TrainingOptions Options { get; init; } = new();
    /// <summary>Which options are to be searched; null searches none.</summary>
    public SearchRequest? Search { get; init; }
    /// <summary>What becomes of gaps, duplicates and outliers, and the step points are put together to.</summary>
    public PreparationPolicies Policies { get; init; } = new();
    /// <summary>What is given beside the values.</summary>
    public CovariateNames Covariates { get; init; } = CovariateNames.None;
    /// <summary>Special days; null for none.</summary>
    public SpecialDays? Calendar { get; init; }
    /// <summary>Among the waiting trainings, the highest first; null is 0.</summary>
    public int? Priority { get; init; }
    /// <summary>The series as they were uploaded.</summary>
    public required IReadOnlyList<RawSeries> Series { get; init; }
    /// <summary>What the values of the series stand for, where the upload is of kind symbols; null where they are numbers.</summary>
    public Vocabulary? Symbols { get; init; }
    /// <summary>Where each point stands in the upload, for messages.</summary>
    public required IUploadPlaces Places { get; init; }
    /// <summary>How the file was read.</summary>
    public Understanding Understood { get; init; } = new();
}

/// <summary>Finds the place of a point in the upload it came from.</summary>
public interface IUploadPlaces
{
    /// <summary>An error for each problem, at its point or at its series as a whole.</summary>
    IReadOnlyList<InputError> At(IReadOnlyList<DataProblem> problems);

    /// <summary>The error at <paramref name="point"/> of series number <paramref name="series"/>, or at the series as a whole.</summary>
    InputError At(string detail, int series, int? point) => At([new(detail, series, point)])[0];
}

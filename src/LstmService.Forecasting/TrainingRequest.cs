using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Search;

namespace LstmService.Forecasting;

/// <summary>What <c>Estimator</c> trains on.</summary>
/// <param name="Series">One series or many, all of one frequency.</param>
/// <param name="Horizon">Steps ahead; null chooses from season and length.</param>
/// <param name="Levels">Interval levels in percent that are judged; null is 80 and 95.</param>
/// <param name="Options">What the user set.</param>
public sealed record TrainingRequest(
    IReadOnlyList<TimeSeries> Series, int? Horizon, IReadOnlyList<double>? Levels, TrainingOptions Options)
{
    /// <summary>Which options are to be searched; null searches none.</summary>
    public SearchRequest? Search { get; init; }

    /// <summary>The model whose networks the published ones start from, where the options ask for it; null where there is none.</summary>
    public Predictor? WarmStart { get; init; }

    /// <summary>How the series were made regular; null is the defaults. A history that is forecast from is treated alike.</summary>
    public PreparationPolicies? Policies { get; init; }

    /// <summary>Special days that the series may answer to; null for none.</summary>
    public SpecialDays? Calendar { get; init; }
}

/// <summary>How far a training is.</summary>
/// <param name="Stage"><c>preparing</c>, <c>searching</c>, <c>backtesting</c>, <c>training</c> or <c>calibrating</c>.</param>
/// <param name="Epoch">Epochs done in this stage, over all networks of it.</param>
/// <param name="Epochs">Epochs in this stage.</param>
/// <param name="TrainLoss">Mean training loss of the last epoch.</param>
/// <param name="ValidationLoss">Validation loss of the last epoch, where one is kept.</param>
/// <param name="Done">The share of the whole training that is done, 0 to 1.</param>
public sealed record TrainingProgress(
    string Stage, int Epoch, int Epochs, double? TrainLoss, double? ValidationLoss, double Done)
{
    /// <summary>The point of a search that this is of, from 1; null outside a search.</summary>
    public int? Point { get; init; }

    /// <summary>How many points the search has; null outside a search.</summary>
    public int? Points { get; init; }
}

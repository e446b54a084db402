using LstmService.Forecasting.Evaluation;
using LstmService.Forecasting.Search;

namespace LstmService.Forecasting;

/// <summary>What a training gives.</summary>
/// <param name="Predictor">Answers forecasts.</param>
/// <param name="Evaluation">How good it is.</param>
/// <param name="Choices">What was chosen from the data, and why, in words.</param>
public sealed record TrainedModel(Predictor Predictor, ModelEvaluation Evaluation, IReadOnlyList<string> Choices)
{
    /// <summary>What a search over options found; null where none was asked for.</summary>
    public SearchReport? Search { get; init; }

    /// <summary>Did its networks start from those of an earlier model?</summary>
    public bool StartedWarm { get; init; }

    /// <summary>Some of the forecasts it was judged by, to be looked at.</summary>
    public IReadOnlyList<SeriesBacktest> Backtests { get; init; } = [];
}

using LstmService.Forecasting.Evaluation;

namespace LstmService.Forecasting;

/// <summary>What a training gives.</summary>
/// <param name="Predictor">Answers forecasts.</param>
/// <param name="Evaluation">How good it is.</param>
/// <param name="Choices">What was chosen from the data, and why, in words.</param>
public sealed record TrainedModel(Predictor Predictor, ModelEvaluation Evaluation, IReadOnlyList<string> Choices);

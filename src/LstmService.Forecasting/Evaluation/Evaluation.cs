namespace LstmService.Forecasting.Evaluation;

/// <summary>How far a set of forecasts was from what happened; definitions in <c>Metrics</c>.</summary>
/// <param name="Points">Forecast points that were compared.</param>
/// <param name="Mae">Mean absolute error, in the unit of the data.</param>
/// <param name="Rmse">Root of the mean squared error, in the unit of the data.</param>
/// <param name="Smape">Symmetric mean absolute percentage error as M4 has it, 0 to 200.</param>
/// <param name="Mase">Mean absolute scaled error; null where the history does not move.</param>
/// <param name="Wape">Sum of absolute errors over the sum of absolute values; null where all values are 0.</param>
/// <param name="Coverage">The share of values inside the interval of each level, by the level in percent; null for methods without intervals.</param>
public sealed record Accuracy(
    int Points, double Mae, double Rmse, double Smape, double? Mase, double? Wape,
    IReadOnlyDictionary<string, double>? Coverage);

/// <summary>The judgement of a model on rolling origins, beside the baselines on the same origins.</summary>
/// <param name="Protocol">How it was judged, in words.</param>
/// <param name="Origins">How many rolling origins.</param>
/// <param name="Horizon">Steps ahead at each.</param>
/// <param name="Train">One step ahead inside the training data.</param>
/// <param name="Test">On the rolling origins, data the judged networks never saw.</param>
/// <param name="LstmAlone">The LSTM without the blend, on the same origins; null where no LSTM was trained.</param>
/// <param name="Baselines">Naive, SeasonalNaive, Drift, Theta and Damped by name, on the same origins.</param>
/// <param name="BestBaseline">The baseline with the lowest MASE (MAE where there is none).</param>
/// <param name="BeatsBaseline">Is the model better than the best baseline?</param>
/// <param name="Verdict">The same in a plain sentence.</param>
public sealed record ModelEvaluation(
    string Protocol, int Origins, int Horizon, Accuracy? Train, Accuracy? Test, Accuracy? LstmAlone,
    IReadOnlyDictionary<string, Accuracy> Baselines, string? BestBaseline, bool BeatsBaseline, string Verdict);

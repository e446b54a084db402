namespace LstmService.Forecasting.Evaluation;

/// <summary>
/// How far a set of forecasts was from what happened. A window is one series at one origin; "by window" is the mean over windows of
/// the mean inside each, as M4 averages over series; all else is pooled over the points. Null is what the data do not define.
/// </summary>
/// <param name="Points">Forecast points that were compared.</param>
/// <param name="Mae">Mean absolute error, in the unit of the data.</param>
/// <param name="Rmse">Root of the mean squared error, in the unit of the data.</param>
/// <param name="Smape">Symmetric mean absolute percentage error as M4 has it, by window, 0 to 200.</param>
/// <param name="Mase">Mean absolute scaled error (Hyndman and Koehler 2006), by window; null where the history does not move.</param>
/// <param name="Wape">Sum of absolute errors over the sum of absolute values; null where all values are 0.</param>
/// <param name="Coverage">The share of values inside the interval of each level, by the level in percent; null for methods without intervals.</param>
public sealed record Accuracy(
    int Points, double Mae, double Rmse, double Smape, double? Mase, double? Wape,
    IReadOnlyDictionary<string, double>? Coverage)
{
    /// <summary>Mean absolute percentage error, by window; null where an actual value is 0.</summary>
    public double? Mape { get; init; }

    /// <summary>Root mean squared scaled error, by window, its unit one season apart as MASE's is (M5's is one point apart).</summary>
    public double? Rmsse { get; init; }

    /// <summary>
    /// Weighted quantile loss: twice the pinball loss over the sum of absolute values, the mean over the quantiles 0.025, 0.05, 0.1,
    /// 0.25, 0.4, 0.5 and those opposite (as GluonTS has it).
    /// </summary>
    public double? Wql { get; init; }

    /// <summary>
    /// Continuous ranked probability score in the unit of the data, approximated by twice the pinball loss, the mean over the same
    /// quantiles; exact only for an even grid without end (Gneiting and Ranjan 2011).
    /// </summary>
    public double? Crps { get; init; }

    /// <summary>Mean scaled interval score of the 95% interval as M4 has it, by window.</summary>
    public double? Msis { get; init; }

    /// <summary>The mean width of the interval of each level, in the unit of the data.</summary>
    public IReadOnlyDictionary<string, double>? Width { get; init; }

    /// <summary>Coverage at each step of the horizon, null where nothing was observed; only of a model on its test data.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<double?>>? CoverageByStep { get; init; }
}

/// <summary>The judgement of a model on rolling origins, beside the baselines on the same origins.</summary>
/// <param name="Protocol">How it was judged, in words.</param>
/// <param name="Origins">How many rolling origins.</param>
/// <param name="Horizon">Steps ahead at each.</param>
/// <param name="Train">One step ahead inside the training data.</param>
/// <param name="Test">On the rolling origins, data the judged networks never saw; blend and intervals of each half chosen on the other.</param>
/// <param name="LstmAlone">The LSTM without the blend, on the same origins; null where no LSTM was trained.</param>
/// <param name="Baselines">Naive, SeasonalNaive, Drift, Theta and Damped by name, on the same origins.</param>
/// <param name="BestBaseline">The baseline with the lowest MASE (MAE where there is none).</param>
/// <param name="BeatsBaseline">Is the model better than the best baseline, by more than half a percent, and where that is the last value or close to it by more than chance?</param>
/// <param name="Verdict">The same in a plain sentence.</param>
/// <param name="Owa">Overall weighted average of <paramref name="Test"/> as M4 has it: below 1 is better than Naive2 on the same origins; null where it is not defined.</param>
public sealed record ModelEvaluation(
    string Protocol, int Origins, int Horizon, Accuracy? Train, Accuracy? Test, Accuracy? LstmAlone,
    IReadOnlyDictionary<string, Accuracy> Baselines, string? BestBaseline, bool BeatsBaseline, string Verdict,
    double? Owa = null);

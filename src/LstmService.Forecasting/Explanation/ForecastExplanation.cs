using System.Text.Json.Serialization;

namespace LstmService.Forecasting.Explanation;

/// <summary>How a forecast is handed back to the past.</summary>
public enum ExplanationMethod
{
    /// <summary>
    /// From a window that lies on its own level and season to the one that was, along a straight path (Sundararajan et al. 2017).
    /// </summary>
    IntegratedGradients,
    /// <summary>Layer-wise relevance propagation through the cells (Arras et al. 2017, 2019).</summary>
    Relevance,
}

/// <summary>What one past point did to a forecast.</summary>
/// <param name="Time">ISO 8601, or the position of a series without times.</param>
/// <param name="Value">The value; null where none was observed.</param>
/// <param name="Relevance">By how much it moved the forecast, in the units of the series.</param>
/// <param name="Covariate">What of that time, where it is not the value: a covariate's name, or <c>season</c> or <c>observed</c>.</param>
public sealed record Attribution(
    string Time, double? Value, double Relevance,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Covariate = null);

/// <summary>
/// Why a forecast is what it is: <c>Output = Baseline + the attributions + ToBiases + Residual</c>, all in the units of the series,
/// and also the sum of the components.
/// </summary>
/// <param name="Step">Steps ahead, from 1.</param>
/// <param name="Time">The time that is forecast.</param>
/// <param name="Method">How it was explained.</param>
/// <param name="Output">What was explained: the forecast.</param>
/// <param name="Baseline">What would have been forecast without what is explained; <paramref name="Note"/> says what that is.</param>
/// <param name="Residual">What is not attributed.</param>
/// <param name="ToBiases">What came from the network's biases, and so from no point; null for integrated gradients, which have none.</param>
/// <param name="Attributions">Past points, oldest first.</param>
/// <param name="Components">What the forecast is made of: level, trend, season, covariates' linear part, the network's part, and each baseline's.</param>
/// <param name="Note">How to read it.</param>
public sealed record ForecastExplanation(
    int Step, string Time, ExplanationMethod Method, double Output, double Baseline, double Residual, double? ToBiases,
    IReadOnlyList<Attribution> Attributions, IReadOnlyDictionary<string, double> Components, string Note);

/// <summary>A forecast that cannot be explained; the message says why and what can be.</summary>
public sealed class UnexplainableException(string message) : Exception(message);

using System.Text.Json.Serialization;
using LstmService.Forecasting.Explanation;

namespace LstmService.Api.Explanations;

/// <summary>Why a forecast is what it is, as it is answered: <c>output = baseline + attributions + toBiases + residual</c>.</summary>
internal sealed record ExplanationBody(
    string Model, long Version, string Series, int Step, string Time, ExplanationMethod Method, double Output, double Baseline, double Residual,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? ToBiases,
    IReadOnlyList<Attribution> Attributions, IReadOnlyDictionary<string, double> Components, string Note)
{
    public static ExplanationBody Of(string model, long version, string series, ForecastExplanation explained) => new(
        model, version, series, explained.Step, explained.Time, explained.Method, explained.Output, explained.Baseline, explained.Residual,
        explained.ToBiases, explained.Attributions, explained.Components, explained.Note);
}

/// <summary>What the gates did while a history was read, as it is answered.</summary>
internal sealed record GatesBody(
    string Model, long Version, string Series, IReadOnlyList<string> Times, int PointsAStep, IReadOnlyList<LayerGates> Layers);

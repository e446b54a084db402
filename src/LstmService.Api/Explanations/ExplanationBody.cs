using System.Text.Json.Serialization;
using LstmService.Api.Models;
using LstmService.Forecasting.Explanation;

namespace LstmService.Api.Explanations;

/// <summary>Why a forecast is what it is, as it is answered: <c>output = baseline + attributions + toBiases + residual</c>.</summary>
internal sealed record ExplanationBody(
    string Model, long Version, string Series, int Step, string Time, ExplanationMethod Method, double Output, double Baseline, double Residual,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? ToBiases,
    IReadOnlyList<Attribution> Attributions, IReadOnlyDictionary<string, double> Components, string Note)
{
    public static ExplanationBody Of(ServedVersion version, string series, ForecastExplanation explained) => new(
        version.Model, version.Version, series, explained.Step, explained.Time, explained.Method, explained.Output, explained.Baseline, explained.Residual,
        explained.ToBiases, explained.Attributions, explained.Components, explained.Note);
}

/// <summary>Why a symbol is expected next, as it is answered: <c>output = attributions + toBiases + residual</c>.</summary>
internal sealed record SymbolExplanationBody(
    string Model, long Version, string Series, string Kind, int Step, string Time, ExplanationMethod Method, string Symbol, double Probability,
    double Output, double Residual, double ToBiases, IReadOnlyList<SymbolAttribution> Attributions, string Note)
{
    public static SymbolExplanationBody Of(ServedVersion version, string series, SymbolExplanation explained) => new(
        version.Model, version.Version, series, version.Kind, 1, explained.Time, ExplanationMethod.Relevance, explained.Symbol, explained.Probability,
        explained.Output, explained.Residual, explained.ToBiases, explained.Attributions, explained.Note);
}

/// <summary>What the gates did while a history was read, as it is answered.</summary>
internal sealed record GatesBody(
    string Model, long Version, string Series, IReadOnlyList<string> Times, int PointsAStep, IReadOnlyList<LayerGates> Layers)
{
    public static GatesBody Of(ServedVersion version, ServedSeries series, GateSummary gates) =>
        new(version.Model, version.Version, series.Series, gates.Times, gates.PointsAStep, gates.Layers);
}

using System.Text.Json.Serialization;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Pipeline;
using LstmService.Forecasting.Time;

namespace LstmService.Forecasting;

/// <summary>Everything of a predictor but its networks.</summary>
internal sealed record PredictorState
{
    public required string FrequencyName { get; init; }
    public required int Horizon { get; init; }
    public required Plan Plan { get; init; }
    public required GlobalScale Global { get; init; }
    public required Composition Composition { get; init; }
    public required Calibration Calibration { get; init; }

    /// <summary>How histories are made regular; null is the defaults.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PreparationPolicies? Policies { get; init; }

    /// <summary>What the covariates become; null where there are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CovariateModel? Covariates { get; init; }

    /// <summary>How errors hang together over the steps; a model of format 1 has none and takes the fallback.</summary>
    public ErrorPaths ErrorPaths { get; init; } = ErrorPaths.None;

    [JsonIgnore]
    public Frequency Frequency => Frequency.TryParse(FrequencyName, out Frequency? frequency) ? frequency : Frequency.Index;
}

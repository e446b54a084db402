using System.Globalization;
using LstmService.Api.Configuration;
using LstmService.Forecasting;
using LstmService.Forecasting.Pipeline;
using LstmService.Forecasting.Symbols;
using Microsoft.Extensions.Options;

namespace LstmService.Api.Training;

/// <summary>Refuses, before it starts, a training that would take longer or need more memory than the operator allows.</summary>
internal sealed class TrainingBounds(IOptions<ServiceOptions> options)
{
    private const string Less = "ask for fewer epochs or members, or for less of hidden, layers, batch or lookback";

    /// <summary>Why the training is refused; null where it may start.</summary>
    public string? Refusal(TrainingRequest request) => Refusal(TrainingCost.Of(request, options.Value.TrainingCores));

    /// <summary>The same of symbols.</summary>
    public string? Refusal(SymbolRequest request) => Refusal(TrainingCost.Of(request, options.Value.TrainingCores));

    private string? Refusal(TrainingCost cost)
    {
        const double BytesOfMb = 1 << 20;
        if (cost.Seconds > options.Value.MaxTrainingSeconds)
            return $"the training would take about {Shown(cost.Seconds)} seconds of one core, and {options.Value.MaxTrainingSeconds} are allowed (MaxTrainingSeconds): {Less}";
        if (cost.Bytes > options.Value.MaxTrainingMemoryMb * BytesOfMb)
            return $"the training would need about {Shown(cost.Bytes / BytesOfMb)} MB, and {options.Value.MaxTrainingMemoryMb} are allowed (MaxTrainingMemoryMb): {Less}, or send less data";
        return null;
    }

    private static string Shown(double number) => number.ToString(number < 1e9 ? "0" : "0.0e0", CultureInfo.InvariantCulture);
}

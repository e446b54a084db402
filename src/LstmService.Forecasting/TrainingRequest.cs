using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;

namespace LstmService.Forecasting;

/// <summary>What <c>Estimator</c> trains on.</summary>
/// <param name="Series">One series or many, all of one frequency.</param>
/// <param name="Horizon">Steps ahead; null chooses from season and length.</param>
/// <param name="Levels">Interval levels in percent that are judged; null is 80 and 95.</param>
/// <param name="Options">What the user set.</param>
public sealed record TrainingRequest(
    IReadOnlyList<TimeSeries> Series, int? Horizon, IReadOnlyList<double>? Levels, TrainingOptions Options);

/// <summary>How far a training is.</summary>
/// <param name="Stage"><c>preparing</c>, <c>backtesting</c>, <c>training</c> or <c>calibrating</c>.</param>
/// <param name="Epoch">Epochs done in this stage, over all networks of it.</param>
/// <param name="Epochs">Epochs in this stage.</param>
/// <param name="TrainLoss">Mean training loss of the last epoch.</param>
/// <param name="ValidationLoss">Validation loss of the last epoch, where one is kept.</param>
/// <param name="Done">The share of the whole training that is done, 0 to 1.</param>
public sealed record TrainingProgress(
    string Stage, int Epoch, int Epochs, double? TrainLoss, double? ValidationLoss, double Done);

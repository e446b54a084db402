using LstmService.Api.Models;
using LstmService.Api.Requests;
using LstmService.Forecasting;
using LstmService.Forecasting.Evaluation;
using LstmService.Forecasting.Symbols;

namespace LstmService.Api.Training;

/// <summary>What a training made, of either kind, as it is published.</summary>
/// <param name="Content">The artefact's bytes.</param>
/// <param name="Frequency">The step.</param>
/// <param name="Horizon">Steps ahead.</param>
/// <param name="Composition">Whose weight the answer has.</param>
/// <param name="PointForecast">What the point forecast is.</param>
/// <param name="Options">Every choice, JSON.</param>
/// <param name="Evaluation">The evaluation, JSON.</param>
/// <param name="Choices">What was chosen from the data, in words.</param>
/// <param name="Judgement">What the champion rule compares.</param>
internal sealed record TrainedVersion(
    byte[] Content, string Frequency, int Horizon, IReadOnlyDictionary<string, double> Composition, string PointForecast,
    string Options, string Evaluation, IReadOnlyList<string> Choices, Judgement Judgement)
{
    /// <summary>Some of the forecasts it was judged by; none of symbols.</summary>
    public IReadOnlyList<PackedBacktest> Backtests { get; init; } = [];

    /// <summary>What became of the points of its search, JSON; null where there was none.</summary>
    public string? Search { get; private init; }

    /// <summary>The version whose weights it started from; null where it started fresh.</summary>
    public long? StartedFrom { get; private init; }

    /// <summary>How far the training had told it was; null where it told nothing.</summary>
    public TrainingProgress? Progress { get; init; }

    /// <param name="model">What was trained.</param>
    /// <param name="champion">The version that it was given to start from.</param>
    public static TrainedVersion Of(TrainedModel model, long? champion)
    {
        using MemoryStream stream = new();
        model.Predictor.Save(stream);
        return new(
            stream.ToArray(), model.Predictor.Frequency.ToString(), model.Predictor.Horizon, model.Predictor.Composition,
            model.Predictor.PointForecast, Json.Write(model.Predictor.Plan), Json.Write(model.Evaluation), model.Choices, Judgement.Of(model.Evaluation))
        {
            Search = model.Search is { } search ? Json.Write(search) : null,
            StartedFrom = model.StartedWarm ? champion : null,
            Backtests = [.. model.Backtests.Select(PackedBacktest.Of)],
        };
    }

    public static TrainedVersion Of(TrainedSymbolModel model)
    {
        using MemoryStream stream = new();
        model.Predictor.Save(stream);
        return new(
            stream.ToArray(), model.Predictor.Frequency.ToString(), model.Predictor.Horizon, model.Predictor.Composition,
            "mode", Json.Write(model.Predictor.Plan), Json.Write(model.Evaluation), model.Choices, Judgement.Of(model.Evaluation));
    }
}

/// <summary>The errors of a version and how they came about.</summary>
/// <param name="Protocol">How it was judged.</param>
/// <param name="Errors">By the measures' names, the one that decides first; empty where nothing could be judged.</param>
internal sealed record Judgement(string Protocol, IReadOnlyList<(string Measure, double Error)> Errors)
{
    public static Judgement Of(ModelEvaluation evaluation) => new(evaluation.Protocol, evaluation.Test switch
    {
        null => [],
        { Mase: { } mase } test => [("MASE", mase), ("MAE", test.Mae)],
        { } test => [("MAE", test.Mae)],
    });

    public static Judgement Of(SymbolEvaluation evaluation) =>
        new(evaluation.Protocol, evaluation.Test is { } test ? [("log loss", test.LogLoss)] : []);

    public static Judgement Of(VersionRow version) => version.Kind == ModelKind.Symbols
        ? Of(Json.Read<SymbolEvaluation>(version.Evaluation))
        : Of(Json.Read<ModelEvaluation>(version.Evaluation));
}

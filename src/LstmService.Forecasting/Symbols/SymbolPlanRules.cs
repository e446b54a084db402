using LstmService.Forecasting.Options;
using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Symbols;

/// <summary>A training on symbols.</summary>
/// <param name="Series">At least one series with at least one symbol, all of one frequency and one vocabulary.</param>
/// <param name="Horizon">Steps ahead; null chooses.</param>
/// <param name="Options">What the user set; keeps <see cref="SymbolRules"/>.</param>
public sealed record SymbolRequest(IReadOnlyList<SymbolSeries> Series, int? Horizon, TrainingOptions Options);

/// <summary>The rules that make every choice nobody made about a training on symbols.</summary>
public static class SymbolPlanRules
{
    private const int FewPoints = 5_000;

    /// <summary>Makes the plan, and says why it is so.</summary>
    public static (SymbolPlan Plan, List<string> Reasons) Choose(SymbolRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        TrainingOptions options = request.Options;
        Frequency frequency = request.Series[0].Axis.Frequency;
        int length = request.Series.Select(s => s.Length).Order().ElementAt(request.Series.Count / 2);
        int symbols = request.Series[0].Vocabulary.Count;
        int season = SeasonOf(options, frequency, request.Series.MaxBy(s => s.Length)!, symbols, length);
        bool few = request.Series.Sum(s => (long)s.Length) < FewPoints;
        int horizon = request.Horizon ?? Math.Clamp(Math.Max(12, season), 1, Math.Max(1, length / 4));
        SymbolPlan plan = new() // a line for each choice: a table more than a method
        {
            Horizon = horizon,
            Symbols = symbols,
            Season = season,
            Lookback = options.Lookback ?? Math.Clamp(length / 8, 8, few ? 32 : 64),
            Embedding = Math.Clamp(symbols, 4, 16),
            Hidden = options.Hidden ?? (few ? 32 : 64),
            Layers = options.Layers ?? 1,
            Cell = (options.Cell ?? "lstm").ToLowerInvariant(),
            Residual = options.Residual ?? false,
            Dilations = CombinationRules.DilationsOption.Parse(options.Dilations ?? "1") ?? [],
            Dropout = options.Dropout ?? 0,
            RecurrentDropout = options.RecurrentDropout ?? (few ? 0.2 : 0),
            Members = options.Members ?? 2,
            Epochs = options.Epochs ?? 80,
            StepsPerEpoch = few ? 10 : 25,
            Batch = options.Batch ?? (few ? 16 : 32),
            LearningRate = options.LearningRate ?? 5e-3,
            Optimizer = options.Optimizer ?? "adamW",
            Momentum = options.Momentum ?? 0.9,
            Schedule = options.Schedule ?? "constant",
            WarmupSteps = options.WarmupSteps ?? 0,
            WeightDecay = options.WeightDecay ?? 0,
            AverageDecay = options.AverageDecay ?? 0.98,
            ClipNorm = options.ClipNorm ?? 1,
            Patience = options.Patience ?? (options.Epochs is null ? 6 : 0),
            TruncateEvery = options.TruncateEvery ?? 0,
            TruncateBack = options.TruncateBack ?? 0,
            Seed = options.Seed ?? 1,
        };
        List<string> reasons =
        [
            $"{symbols} symbols: each has a vector of {plan.Embedding} numbers that is learnt, and the answer is a distribution over them",
            plan.HasSeason ? $"season of {season} points: the network also reads the symbol one season before the next" : "no season was found or given",
            $"{plan.Members} networks of {plan.Layers} layer(s) with {plan.Hidden} hidden units that read {plan.Lookback} symbols: {request.Series.Count} series, {length} points in the median",
        ];
        if (request.Horizon is null) reasons.Add($"horizon {horizon}: the larger of 12 and the season, at most a quarter of {length} points");
        return (plan, reasons);
    }

    private static int SeasonOf(TrainingOptions options, Frequency frequency, SymbolSeries longest, int symbols, int length)
    {
        SeasonalityOption wanted = SeasonalityOption.Parse(options.Seasonality) ?? new(true, []);
        int season = wanted.Auto ? SymbolSeason.Of(frequency, longest.Numbers, symbols) : wanted.Lengths.FirstOrDefault(1);
        return 2 * season <= length ? season : 1;
    }
}

using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Pipeline;

/// <summary>The plan and why it is so.</summary>
/// <param name="Plan">Every choice.</param>
/// <param name="Horizon">Steps ahead that are answered where a request does not say how many.</param>
/// <param name="Reasons">A sentence for each choice that the data made.</param>
public sealed record PlannedTraining(Plan Plan, int Horizon, IReadOnlyList<string> Reasons);

/// <summary>
/// The rules that make every choice nobody made, in one place. They read the data's frequency, length, number of series and
/// signs, and nothing else.
/// </summary>
public static class PlanRules
{
    /// <summary>The quantiles the network answers: those of the 50, 80, 90 and 95% intervals, the median and two beside it.</summary>
    public static IReadOnlyList<double> QuantileGrid { get; } = [0.025, 0.05, 0.1, 0.25, 0.4, 0.5, 0.6, 0.75, 0.9, 0.95, 0.975];

    private const int ShortSeriesPoints = 2_000;
    private const int LongSeriesPoints = 300;
    private const int StepsAPoint = 2, MostStepsOfFew = 300;
    private static readonly double[] DefaultLevels = [80, 95];

    /// <summary>Makes the plan for a training.</summary>
    public static PlannedTraining Choose(TrainingRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        TrainingOptions options = request.Options;
        List<string> reasons = [];
        int length = MedianLength(request.Series);
        Frequency frequency = request.Series[0].Axis.Frequency;
        int[] seasons = Seasons(request.Series, options, length, frequency, reasons);
        int season = seasons.Length > 0 ? seasons[0] : 1;
        LossKind loss = Enum.Parse<LossKind>(options.Loss ?? "pinball", ignoreCase: true);
        bool counts = loss == LossKind.NegativeBinomial;
        ScalingKind scaling = Enum.Parse<ScalingKind>(options.Scaling ?? (counts ? "mean" : "local"), ignoreCase: true);
        bool local = scaling is ScalingKind.Local or ScalingKind.Mean;
        (int answered, int horizon) = Horizons(request.Horizon, season, length, local, reasons);
        bool likelihood = loss.IsLikelihood();
        bool encoderDecoder = Is(options.Architecture ?? "direct", "encoderDecoder");
        bool everyStep = options.TruncateEvery is not null;
        bool byHour = frequency.IsSubDaily && season > 1;
        bool manyByHour = byHour && request.Series.Count > 1; // days enough to feed a larger network
        long points = request.Series.Sum(s => (long)s.Length);
        bool few = points < ShortSeriesPoints;
        bool oneLong = request.Series.Count == 1 && !few;
        // many weeks of one series show its own profile; of many series the last week says more, and the network learns the rest
        bool weeksOfOne = byHour && oneLong;
        (int lookback, int patch) = Window(options, frequency, season, seasons, length, horizon, reasons);
        (int epochs, int stepsPerEpoch) = Duration(options, few && local ? StepsOfFew(points) : few ? MostStepsOfFew : null, length, request.Series.Count, reasons);
        Plan plan = new() // a line for each choice: a table more than a method
        {
            Horizon = horizon,
            Seasons = seasons,
            AnchorSeason = counts ? 0 : byHour && seasons.Length > 1 ? seasons[^1] : season > 1 ? season : 0,
            Lookback = lookback,
            Patch = patch,
            Hidden = options.Hidden ?? (few ? 16 : manyByHour ? 96 : 48),
            Layers = options.Layers ?? (manyByHour ? 2 : 1),
            Cell = (options.Cell ?? "lstm").ToLowerInvariant(),
            Bidirectional = options.Bidirectional ?? false,
            Residual = options.Residual ?? false,
            Dilations = CombinationRules.DilationsOption.Parse(options.Dilations ?? (manyByHour && options.Layers is null ? "1,2" : "1")) ?? [],
            Dropout = options.Dropout ?? 0,
            RecurrentDropout = options.RecurrentDropout ?? 0,
            EncoderDecoder = encoderDecoder,
            Attention = Is(options.Attention ?? "none", "additive"),
            Members = options.Members ?? (few || oneLong ? 5 : 3),
            Epochs = epochs,
            StepsPerEpoch = stepsPerEpoch,
            Batch = options.Batch ?? (few ? 32 : 128),
            LearningRate = options.LearningRate ?? 3e-3,
            Optimizer = options.Optimizer ?? "adamW",
            Schedule = options.Schedule ?? (local ? "cosine" : "constant"),
            WarmupSteps = options.WarmupSteps ?? 0,
            WeightDecay = options.WeightDecay ?? 0,
            Momentum = options.Momentum ?? 0.9,
            AverageDecay = options.AverageDecay ?? (local ? 0.99 : 0),
            ClipNorm = options.ClipNorm ?? (local ? 1 : 0),
            Patience = options.Patience ?? 0,
            Loss = loss,
            Quantiles = loss.SaysQuantiles() ? QuantileGrid : [0.5],
            OrderedQuantiles = options.OrderedQuantiles ?? false,
            TruncateEvery = options.TruncateEvery ?? 0,
            TruncateBack = options.TruncateBack ?? 0,
            Scaling = scaling,
            Transform = counts ? TransformKind.None : TransformOf(request.Series, options, local, reasons),
            Anchor = byHour && !everyStep && !weeksOfOne ? AnchorKind.SeasonalNaive : AnchorKind.Profile,
            LevelPoints = frequency == Frequency.Daily ? 28 : weeksOfOne ? season : 1,
            ProfileSeasons = frequency == Frequency.Daily ? 8 : 4,
            Drift = local && !byHour && !counts && !everyStep && frequency != Frequency.Daily ? 0.5 : 0,
            // gates, linear map and location head are parts of the quantile head, which answers the whole horizon at once
            Gates = local && !encoderDecoder && !likelihood && !everyStep,
            Skip = local && !byHour && !encoderDecoder && !likelihood && !everyStep,
            Location = local && loss == LossKind.Pinball && !encoderDecoder,
            Mask = local || request.Series.Any(s => s.Values.Any(double.IsNaN)),
            Blend = local,
            Levels = request.Levels ?? DefaultLevels,
            Floor = options.Floor,
            Ceiling = options.Ceiling,
            // never unasked: a day's 0.4 rounded to 0 makes a week of 0
            Counts = options.Counts ?? false,
            Seed = options.Seed ?? 1,
        };
        plan = TrainingBudget.Fit(plan, options, few, reasons);
        reasons.Add($"{plan.Members} networks of {plan.Layers} LSTM layer(s) with {plan.Hidden} hidden units: {request.Series.Count} series, {length} points in the median");
        return new(plan, answered, reasons);
    }

    /// <summary>The steps that are answered unless told otherwise, and those the network answers at once.</summary>
    private static (int Answered, int AtOnce) Horizons(int? wanted, int season, int length, bool local, List<string> reasons)
    {
        if (wanted is { } given) return (given, given);
        int horizon = Math.Clamp(Math.Max(12, season), 1, Math.Max(1, length / 4));
        reasons.Add($"horizon {horizon}: the larger of 12 and the season, at most a quarter of {length} points");
        if (local) return (horizon, horizon);
        reasons.Add("the network answers one step, later ones by feeding on its own answers: scaling over the whole data asks for the textbook's network");
        return (horizon, 1);
    }

    private static int[] Seasons(
        IReadOnlyList<TimeSeries> series, TrainingOptions options, int length, Frequency frequency, List<string> reasons)
    {
        SeasonalityOption wanted = SeasonalityOption.Parse(options.Seasonality) ?? new(true, []);
        if (!wanted.Auto) return [.. wanted.Lengths.Where(m => m < length)];
        TimeSeries longest = series.MaxBy(s => s.Length)!;
        int[] found = [.. SeasonDetection.For(frequency, longest.Values).Where(m => 2 * m <= length)];
        reasons.Add(found.Length > 0
            ? $"season(s) of {string.Join(" and ", found)} points: usual at {frequency}, and seen twice in {length} points"
            : $"no season: none is usual at {frequency} or none is seen twice in {length} points");
        return found;
    }

    private static (int Lookback, int Patch) Window(
        TrainingOptions options, Frequency frequency, int season, int[] seasons, int length, int horizon, List<string> reasons)
    {
        int patch = options.Patch ?? PatchFor(frequency, season);
        int wanted = options.Lookback ?? LookbackFor(frequency, season, seasons, horizon);
        if (options.Patch is null && options.Lookback is not null)
            while (wanted % patch != 0) patch--;
        int lookback = options.Lookback ?? Math.Max(patch, Math.Min(wanted, Math.Max(2, length / 2)) / patch * patch);
        if (options.Lookback is null) reasons.Add($"lookback {lookback} in steps of {patch}: chosen for {frequency}, at most half of {length} points");
        return (lookback, patch);
    }

    private static int PatchFor(Frequency frequency, int season)
    {
        if (frequency.IsSubDaily) return Math.Max(1, season);
        if (frequency == Frequency.Daily) return season == 7 ? 7 : 1;
        if (frequency == Frequency.Weekly) return 13;
        return 1;
    }

    private static int LookbackFor(Frequency frequency, int season, int[] seasons, int horizon)
    {
        if (frequency.IsSubDaily && season > 1) return seasons.Length > 1 ? seasons[^1] : 7 * season;
        if (frequency == Frequency.Daily) return 56;
        if (frequency == Frequency.Weekly) return 104;
        return season > 1 ? Math.Max(2 * season, 8) : Math.Max(8, 2 * Math.Min(horizon, 32));
    }

    private static (int Epochs, int StepsPerEpoch) Duration(TrainingOptions options, int? ofFew, int length, int count, List<string> reasons)
    {
        if (options.Epochs is { } epochs) return (epochs, 0);
        int steps = ofFew ?? (count == 1 ? 500 : length < LongSeriesPoints ? 600 : 2000);
        string why = ofFew is not null ? "few points, which more would learn by heart" : count == 1 ? "one series, which more would learn by heart" : length < LongSeriesPoints ? "many short series" : "long series";
        if (options.BudgetSeconds is null) reasons.Add($"{steps} training steps: {why}");
        return (steps / TrainingBudget.StepsPerEpoch, TrainingBudget.StepsPerEpoch);
    }

    /// <summary>Two steps a point, in whole epochs: every window is then seen some 64 times, and a short series that was seen more often was learnt by heart.</summary>
    private static int StepsOfFew(long points) =>
        (int)Math.Min((StepsAPoint * points + TrainingBudget.StepsPerEpoch - 1) / TrainingBudget.StepsPerEpoch * TrainingBudget.StepsPerEpoch, MostStepsOfFew);

    private static TransformKind? TransformOf(IReadOnlyList<TimeSeries> series, TrainingOptions options, bool local, List<string> reasons)
    {
        if (options.Transform is { } name && !Is(name, "auto")) return Enum.Parse<TransformKind>(name, ignoreCase: true);
        if (!local) return TransformKind.None; // a user who scales the whole data asks for that scaling alone
        int logs = series.Count(s => ValueTransform.Choose(s.Values).Kind == TransformKind.Log);
        if (logs > 0 && logs < series.Count)
        {
            reasons.Add($"log of the {logs} series well above zero, asinh of the {series.Count - logs} others");
            return null;
        }
        reasons.Add(logs > 0 ? "log of the values: all are well above zero" : "asinh of the values: some are near, at or below zero");
        return logs > 0 ? TransformKind.Log : TransformKind.Asinh;
    }

    private static int MedianLength(IReadOnlyList<TimeSeries> series)
    {
        int[] lengths = [.. series.Select(s => s.Length).Order()];
        return lengths[lengths.Length / 2];
    }

    private static bool Is(string text, string name) => text.Equals(name, StringComparison.OrdinalIgnoreCase);
}

using System.Text.Json.Serialization;

namespace LstmService.Forecasting.Pipeline;

/// <summary>By what a window is made comparable with the others.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ScalingKind>))]
public enum ScalingKind
{
    /// <summary>Its own level and spread: what makes one network fit many series.</summary>
    Local,
    /// <summary>The mean size of its values and 1 more (Salinas et al. 2020, section 3.3): zero stays zero, as counts need.</summary>
    Mean,
    /// <summary>The smallest and largest value of the training data.</summary>
    MinMax,
    /// <summary>The mean and standard deviation of the training data.</summary>
    Standard,
    /// <summary>Nothing.</summary>
    None,
}

/// <summary>What the network's output is added to.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AnchorKind>))]
public enum AnchorKind
{
    /// <summary>The deseasonalised level, carried on with the season's profile.</summary>
    Profile,
    /// <summary>The value one season before.</summary>
    SeasonalNaive,
}

/// <summary>What the network is trained to minimise.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<LossKind>))]
public enum LossKind
{
    /// <summary>The pinball loss over a grid of quantiles; the point forecast is the median.</summary>
    Pinball,
    /// <summary>The squared error; the point forecast is the mean.</summary>
    Squared,
    /// <summary>The absolute error; the point forecast is the median.</summary>
    Absolute,
    /// <summary>The likelihood of a normal distribution, whose quantiles are the intervals; the point forecast is its median.</summary>
    Gaussian,
    /// <summary>The likelihood of Student's t, for tails as heavy as the data's; the point forecast is its median.</summary>
    StudentT,
    /// <summary>The likelihood of a negative binomial distribution, for counts; the point forecast is its median.</summary>
    NegativeBinomial,
    /// <summary>Squared near the target and absolute far from it; the point forecast lies between mean and median.</summary>
    Huber,
}

/// <summary>What a loss makes of the networks' answers.</summary>
internal static class LossKinds
{
    /// <summary>Are the answers the parameters of a distribution?</summary>
    public static bool IsLikelihood(this LossKind loss) => loss is LossKind.Gaussian or LossKind.StudentT or LossKind.NegativeBinomial;

    /// <summary>Do the answers hold quantiles, and not a point alone?</summary>
    public static bool SaysQuantiles(this LossKind loss) => loss == LossKind.Pinball || loss.IsLikelihood();
}

/// <summary>Every choice of a training, made: by the user where set, by <see cref="PlanRules"/> elsewhere.</summary>
public sealed record Plan : ILearningPlan
{
    /// <summary>Steps ahead the network answers at once.</summary>
    public required int Horizon { get; init; }
    /// <summary>Season lengths in points, the shortest first; empty where there are none.</summary>
    public required IReadOnlyList<int> Seasons { get; init; }
    /// <summary>The season of profile and anchor; 0 for none.</summary>
    public required int AnchorSeason { get; init; }
    /// <summary>Past points the network reads, a multiple of <see cref="Patch"/>.</summary>
    public required int Lookback { get; init; }
    /// <summary>Points one LSTM step reads.</summary>
    public required int Patch { get; init; }
    /// <summary>Hidden units of each layer.</summary>
    public required int Hidden { get; init; }
    /// <summary>Stacked layers.</summary>
    public required int Layers { get; init; }
    /// <summary>What the layers are made of, by the name the option has.</summary>
    public string Cell { get; init; } = "lstm";
    /// <summary>Does each layer run both ways?</summary>
    public bool Bidirectional { get; init; }
    /// <summary>Does each layer but the first add what it reads to what it answers?</summary>
    public bool Residual { get; init; }
    /// <summary>Steps back that each layer's recurrence reaches, bottom first; 1 where the list ends.</summary>
    public IReadOnlyList<int> Dilations { get; init; } = [];
    /// <summary>The share dropped between layers in training.</summary>
    public double Dropout { get; init; }
    /// <summary>The share dropped of each layer's recurrence in training.</summary>
    public double RecurrentDropout { get; init; }
    /// <summary>Does a decoder answer step by step, instead of one head for the whole horizon?</summary>
    public bool EncoderDecoder { get; init; }
    /// <summary>Does the decoder attend to every step of the encoder?</summary>
    public bool Attention { get; init; }
    /// <summary>Networks in the ensemble.</summary>
    public required int Members { get; init; }
    /// <summary>Passes over the data, or stretches of <see cref="StepsPerEpoch"/> random batches.</summary>
    public required int Epochs { get; init; }
    /// <summary>Random batches an epoch; 0 where an epoch is a pass over all windows.</summary>
    public required int StepsPerEpoch { get; init; }
    /// <summary>Windows in a training step.</summary>
    public required int Batch { get; init; }
    /// <summary>Adam's highest step size.</summary>
    public required double LearningRate { get; init; }
    /// <summary>What moves the weights: <c>adamW</c>, <c>adam</c> or <c>momentum</c>.</summary>
    public string Optimizer { get; init; } = "adamW";
    /// <summary>How much of the velocity stays from step to step of <c>momentum</c>.</summary>
    public double Momentum { get; init; } = 0.9;
    /// <summary>How the step size changes: <c>constant</c>, <c>cosine</c> or <c>oneCycle</c>.</summary>
    public required string Schedule { get; init; }
    /// <summary>Training steps over which the step size rises from 0.</summary>
    public int WarmupSteps { get; init; }
    /// <summary>The share of each weight that a step takes away, in units of the step size.</summary>
    public double WeightDecay { get; init; }
    /// <summary>Decay of the moving average of weights; 0 for none.</summary>
    public required double AverageDecay { get; init; }
    /// <summary>Longest gradient; 0 for no limit.</summary>
    public required double ClipNorm { get; init; }
    /// <summary>Epochs without a better validation loss before stopping; 0 for never.</summary>
    public required int Patience { get; init; }
    /// <summary>The loss.</summary>
    public required LossKind Loss { get; init; }
    /// <summary>Are the quantiles made so that they cannot cross?</summary>
    public bool OrderedQuantiles { get; init; }
    /// <summary>k1 of truncated back-propagation; 0 takes windows whole.</summary>
    public int TruncateEvery { get; init; }
    /// <summary>k2 of truncated back-propagation; 0 is as many as k1.</summary>
    public int TruncateBack { get; init; }
    /// <summary>The quantiles the network answers, ascending; the median alone where the loss knows none.</summary>
    public required IReadOnlyList<double> Quantiles { get; init; }
    /// <summary>The scaling.</summary>
    public required ScalingKind Scaling { get; init; }
    /// <summary>The transform of every series; null chooses by series.</summary>
    public required TransformKind? Transform { get; init; }
    /// <summary>What the output is added to.</summary>
    public required AnchorKind Anchor { get; init; }
    /// <summary>Deseasonalised values whose mean is the level.</summary>
    public required int LevelPoints { get; init; }
    /// <summary>The most seasons the profile averages.</summary>
    public required int ProfileSeasons { get; init; }
    /// <summary>The share of the slope of season means that the anchor continues.</summary>
    public required double Drift { get; init; }
    /// <summary>Do gates weigh alternative forecasts?</summary>
    public required bool Gates { get; init; }
    /// <summary>Does a linear map of the window go straight to the output?</summary>
    public required bool Skip { get; init; }
    /// <summary>Do the quantiles share a location head?</summary>
    public required bool Location { get; init; }
    /// <summary>Is the network told which inputs were observed?</summary>
    public required bool Mask { get; init; }
    /// <summary>May a baseline be blended in?</summary>
    public required bool Blend { get; init; }
    /// <summary>Interval levels in percent that are judged.</summary>
    public required IReadOnlyList<double> Levels { get; init; }
    /// <summary>No answer lies below it; null leaves it to the history.</summary>
    public double? Floor { get; init; }
    /// <summary>No answer lies above it; null is no bound.</summary>
    public double? Ceiling { get; init; }
    /// <summary>Are answers whole numbers, and none negative?</summary>
    public bool Counts { get; init; }
    /// <summary>What all randomness comes from.</summary>
    public required int Seed { get; init; }
    /// <summary>Channels of covariates that are known ahead.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int KnownChannels { get; init; }
    /// <summary>Channels of covariates that are known of the past only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int PastChannels { get; init; }
    /// <summary>Channels of covariates that never change.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int StaticChannels { get; init; }

    /// <summary>The season the baselines and MASE use; 1 where there is none.</summary>
    [JsonIgnore]
    public int Season => Seasons.Count > 0 ? Seasons[0] : 1;

    /// <summary>The values a window gives the network at each point: the value, the profile where there is a season, the mask.</summary>
    [JsonIgnore]
    public int Channels => 1 + (HasProfile ? 1 : 0) + (Mask ? 1 : 0);

    /// <summary>Numbers that one LSTM step reads.</summary>
    [JsonIgnore]
    public int StepInputs => Patch * Channels + CovariateSlots * CovariateInputs;

    /// <summary>Covariate channels of a slot: past and static ones, and known ones both at its time and one horizon later.</summary>
    [JsonIgnore]
    public int CovariateInputs => PastChannels + StaticChannels + 2 * KnownChannels;

    /// <summary>Slots for covariates in one LSTM step: one a point, or one with their mean where that would be too many inputs.</summary>
    [JsonIgnore]
    public int CovariateSlots => Patch * (Channels + CovariateInputs) <= MostStepInputs ? Patch : 1;

    /// <summary>Numbers that are mapped straight to the output: the window, and of past covariates their own.</summary>
    [JsonIgnore]
    public int SkipSize => !Skip ? 0 : Lookback * (1 + PastChannels) <= MostSkipped ? Lookback * (1 + PastChannels) : Lookback;

    private const int MostStepInputs = 2048, MostSkipped = 8192;

    /// <summary>Do the networks say quantiles, and not a point alone?</summary>
    [JsonIgnore]
    public bool SaysQuantiles => Loss.SaysQuantiles();

    /// <summary>Is there a seasonal profile?</summary>
    [JsonIgnore]
    public bool HasProfile => AnchorSeason > 1 && Anchor == AnchorKind.Profile;

    /// <summary>Is a window scaled by itself, and not by the whole data?</summary>
    [JsonIgnore]
    public bool ScalesByWindow => Scaling is ScalingKind.Local or ScalingKind.Mean;

    /// <summary>Does the network answer at every step of a window, as truncated back-propagation needs?</summary>
    [JsonIgnore]
    public bool EveryStep => TruncateEvery > 0;

    /// <summary>LSTM steps in a window.</summary>
    [JsonIgnore]
    public int Steps => Lookback / Patch;
}

using LstmService.Forecasting.Baselines;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Pipeline;
using LstmService.Forecasting.Time;

namespace LstmService.Forecasting;

/// <summary>A trained model: answers the future of a history, of a series it was trained on or another. Safe to share by threads.</summary>
public sealed partial class Predictor
{
    private const int LongestHistory = 20_000; // the season, level and window lie far nearer than this

    private readonly double[] _scores;
    private readonly Ensemble? _ensemble;
    private readonly Baseline? _baseline;
    private volatile AnswerLevels? _answered;

    internal Predictor(PredictorState state, Ensemble? ensemble)
    {
        (State, _ensemble) = (state, ensemble);
        _scores = Spread.Scores(state.Calibration.Quantiles);
        _baseline = state.Composition.Method();
    }

    /// <summary>Steps ahead that are answered where a request does not say how many.</summary>
    public int Horizon => State.Horizon;
    /// <summary>The step of the series it was trained on.</summary>
    public Frequency Frequency => State.Frequency;
    /// <summary>Season lengths in points, the shortest first.</summary>
    public IReadOnlyList<int> Seasons => State.Plan.Seasons;
    /// <summary>Whose weight the answer has: <c>lstm</c> and a baseline by name; they sum to 1.</summary>
    public IReadOnlyDictionary<string, double> Composition => State.Composition.ToWeights();
    /// <summary>What <see cref="ForecastPoint.Value"/> is: <c>median</c> or <c>mean</c>.</summary>
    public string PointForecast => State.Plan.Loss == LossKind.Squared ? "mean" : "median";

    /// <summary>Every choice of the training it came from.</summary>
    public Plan Plan => State.Plan;

    /// <summary>What the model knows beside values; null where it has no covariates.</summary>
    public CovariateCoding? Covariates => State.Covariates?.Coding;

    /// <summary>How a history was, and is to be, made regular.</summary>
    public PreparationPolicies Policies => State.Policies ?? new();

    internal PredictorState State { get; }

    internal IReadOnlyList<Engine.Network<float>> Networks => _ensemble?.Members ?? [];

    /// <summary>The same model without its baseline's part; itself where no network was trained.</summary>
    public Predictor LstmAlone() => _ensemble is null ? this : new(State with { Composition = Pipeline.Composition.LstmAlone }, _ensemble);

    /// <summary>The same model, which tells that its histories are made regular by <paramref name="policies"/>.</summary>
    internal Predictor Preparing(PreparationPolicies? policies) => policies is null ? this : new(State with { Policies = policies }, _ensemble);

    /// <summary>Forecasts the steps after <paramref name="history"/>.</summary>
    /// <param name="history">At least one observed value, none beyond 1e150.</param>
    /// <param name="horizon">Steps ahead, 1 or more; beyond what the networks answer at once the forecast feeds on itself, and intervals keep widening.</param>
    /// <param name="levels">Interval levels in percent.</param>
    /// <param name="samples">The sample paths that are answered beside them; null is none.</param>
    public Forecast Forecast(TimeSeries history, int horizon, IReadOnlyList<double> levels, SampleRequest? samples = null)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentNullException.ThrowIfNull(levels);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        (history, double[] values, CovariateChannels? covariates) = Read(history, horizon);
        double[] points = new double[horizon], offsets = new double[horizon * _scores.Length], carried = new double[horizon];
        AnswerBounds bounds = AnswerBounds.Of(State.Plan, values);
        ValueTransform transform = Fill(values, covariates, bounds, points, offsets, carried);
        AnswerLevels answered = Answered(levels);
        ForecastPoint[] answer = new ForecastPoint[horizon];
        for (int k = 0; k < horizon; k++)
        {
            ReadOnlySpan<double> row = offsets.AsSpan(k * _scores.Length, _scores.Length);
            answer[k] = Point(history.Axis.TimeOf(history.Length + k), points[k], row, transform, bounds, answered);
        }
        string origin = history.Axis.TimeOf(history.Length - 1);
        double[][]? paths = samples is null
            ? null
            : Paths(samples.Count, $"{samples.Seed}|{history.Id}|{origin}", carried, (k, score) =>
                bounds.Keep(transform.Inverse(points[k] + Spread.OffsetAtScore(offsets.AsSpan(k * _scores.Length, _scores.Length), _scores, score))));
        return new(history.Id, history.Axis.Frequency.ToString(), origin, answer) { Samples = paths };
    }

    /// <summary>
    /// What is read of a history: up to the last observed value, for what is missing at the end is forecast too, with the covariates
    /// of as many steps ahead.
    /// </summary>
    internal (TimeSeries History, double[] Values, CovariateChannels? Covariates) Read(TimeSeries history, int horizon)
    {
        history = history.Head(LastObserved(history.Values) + 1);
        double[] values = history.Length > LongestHistory ? history.Values[^LongestHistory..] : history.Values;
        return (history, values, State.Covariates?.Encode(history, horizon + State.Plan.Horizon).From(history.Length - values.Length));
    }

    /// <summary>Points and offsets of every step, in transformed units, and how much of each offset the blocks before carry in.</summary>
    private ValueTransform Fill(double[] values, CovariateChannels? covariates, AnswerBounds bounds, double[] points, double[] offsets, double[] carried)
    {
        EncodedSeries series = new(values, State.Plan, covariates: covariates);
        ValueTransform transform = series.Transform;
        int width = _scores.Length, done = 0;
        double[] before = new double[width]; // how wide the block before ended
        while (true)
        {
            int block = Math.Min(State.Plan.Horizon, points.Length - done);
            LatentForecast said = Say(series);
            said.Point.AsSpan(0, block).CopyTo(points.AsSpan(done));
            for (int k = 0; k < block; k++)
            {
                Span<double> row = offsets.AsSpan((done + k) * width, width);
                State.Calibration.Fill(k, said.Scale, said.OffsetsAt(k).Span, _scores, row);
                // errors of the blocks add up like independent ones
                for (int q = 0; q < width; q++) row[q] = Math.CopySign(Math.Sqrt(row[q] * row[q] + before[q] * before[q]), q - width / 2);
                row[width / 2] = 0;
                double spread = row[^1] - row[0];
                carried[done + k] = spread > 0 ? Math.Min((before[^1] - before[0]) / spread, 1) : 0;
            }
            done += block;
            if (done == points.Length) return transform;
            offsets.AsSpan((done - 1) * width, width).CopyTo(before);
            series = new EncodedSeries([.. series.Values, .. said.Point.Take(block).Select(z => bounds.Hold(transform.Inverse(z)))], State.Plan, transform, covariates);
        }
    }

    /// <summary>The next block: the ensemble's word blended with the baseline's.</summary>
    private LatentForecast Say(EncodedSeries series)
    {
        double[] baseline = new double[State.Plan.Horizon];
        if (_baseline is not null) _baseline(MissingValues.Fill(series.Values, State.Plan.Season), State.Plan.Season, baseline);
        if (_ensemble is null)
            return new([.. baseline.Select(series.Transform.Forward)], [], BaselineScale.Of(series, State.Plan));
        LatentForecast said = _ensemble.Predict(series, series.Length);
        State.Composition.Blend(series.Transform, baseline, said.Point);
        return said;
    }

    private ForecastPoint Point(
        string time, double point, ReadOnlySpan<double> offsets, ValueTransform transform, AnswerBounds bounds, AnswerLevels levels)
    {
        double[] quantiles = new double[levels.Scores.Length];
        for (int q = 0; q < quantiles.Length; q++)
        {
            double score = levels.Scores[q], offset = score == 0 ? 0 : Spread.OffsetAtScore(offsets, _scores, score);
            quantiles[q] = bounds.Keep(transform.Inverse(point + offset));
        }
        return levels.Point(time, quantiles);
    }

    /// <summary>The levels; most answers of a model are asked for at those of the one before.</summary>
    private AnswerLevels Answered(IReadOnlyList<double> levels) =>
        _answered is { } before && before.AreOf(levels) ? before : _answered = new(levels);

    private static int LastObserved(double[] values)
    {
        int last = values.Length - 1;
        while (last > 0 && double.IsNaN(values[last])) last--;
        return last;
    }
}

using System.Text.Json.Serialization;
using LstmService.Engine;
using LstmService.Forecasting.Pipeline;
using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Symbols;

/// <summary>Everything of a predictor of symbols but its networks.</summary>
internal sealed record SymbolState
{
    public required string FrequencyName { get; init; }
    public required IReadOnlyList<string> Vocabulary { get; init; }
    public required SymbolPlan Plan { get; init; }
    public required SymbolStatistics Statistics { get; init; }
    public required Composition Composition { get; init; }

    [JsonIgnore]
    public Frequency Frequency => Frequency.TryParse(FrequencyName, out Frequency? frequency) ? frequency : Frequency.Index;
}

/// <summary>A trained model of symbols: answers the future of a history, of a series it was trained on or another. Safe to share by threads.</summary>
public sealed class SymbolPredictor
{
    private const int FormatVersion = 1;
    private const int LongestHistory = 20_000; // the window and the season lie far nearer than this

    private static readonly ModelFile File = new("LSSY", FormatVersion);

    private readonly SymbolEnsemble? _ensemble;
    private readonly SymbolBaselines _baselines;

    internal SymbolPredictor(SymbolState state, SymbolEnsemble? ensemble)
    {
        (State, _ensemble) = (state, ensemble);
        _baselines = new(state.Statistics, state.Plan.Season);
        Vocabulary = new(state.Vocabulary);
    }

    /// <summary>The symbols it knows.</summary>
    public Vocabulary Vocabulary { get; }
    /// <summary>Steps ahead that are answered where a request does not say how many.</summary>
    public int Horizon => Plan.Horizon;
    /// <summary>The step of the series it was trained on.</summary>
    public Frequency Frequency => State.Frequency;
    /// <summary>Every choice of the training it came from.</summary>
    public SymbolPlan Plan => State.Plan;
    /// <summary>Whose weight the answer has: <c>lstm</c> and a baseline by name; they sum to 1.</summary>
    public IReadOnlyDictionary<string, double> Composition => State.Composition.ToWeights();

    /// <summary>The same model without its baseline's part; itself where no network was trained.</summary>
    internal SymbolPredictor LstmAlone() => _ensemble is null ? this : new(State with { Composition = Pipeline.Composition.LstmAlone }, _ensemble);

    internal SymbolState State { get; }

    internal IReadOnlyList<Network<float>> Networks => _ensemble?.Members ?? [];

    /// <summary>Forecasts the steps after a history.</summary>
    /// <param name="history">At least one observed symbol.</param>
    /// <param name="horizon">Steps ahead, 1 or more.</param>
    /// <exception cref="UnknownSymbolException">The history holds a symbol of which the training knew nothing.</exception>
    public SymbolForecast Forecast(SymbolSeries history, int horizon)
    {
        ArgumentNullException.ThrowIfNull(history);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        int[] numbers = Read(history);
        int length = numbers.Length;
        double[] said = Say(numbers[Math.Max(0, length - LongestHistory)..], horizon);
        SymbolPoint[] points = [.. Enumerable.Range(0, horizon).Select(h => Point(history.Axis.TimeOf(length + h), said.AsSpan(h * Vocabulary.Count, Vocabulary.Count)))];
        return new(history.Id, history.Axis.Frequency.ToString(), history.Axis.TimeOf(length - 1), points);
    }

    /// <summary>The symbols' numbers up to the last that was observed: what is missing at the end is forecast too.</summary>
    /// <exception cref="UnknownSymbolException">As <see cref="Forecast"/> throws it.</exception>
    internal int[] Read(SymbolSeries history)
    {
        int[] numbers = history.NumbersIn(Vocabulary);
        int length = numbers.Length;
        while (length > 1 && numbers[length - 1] < 0) length--;
        return numbers[..length];
    }

    /// <summary>Writes the predictor.</summary>
    public void Save(Stream destination) => File.Write(destination, State, _ensemble?.Members ?? []);

    /// <summary>Reads a predictor that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidModelException">It is none, is damaged, or is of a later version.</exception>
    public static SymbolPredictor Load(Stream source) => File.Read<SymbolState, SymbolPredictor>(
        source, state => SymbolNetwork.SpecOf(state.Plan), (state, members) => new(state, members.Count > 0 ? new(state.Plan, members) : null));

    /// <summary>[horizon, symbols]: the pool of the networks' distributions and the baseline's.</summary>
    private double[] Say(int[] history, int horizon)
    {
        double weight = State.Composition.LstmWeight;
        double[] answer = weight > 0 ? _ensemble!.Predict(history, horizon, SymbolEnsemble.Paths) : new double[horizon * Vocabulary.Count];
        if (State.Composition.Baseline is not { } name) return answer;
        double[] baseline = _baselines.Forecast(name, history, horizon);
        for (int i = 0; i < answer.Length; i++) answer[i] = weight * answer[i] + (1 - weight) * baseline[i];
        return answer;
    }

    private SymbolPoint Point(string time, ReadOnlySpan<double> said)
    {
        double sum = 0;
        int likeliest = 0;
        for (int s = 0; s < said.Length; s++)
        {
            sum += said[s];
            if (said[s] > said[likeliest]) likeliest = s;
        }
        Dictionary<string, double> probabilities = [];
        for (int s = 0; s < said.Length; s++) probabilities[Vocabulary.Symbols[s]] = said[s] / sum;
        return new(time, Vocabulary.Symbols[likeliest], probabilities);
    }
}

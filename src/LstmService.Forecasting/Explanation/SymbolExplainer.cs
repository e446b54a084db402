using System.Globalization;
using LstmService.Engine;
using LstmService.Engine.Explanation;
using LstmService.Forecasting.Symbols;

namespace LstmService.Forecasting.Explanation;

/// <summary>
/// Explains which past symbols gave the next one its score, by layer-wise relevance propagation (Arras et al. 2017, who explain so
/// which words make a class). Safe to share by threads.
/// </summary>
public sealed class SymbolExplainer(SymbolPredictor predictor)
{
    private const string HowToRead =
        "output is the networks' score of the symbol before the softmax; an attribution is a past symbol's share of it, above 0 where it speaks for the symbol.";

    private SymbolPlan Plan => predictor.Plan;

    /// <summary>Why a step cannot be explained by a method; null where it can.</summary>
    /// <param name="step">Steps ahead, from 1.</param>
    public static string? RefusalOf(int step) => step == 1
        ? null
        : $"step must be 1 for a model of symbols, was {step}: later ones are means over paths that were drawn";

    /// <summary>Why a method does not serve; null where it does.</summary>
    public static string? RefusalOf(ExplanationMethod method) => method == ExplanationMethod.Relevance
        ? null
        : "symbols are explained by relevance: between two symbols there is no path that gradients could follow";

    /// <summary>Why there is nothing to explain; null where there is.</summary>
    public string? NothingLearnt() =>
        LearntNothing.Of(predictor.Networks.Count, predictor.State.Composition);

    /// <summary>Explains the score of a symbol at the next step.</summary>
    /// <param name="history">As for <see cref="SymbolPredictor.Forecast"/>.</param>
    /// <param name="symbol">One that the model knows; null is the most likely.</param>
    /// <exception cref="UnexplainableException"><see cref="NothingLearnt"/> says why.</exception>
    /// <exception cref="UnknownSymbolException">The history holds a symbol of which the training knew nothing.</exception>
    public SymbolExplanation Explain(SymbolSeries history, string? symbol)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (NothingLearnt() is { } reason) throw new UnexplainableException(reason);
        SymbolPoint next = predictor.Forecast(history, 1).Points[0];
        symbol ??= next.Value;
        int[] numbers = predictor.Read(history);
        (Batch<float> window, Workspace<float> workspace, int first) = Window(numbers);
        double[] relevance = new double[numbers.Length];
        double output = 0, biases = 0, share = 1.0 / predictor.Networks.Count;
        foreach (Network<float> network in predictor.Networks)
        {
            network.Forward(workspace, window);
            Relevance of = RelevancePropagation.Explain(network, workspace, window, predictor.Vocabulary.NumberOf(symbol)!.Value);
            (output, biases) = (output + share * of.Output, biases + share * of.ToBiases);
            for (int step = 0; step < window.Steps; step++) AddStep(of.Inputs, step, first + step, share, relevance);
        }
        SymbolAttribution[] attributions = [.. Enumerable.Range(0, numbers.Length).Where(t => t >= first || relevance[t] != 0)
            .Select(t => new SymbolAttribution(history.Axis.TimeOf(t), numbers[t] < 0 ? null : predictor.Vocabulary.Symbols[numbers[t]], relevance[t]))];
        return new(
            next.Time, symbol, next.Probabilities[symbol], output, biases, output - biases - attributions.Sum(a => a.Relevance), attributions, Note());
    }

    /// <summary>What the gates did while a history was read.</summary>
    /// <param name="history">As for <see cref="Explain"/>.</param>
    /// <exception cref="UnexplainableException">No network was trained.</exception>
    public GateSummary Gates(SymbolSeries history)
    {
        ArgumentNullException.ThrowIfNull(history);
        if (NothingLearnt() is { } reason) throw new UnexplainableException(reason);
        (Batch<float> window, Workspace<float> workspace, int first) = Window(predictor.Read(history));
        int[] steps = [.. Enumerable.Range(0, window.Steps).TakeLast(GateSummary.MostSteps)];
        return GateSummary.Of(
            predictor.Networks, workspace, window, steps, [.. steps.Select(step => history.Axis.TimeOf(first + step))], pointsAStep: 1);
    }

    private (Batch<float> Window, Workspace<float> Workspace, int First) Window(int[] numbers)
    {
        Batch<float> window = new(BatchShape.For(SymbolNetwork.SpecOf(Plan), 1, Plan.Lookback));
        int first = SymbolNetwork.WriteWindow(Plan, numbers, window);
        return (window, new(predictor.Networks[0], 1, Plan.Lookback), first);
    }

    /// <summary>What a step read: its own symbol, and perhaps the one a season before the next.</summary>
    private void AddStep(double[] inputs, int step, int t, double share, double[] relevance)
    {
        if (!Plan.HasSeason)
        {
            relevance[t] += share * inputs[step];
            return;
        }
        relevance[t] += share * inputs[2 * step];
        int before = t + 1 - Plan.Season;
        if (before >= 0) relevance[before] += share * inputs[2 * step + 1];
    }

    private string Note()
    {
        double weight = predictor.State.Composition.LstmWeight;
        return weight == 1 ? HowToRead : HowToRead + string.Create(CultureInfo.InvariantCulture,
            $" The networks have {weight:0.##} of the probability; {predictor.State.Composition.Baseline} has the rest.");
    }
}

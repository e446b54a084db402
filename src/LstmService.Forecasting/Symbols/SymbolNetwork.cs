using LstmService.Engine;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Symbols;

/// <summary>
/// The network of a plan: each symbol becomes a vector (Bengio et al. 2003), recurrent layers read them in turn, and at every
/// step a softmax answers the distribution of the next symbol. Missing is a category of its own.
/// </summary>
internal static class SymbolNetwork
{
    public static NetworkSpec SpecOf(SymbolPlan plan)
    {
        int inputs = plan.HasSeason ? 2 : 1;
        return new()
        {
            InputSize = inputs,
            Embeddings = [.. Enumerable.Range(0, inputs).Select(column => new EmbeddingSpec(column, plan.Symbols + 1, plan.Embedding))],
            Hidden = plan.Hidden,
            Layers = plan.Layers,
            Cell = WindowBatch.CellOf(plan.Cell),
            Residual = plan.Residual,
            Dilations = [.. plan.Dilations],
            Dropout = plan.Dropout,
            RecurrentDropout = plan.RecurrentDropout,
            Summary = Summary.EveryStep,
            Head = new LinearHeadSpec(plan.Symbols),
        };
    }

    /// <summary>What a training step takes on the machine that <see cref="TrainingBudget"/> assumes, in seconds.</summary>
    public static double SecondsPerStep(SymbolPlan plan)
    {
        int inputs = (plan.HasSeason ? 2 : 1) * plan.Embedding;
        double weights = TrainingBudget.Stack(plan.Cell, plan.Layers, plan.Hidden, inputs, plan.Hidden) + (double)plan.Symbols * plan.Hidden;
        return TrainingBudget.SecondsPerStep(plan.Batch, weights * plan.Lookback, weights);
    }

    /// <summary>Writes the end of a history, as much as the network reads, into the only window of a batch; where that begins.</summary>
    public static int WriteWindow(SymbolPlan plan, ReadOnlySpan<int> history, Batch<float> window)
    {
        window.Steps = Math.Min(history.Length, plan.Lookback);
        int first = history.Length - window.Steps;
        for (int step = 0; step < window.Steps; step++) WriteInput(plan, history, first + step, window.InputsAt(step, 0));
        return first;
    }

    /// <summary>Writes what the network reads at time <paramref name="t"/>: the symbol, and the one a season before the next.</summary>
    public static void WriteInput(SymbolPlan plan, ReadOnlySpan<int> numbers, int t, Span<float> input)
    {
        input[0] = Category(plan, numbers, t);
        if (plan.HasSeason) input[1] = Category(plan, numbers, t + 1 - plan.Season);
    }

    private static float Category(SymbolPlan plan, ReadOnlySpan<int> numbers, int t) =>
        t < 0 || numbers[t] < 0 ? plan.Symbols : numbers[t];
}

using System.Globalization;
using LstmService.Forecasting.Options;

namespace LstmService.Forecasting.Pipeline;

/// <summary>
/// From seconds to training steps, and back, by a fixed cost model: the multiplications of a step on a machine that is always
/// the same one. The clock is never read, so that the same budget gives the same model everywhere; on a faster machine, or on
/// several cores, it is only done sooner.
/// </summary>
public static class TrainingBudget
{
    /// <summary>The longest budget, in seconds: a week.</summary>
    public const double MostSeconds = 604_800;
    /// <summary>Random batches of an epoch, where epochs are no passes over all windows.</summary>
    public const int StepsPerEpoch = 25;

    // One core of the assumed machine, and what a window or a weight costs beside the products.
    private const double FlopsPerSecond = 1e10;
    private const double SecondsPerWindow = 15e-6;
    private const double SecondsPerWeight = 2e-9;
    private const int FlopsPerProduct = 6; // multiply and add: once forward, twice backward
    private const double SecondsForFewPoints = 600, SecondsForMany = 7_200;

    /// <summary>
    /// Makes the plan as long as its budget: <c>budgetSeconds</c> where that is set; otherwise what <see cref="PlanRules"/>
    /// chose, unless that would take longer than <paramref name="few"/> or many points are worth. Epochs that were set stay.
    /// </summary>
    public static Plan Fit(Plan plan, TrainingOptions options, bool few, ICollection<string> reasons)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(reasons);
        if (options.Epochs is not null) return plan;
        double seconds = options.BudgetSeconds ?? (few ? SecondsForFewPoints : SecondsForMany);
        long most = (long)TrainingRules.MaxEpochs * StepsPerEpoch, wanted = (long)plan.Epochs * plan.StepsPerEpoch;
        int affordable = (int)Math.Clamp(seconds / (SecondsPerStep(plan) * Networks(plan)), 1, most);
        string budget = string.Create(CultureInfo.InvariantCulture, $"a budget of {seconds:0.###} s of one core");
        if (options.BudgetSeconds is null && wanted <= affordable)
        {
            reasons.Add($"{budget} by default for {(few ? "few" : "many")} points, which is enough for that");
            return plan;
        }
        reasons.Add($"{affordable} training steps of each network: {budget}{(options.BudgetSeconds is null ? " by default" : "")}, "
            + $"by a fixed cost model of {Networks(plan)} such networks");
        return affordable < StepsPerEpoch
            ? plan with { Epochs = 1, StepsPerEpoch = affordable }
            : plan with { Epochs = affordable / StepsPerEpoch, StepsPerEpoch = StepsPerEpoch };
    }

    /// <summary>What a step of one network takes on the assumed machine, in seconds.</summary>
    public static double SecondsPerStep(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        (double products, double weights) = Cost(plan);
        return SecondsPerStep(plan.Batch, products, weights);
    }

    /// <summary>The same of a network with so many weights and products in one window's forward pass.</summary>
    internal static double SecondsPerStep(int batch, double products, double weights) =>
        batch * (products * FlopsPerProduct / FlopsPerSecond + SecondsPerWindow) + weights * SecondsPerWeight;

    /// <summary>The judged networks and the published ones.</summary>
    private static int Networks(Plan plan) => 2 * plan.Members;

    /// <summary>Products of one window's forward pass, and weights.</summary>
    private static (double Products, double Weights) Cost(Plan plan)
    {
        int directions = plan.Bidirectional ? 2 : 1, width = directions * plan.Hidden;
        double encoder = directions * Stack(plan.Cell, plan.Layers, plan.Hidden, plan.Patch * plan.Channels, width);
        double decoder = plan.EncoderDecoder ? Stack(plan.Cell, plan.Layers, plan.Hidden, 2 + (plan.Attention ? width : 0), plan.Hidden) : 0;
        double attention = plan.Attention ? (double)plan.Horizon * plan.Steps * (plan.Hidden + width) : 0;
        double head = (double)plan.Horizon * plan.Quantiles.Count * width + (plan.Skip ? (double)plan.Horizon * plan.Lookback : 0);
        return (encoder * plan.Steps + decoder * plan.Horizon + attention + head * (plan.EveryStep ? plan.Steps : 1), encoder + decoder + head);
    }

    /// <summary>The weights of a stack, each of which is one product a step.</summary>
    internal static double Stack(string cell, int layers, int hidden, int inputs, int width)
    {
        int gates = cell switch { "rnn" => 1, "gru" or "coupled" => 3, _ => 4 };
        double weights = 0;
        for (int layer = 0; layer < layers; layer++)
            weights += (double)gates * hidden * ((layer == 0 ? inputs : width) + hidden);
        return weights;
    }
}

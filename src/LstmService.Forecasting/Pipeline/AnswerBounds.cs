namespace LstmService.Forecasting.Pipeline;

/// <summary>
/// What every answer is held in: points, quantiles, intervals and sample paths, whoever made them. What lies beyond an end is moved
/// to the end, and counts to the nearest whole number: both keep the order of numbers, so a quantile stays that quantile.
/// </summary>
/// <param name="Lowest">The least answer.</param>
/// <param name="Highest">The largest answer.</param>
/// <param name="Whole">Are answers whole numbers?</param>
public readonly record struct AnswerBounds(double Lowest, double Highest, bool Whole)
{
    /// <summary>
    /// The bounds of a plan. Where it has no floor, a history without a negative value is not forecast negative; what is missing
    /// does not count.
    /// </summary>
    public static AnswerBounds Of(Plan plan, ReadOnlySpan<double> history)
    {
        ArgumentNullException.ThrowIfNull(plan);
        double lowest = plan.Floor ?? 0;
        foreach (double value in history)
            if (value < 0 && plan.Floor is null) lowest = double.MinValue;
        if (plan.Counts) lowest = Math.Max(lowest, 0);
        double highest = plan.Ceiling ?? double.MaxValue;
        return new(Math.Min(lowest, highest), highest, plan.Counts);
    }

    /// <summary>The answer nearest to <paramref name="value"/>.</summary>
    public double Keep(double value) => Hold(Whole ? Math.Round(value, MidpointRounding.AwayFromZero) : value);

    /// <summary>The value between the ends that is nearest to <paramref name="value"/>, whole or not.</summary>
    public double Hold(double value) => Math.Clamp(value, Lowest, Highest);
}

namespace LstmService.Forecasting.Pipeline;

/// <summary>A series that never was negative is not forecast negative.</summary>
public static class LowestAnswer
{
    /// <summary>0 for a history without a negative value, and no bound elsewhere; what is missing does not count.</summary>
    public static double For(ReadOnlySpan<double> history)
    {
        foreach (double value in history)
            if (value < 0) return double.MinValue;
        return 0;
    }
}

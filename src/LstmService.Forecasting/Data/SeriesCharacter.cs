namespace LstmService.Forecasting.Data;

/// <summary>What kind of numbers a series holds.</summary>
public static class SeriesCharacter
{
    private const double IntermittentShare = 0.3;

    /// <summary><c>constant</c>, <c>intermittent</c> (mostly zero, else positive), <c>count</c> (whole and not negative) or <c>continuous</c>.</summary>
    public static string KindOf(ReadOnlySpan<double> values)
    {
        int known = 0, zeros = 0;
        bool whole = true, negative = false, moves = false;
        double first = double.NaN;
        foreach (double v in values)
        {
            if (double.IsNaN(v)) continue;
            if (known++ == 0) first = v;
            moves |= v != first;
            zeros += v == 0 ? 1 : 0;
            whole &= v == Math.Floor(v);
            negative |= v < 0;
        }
        if (!moves) return "constant";
        if (!negative && zeros >= IntermittentShare * known) return "intermittent";
        return whole && !negative ? "count" : "continuous";
    }
}

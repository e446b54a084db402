namespace LstmService.Forecasting.Symbols;

/// <summary>What was counted in the past of a vocabulary of n symbols: all that the baselines know.</summary>
internal sealed record SymbolStatistics
{
    /// <summary>The most symbols whose triples are counted: their number is the cube of it.</summary>
    public const int MostForTriples = 32;

    /// <summary>[n]: how often each symbol stood.</summary>
    public required int[] Singles { get; init; }
    /// <summary>[n, n]: how often each symbol followed each.</summary>
    public required int[] Pairs { get; init; }
    /// <summary>[n, n, n]: how often each symbol followed each pair; empty for a large vocabulary.</summary>
    public required int[] Triples { get; init; }
    /// <summary>[horizon]: the share of symbols equal to the one h + 1 steps before.</summary>
    public required double[] Stays { get; init; }
    /// <summary>The share of symbols equal to the one a season before.</summary>
    public required double Returns { get; init; }

    public static SymbolStatistics Of(IReadOnlyList<int[]> series, int symbols, int season, int horizon)
    {
        int n = symbols;
        int[] singles = new int[n], pairs = new int[n * n], triples = n <= MostForTriples ? new int[n * n * n] : [];
        foreach (int[] numbers in series)
            for (int t = 0; t < numbers.Length; t++)
            {
                int now = numbers[t], before = t > 0 ? numbers[t - 1] : -1, earlier = t > 1 ? numbers[t - 2] : -1;
                if (now < 0) continue;
                singles[now]++;
                if (before < 0) continue;
                pairs[before * n + now]++;
                if (earlier >= 0 && triples.Length > 0) triples[(earlier * n + before) * n + now]++;
            }
        return new()
        {
            Singles = singles,
            Pairs = pairs,
            Triples = triples,
            Stays = [.. Enumerable.Range(1, horizon).Select(lag => Agreement(series, lag))],
            Returns = Agreement(series, season),
        };
    }

    /// <summary>How often a symbol equals the one <paramref name="lag"/> steps before, drawn a little to a half: never certain.</summary>
    private static double Agreement(IReadOnlyList<int[]> series, int lag)
    {
        double agree = 0.5, known = 1;
        foreach (int[] numbers in series)
            for (int t = lag; t < numbers.Length; t++)
            {
                if (numbers[t] < 0 || numbers[t - lag] < 0) continue;
                known++;
                if (numbers[t] == numbers[t - lag]) agree++;
            }
        return agree / known;
    }
}

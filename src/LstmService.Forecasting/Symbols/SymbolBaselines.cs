namespace LstmService.Forecasting.Symbols;

/// <summary>
/// What a model of symbols has to beat, each a distribution at every step ahead. Probabilities never are 0: the frequencies are
/// smoothed by half a count (Krichevsky and Trofimov 1981), and each Markov chain falls back on the one of lower order with the
/// weight of one count (as the hierarchical Dirichlet model of MacKay and Peto 1995).
/// </summary>
internal sealed class SymbolBaselines
{
    public const string MostFrequent = "mostFrequent", Last = "last", Seasonal = "seasonal", Markov1 = "markov1", Markov2 = "markov2";

    private readonly SymbolStatistics _known;
    private readonly int _season;
    private readonly int _n;
    private readonly double[] _singles; // [n]
    private readonly double[] _next;    // [n, n]

    public SymbolBaselines(SymbolStatistics known, int season)
    {
        (_known, _season, _n) = (known, season, known.Singles.Length);
        double total = known.Singles.Sum() + 0.5 * _n;
        _singles = [.. known.Singles.Select(c => (c + 0.5) / total)];
        _next = new double[_n * _n];
        for (int before = 0; before < _n; before++)
            Smooth(known.Pairs.AsSpan(before * _n, _n), _singles, _next.AsSpan(before * _n, _n));
    }

    public IEnumerable<string> Names =>
        new[] { MostFrequent, Last, Seasonal, Markov1, Markov2 }.Where(name => name switch
        {
            Seasonal => _season > 1,
            Markov2 => _known.Triples.Length > 0,
            _ => true,
        });

    /// <summary>[horizon, n]: the distribution of each step after a history.</summary>
    public double[] Forecast(string name, ReadOnlySpan<int> history, int horizon)
    {
        double[] answer = new double[horizon * _n];
        int gap = 0; // steps since the last symbol that was observed
        while (gap < history.Length && history[^(gap + 1)] < 0) gap++;
        int last = gap < history.Length ? history[^(gap + 1)] : Vocabulary.Missing;
        int earlier = gap + 1 < history.Length ? history[^(gap + 2)] : Vocabulary.Missing;
        switch (name)
        {
            case Last:
                for (int h = 0; h < horizon; h++)
                    Mostly(last, _known.Stays[Math.Min(h + gap, _known.Stays.Length - 1)], answer.AsSpan(h * _n, _n));
                break;
            case Seasonal:
                for (int h = 0; h < horizon; h++)
                {
                    int back = _season - h % _season;
                    Mostly(back <= history.Length ? history[^back] : Vocabulary.Missing, _known.Returns, answer.AsSpan(h * _n, _n));
                }
                break;
            case Markov1:
                FirstOrder(last, gap, horizon, answer);
                break;
            case Markov2:
                SecondOrder(earlier, last, gap, horizon, answer);
                break;
            default:
                for (int h = 0; h < horizon; h++) _singles.CopyTo(answer.AsSpan(h * _n));
                break;
        }
        return answer;
    }

    /// <summary>One symbol with a probability, the others by their frequencies.</summary>
    private void Mostly(int symbol, double probability, Span<double> answer)
    {
        _singles.CopyTo(answer);
        if (symbol < 0 || _n == 1) return;
        double rest = 1 - _singles[symbol];
        for (int s = 0; s < _n; s++) answer[s] = s == symbol ? probability : (1 - probability) * _singles[s] / rest;
    }

    private void FirstOrder(int last, int gap, int horizon, Span<double> answer)
    {
        double[] now = Certain(last), next = new double[_n];
        for (int step = -gap; step < horizon; step++)
        {
            Array.Clear(next);
            for (int before = 0; before < _n; before++)
                for (int s = 0; now[before] > 0 && s < _n; s++) next[s] += now[before] * _next[before * _n + s];
            (now, next) = (next, now);
            if (step >= 0) now.CopyTo(answer[(step * _n)..]);
        }
    }

    /// <summary>Carries the joint distribution of the last two symbols forward.</summary>
    private void SecondOrder(int earlier, int last, int gap, int horizon, Span<double> answer)
    {
        double[] first = Certain(earlier), second = Certain(last), joint = new double[_n * _n], next = new double[_n * _n], row = new double[_n];
        for (int a = 0; a < _n; a++)
            for (int b = 0; b < _n; b++) joint[a * _n + b] = first[a] * second[b];
        for (int step = -gap; step < horizon; step++)
        {
            Array.Clear(next);
            for (int pair = 0; pair < joint.Length; pair++)
            {
                if (joint[pair] < 1e-12) continue;
                int b = pair % _n;
                Smooth(_known.Triples.AsSpan(pair * _n, _n), _next.AsSpan(b * _n, _n), row);
                for (int c = 0; c < _n; c++) next[b * _n + c] += joint[pair] * row[c];
            }
            (joint, next) = (next, joint);
            if (step < 0) continue;
            for (int pair = 0; pair < joint.Length; pair++) answer[step * _n + pair % _n] += joint[pair];
        }
    }

    private double[] Certain(int symbol)
    {
        if (symbol < 0) return [.. _singles];
        double[] one = new double[_n];
        one[symbol] = 1;
        return one;
    }

    private static void Smooth(ReadOnlySpan<int> counts, ReadOnlySpan<double> fallback, Span<double> probabilities)
    {
        double total = 1;
        foreach (int count in counts) total += count;
        for (int s = 0; s < counts.Length; s++) probabilities[s] = (counts[s] + fallback[s]) / total;
    }
}

using LstmService.Forecasting.Data;

namespace LstmService.Forecasting.Covariates;

/// <summary>How one column becomes numbers: scaled by its own median and spread, or one channel a category.</summary>
/// <param name="Name">The column.</param>
/// <param name="Role">When it is known.</param>
/// <param name="Center">What is taken from a number.</param>
/// <param name="Scale">What it is then divided by, above 0.</param>
/// <param name="Categories">The categories with a channel each; null where the column holds numbers.</param>
public sealed record ColumnCoding(string Name, CovariateRole Role, double Center, double Scale, IReadOnlyList<string>? Categories)
{
    private const int MostCategories = 32, MostChannels = 256; // the most frequent; the others share the code of none
    private const double Largest = 10;     // in units of the spread: beyond it a number says no more

    /// <summary>Channels it takes.</summary>
    public int Width => Categories?.Count ?? 1;

    /// <summary>Learns the coding of one column from every series; whether it is text, the first series says.</summary>
    /// <param name="columns">It, of every series that has it.</param>
    /// <param name="among">How many columns there are.</param>
    internal static ColumnCoding Learn(IReadOnlyList<Covariate> columns, int among)
    {
        Covariate first = columns[0];
        if (first.Texts is not null)
        {
            string[] categories = [.. columns.SelectMany(c => c.Texts ?? []).OfType<string>().GroupBy(t => t, StringComparer.Ordinal)
                .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Take(Math.Clamp(MostChannels / among, 1, MostCategories)).Select(g => g.Key)];
            return new(first.Name, first.Role, 0, 1, categories);
        }
        double[] known = [.. columns.SelectMany(c => c.Numbers ?? []).Where(double.IsFinite)];
        if (known.Length == 0) return new(first.Name, first.Role, 0, 1, null);
        double center = RobustSpread.Median(known), mean = known.Average();
        double quarters = (At(known, 0.75) - At(known, 0.25)) / 1.349; // of a normal distribution: its standard deviation
        double deviation = Math.Sqrt(known.Average(v => (v - mean) * (v - mean)));
        double scale = quarters > 0 ? quarters : deviation > 0 ? deviation : 1; // a rare mark has no quarters
        return new(first.Name, first.Role, center, scale, null);
    }

    /// <summary>The code of <paramref name="covariate"/> at <paramref name="t"/>, into [channel].</summary>
    internal void Write(Covariate covariate, int t, Span<double> channels)
    {
        if (Categories is null)
        {
            double v = covariate.Numbers is { } numbers ? numbers[t] : double.NaN;
            channels[0] = double.IsNaN(v) ? 0 : Math.Clamp((v - Center) / Scale, -Largest, Largest);
            return;
        }
        channels.Clear();
        if (covariate.Texts?[t] is not { } text) return;
        for (int c = 0; c < Categories.Count; c++)
            if (Categories[c] == text) channels[c] = 1;
    }

    private static double At(double[] values, double share)
    {
        double[] sorted = [.. values];
        Array.Sort(sorted);
        return sorted[(int)(share * (sorted.Length - 1))];
    }
}

/// <summary>
/// What a model makes of the covariates of a series, and of a calendar of special days. The network reads every column; a
/// calendar as three channels, whether any special day is before, on or after a time. The linear part reads what is known, and a
/// calendar by the name of each day.
/// </summary>
public sealed record CovariateCoding
{
    private const int AroundSpecialDay = 1; // days before and after that may differ too

    /// <summary>The columns, known ones first, then past, then static.</summary>
    public required IReadOnlyList<ColumnCoding> Columns { get; init; }

    /// <summary>Special days by name; null for none.</summary>
    public SpecialDays? Calendar { get; init; }

    /// <summary>Channels that are known ahead, as the network reads them.</summary>
    public int KnownWidth => Width(CovariateRole.Known) + (Calendar is null ? 0 : 1 + 2 * AroundSpecialDay);

    /// <summary>Channels of past columns.</summary>
    public int PastWidth => Width(CovariateRole.Past);

    /// <summary>Channels of static columns.</summary>
    public int StaticWidth => Width(CovariateRole.Static);

    /// <summary>Numbers that the linear part reads.</summary>
    public int LinearWidth => Width(CovariateRole.Known) + (Calendar?.Names.Count ?? 0) * (1 + 2 * AroundSpecialDay);

    /// <summary>Learns from all series of a training; null where they have neither covariates nor a calendar.</summary>
    public static CovariateCoding? Learn(IReadOnlyList<TimeSeries> series, SpecialDays? calendar)
    {
        ArgumentNullException.ThrowIfNull(series);
        if (series[0].Axis.Start is null) calendar = null; // positions have no days
        Covariate[][] byName = [.. series.SelectMany(s => s.Covariates).GroupBy(c => c.Name).Select(g => g.ToArray())];
        ColumnCoding[] columns = [.. byName.Select(c => ColumnCoding.Learn(c, byName.Length)).OrderBy(c => c.Role)];
        return columns.Length == 0 && calendar is null ? null : new() { Columns = columns, Calendar = calendar };
    }

    /// <summary>The covariates a history needs for a forecast, each with what is missing of it; empty where nothing is.</summary>
    public IEnumerable<MissingCovariate> Missing(TimeSeries history, int horizon)
    {
        ArgumentNullException.ThrowIfNull(history);
        foreach (ColumnCoding column in Columns)
        {
            int needed = column.Role switch { CovariateRole.Known => history.Length + horizon, CovariateRole.Past => history.Length, _ => 1 };
            int given = history.Covariates.FirstOrDefault(c => c.Name == column.Name)?.Length ?? 0;
            if (given >= needed) continue;
            bool future = column.Role == CovariateRole.Known && given >= history.Length;
            yield return new(column.Name, column.Role, future, future ? horizon : needed, future ? given - history.Length : given);
        }
    }

    /// <summary>The channels of a series over its length and <paramref name="ahead"/> steps more; where nothing is given, the last value goes on.</summary>
    public CovariateChannels Encode(TimeSeries series, int ahead)
    {
        ArgumentNullException.ThrowIfNull(series);
        int length = series.Length + ahead;
        int columnsKnown = Width(CovariateRole.Known), names = Calendar?.Names.Count ?? 0, around = 1 + 2 * AroundSpecialDay, past = PastWidth + StaticWidth;
        Covariate?[] given = [.. Columns.Select(column => series.Covariates.FirstOrDefault(c => c.Name == column.Name && c.Length > 0))];
        double[] linear = new double[length * LinearWidth];
        int knownWidth = KnownWidth, linearWidth = LinearWidth;
        float[] known = new float[length * knownWidth], seen = new float[length * past];
        double[] codes = new double[Columns.Sum(c => c.Width)];
        bool[] special = new bool[names * around];
        for (int t = 0; t < length; t++)
        {
            int at = 0;
            for (int i = 0; i < given.Length; i++)
            {
                Span<double> code = codes.AsSpan(at, Columns[i].Width);
                at += Columns[i].Width;
                if (given[i] is { } covariate) Columns[i].Write(covariate, Math.Min(t, covariate.Length - 1), code);
            }
            Span<double> row = linear.AsSpan(t * linearWidth, linearWidth);
            codes.AsSpan(0, columnsKnown).CopyTo(row);
            for (int c = 0; c < columnsKnown; c++) known[t * knownWidth + c] = (float)codes[c];
            for (int c = 0; c < past; c++) seen[t * past + c] = (float)codes[columnsKnown + c];
            if (Calendar is null) continue;
            Calendar.Mark(series.Axis, t, AroundSpecialDay, special);
            for (int i = 0; i < special.Length; i++)
            {
                if (!special[i]) continue;
                row[columnsKnown + i] = 1;
                known[t * knownWidth + columnsKnown + i % around] = 1;
            }
        }
        return new(length, known, seen, linear, knownWidth, past, linearWidth);
    }

    private int Width(CovariateRole role) => Columns.Where(c => c.Role == role).Sum(c => c.Width);
}

/// <summary>A covariate that a forecast needs and a history lacks.</summary>
/// <param name="Name">The column.</param>
/// <param name="Role">When it is known.</param>
/// <param name="InFuture">Is it its future that is missing, and not its past?</param>
/// <param name="Needed">Values that are needed.</param>
/// <param name="Given">Values there are.</param>
public sealed record MissingCovariate(string Name, CovariateRole Role, bool InFuture, int Needed, int Given);

using System.Globalization;
using System.Text;
using LstmService.Forecasting.Time;

namespace LstmService.Api.Series.Csv;

/// <summary>What the first records of a file show of one column.</summary>
/// <param name="Name">Its header; its number in a file without one; empty where the header leaves it out.</param>
/// <param name="Index">Its number from 0.</param>
internal sealed record CsvColumn(string Name, int Index)
{
    /// <summary>Nothing but missing values.</summary>
    public bool IsEmpty { get; init; } = true;
    /// <summary>A number, in whatever notation, in one field or more.</summary>
    public bool HasNumber { get; init; }
    /// <summary>A time, and not only an integer, in one field or more.</summary>
    public bool HasTime { get; init; }
    /// <summary>Times of the day alone, such as 13:30.</summary>
    public bool IsClock { get; init; }
    /// <summary>Text that is neither, in one field or more.</summary>
    public bool HasText { get; init; }
    /// <summary>Integers, each larger than the one before.</summary>
    public bool IsAscending { get; init; }
    /// <summary>The fields themselves.</summary>
    public IReadOnlyList<string> Sample { get; init; } = [];

    /// <summary>For messages.</summary>
    public string Shown => Name.Length > 0 ? Excerpt.Of(Name) : $"{Index + 1}";

    public string Number => (Index + 1).ToString(CultureInfo.InvariantCulture);

    public static CsvColumn Of(string name, int index, IReadOnlyList<string> fields)
    {
        bool isEmpty = true, isClock = true, hasNumber = false, hasTime = false, hasText = false, ascending = fields.Count > 1;
        long before = long.MinValue;
        foreach (string field in fields)
        {
            ascending &= long.TryParse(field, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer) && integer > before;
            before = integer;
            if (CsvNumber.IsMissing(Encoding.UTF8.GetBytes(field))) continue;
            isEmpty = false;
            bool isTime = IsTime(field), isNumber = !isTime && CsvNumber.LooksNumeric(field);
            hasTime |= isTime;
            isClock &= IsTimeOfDay(field);
            hasNumber |= isNumber;
            hasText |= !isTime && !isNumber;
        }
        return new(name, index)
        {
            IsEmpty = isEmpty,
            HasNumber = hasNumber,
            HasTime = hasTime,
            IsClock = isClock && !isEmpty,
            HasText = hasText,
            IsAscending = ascending,
            Sample = fields,
        };
    }

    public static bool IsTime(string field) =>
        TimeText.TryParse(field, out _) || DayMonthText.TryParse(field, out _) || MonthNameText.TryParse(field, out _, out _);

    private static bool IsTimeOfDay(string field) => field.Contains(':', StringComparison.Ordinal) && TimeText.TryTimeOfDay(field, new(2000, 1, 1), out _);
}

/// <summary>The header of a table, with what the first records show.</summary>
/// <param name="Row">The header's line; 0 where there is none.</param>
/// <param name="Columns">The columns in order.</param>
internal sealed record CsvHeader(int Row, CsvColumn[] Columns)
{
    /// <summary>Records that are looked at to understand the columns.</summary>
    public const int SampleRows = 200;

    /// <summary>Are the columns named by their numbers alone?</summary>
    public bool IsAbsent { get; init; }

    /// <summary>The header; null, with the reasons in <paramref name="errors"/>, where it is none.</summary>
    /// <exception cref="CsvHelper.CsvFormatException">The quoting is broken.</exception>
    public static CsvHeader? Read(CsvText text, UploadLimits limits, ErrorList errors)
    {
        using IRecords records = text.Open();
        if (!records.Read())
        {
            errors.Add("there is no record at all", 1);
            return null;
        }
        int row = records.Row;
        if (!CheckWidth(records.FieldCount, row, limits, errors)) return null;
        string[] first = FieldsOf(records);
        List<string[]> sample = Sample(records, first.Length);
        CsvColumn[] below = ColumnsOf(first, sample);
        if (IsData(first, below)) return new(0, ColumnsOf([.. first.Select((_, i) => $"{i + 1}")], [first, .. sample])) { IsAbsent = true };
        return CheckNames(first, row, errors) ? new(row, below) : null;
    }

    /// <summary>The columns of a table that has names without records of their own.</summary>
    public static CsvColumn[] ColumnsOf(string[] names, IReadOnlyList<string[]> sample) =>
        [.. names.Select((name, i) => CsvColumn.Of(name, i, [.. sample.Select(fields => fields[i])]))];

    public static List<string[]> Sample(IRecords records, int width)
    {
        List<string[]> sample = [];
        while (sample.Count < SampleRows && records.Read())
            if (records.FieldCount == width) sample.Add(FieldsOf(records));
        return sample;
    }

    public static bool CheckWidth(int columns, int row, UploadLimits limits, ErrorList errors)
    {
        if (columns > limits.MaxColumns) errors.Add($"a file must have at most {limits.MaxColumns} columns, this one has {columns}: split it, or raise MaxColumns", row);
        else if (columns > limits.MaxSeries + 2L)
            errors.Add($"an upload must hold at most {limits.MaxSeries} series, the header has {columns} columns", row);
        return !errors.Any;
    }

    public static bool CheckNames(string[] names, int row, ErrorList errors)
    {
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in names.Where(n => n.Length > 0 && !seen.Add(n)))
            errors.Add($"two columns are called {Excerpt.Of(name)}", row, Excerpt.Bare(name));
        return !errors.Any;
    }

    /// <summary>Is the first record one of data? Its fields are such as stand below them, and one of them is a time, or all are numbers.</summary>
    private static bool IsData(string[] first, CsvColumn[] below)
    {
        CsvColumn[] own = ColumnsOf(first, [first]);
        if (own.All(c => c.IsEmpty)) return false;
        if (own.All(c => !c.HasText)) return !own.Where((c, i) => c.HasNumber && below[i].HasTime && !below[i].HasNumber).Any();
        bool alike = !own.Where((c, i) => c.HasText && !below[i].HasText && !below[i].IsEmpty).Any();
        return alike && own.Where((c, i) => c.HasTime && below[i].HasTime && below[i] is { HasText: false, HasNumber: false }).Any();
    }

    private static string[] FieldsOf(IRecords records)
    {
        string[] fields = new string[records.FieldCount];
        for (int i = 0; i < fields.Length; i++) fields[i] = Encoding.UTF8.GetString(records.Field(i));
        return fields;
    }
}

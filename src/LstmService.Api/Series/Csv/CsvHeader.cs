using CsvHelper;
using LstmService.Forecasting.Time;

namespace LstmService.Api.Series.Csv;

/// <summary>What the first records of a file show of one column.</summary>
/// <param name="Name">Its header; empty where it has none.</param>
/// <param name="Index">Its number from 0.</param>
/// <param name="IsEmpty">Nothing but missing values.</param>
/// <param name="HasNumber">A number, in whatever notation, in one field or more.</param>
/// <param name="HasTime">A time in one field or more.</param>
internal sealed record CsvColumn(string Name, int Index, bool IsEmpty, bool HasNumber, bool HasTime)
{
    /// <summary>For messages.</summary>
    public string Shown => Excerpt.Of(Name);
}

/// <summary>The header of a CSV file, with what the first records show.</summary>
/// <param name="Row">The header's line.</param>
/// <param name="Columns">The columns in order.</param>
internal sealed record CsvHeader(int Row, CsvColumn[] Columns)
{
    private const int SampleRows = 100;

    /// <summary>The header; null, with the reasons in <paramref name="errors"/>, where it is none.</summary>
    /// <exception cref="CsvFormatException">The quoting is broken.</exception>
    public static CsvHeader? Read(CsvText text, UploadLimits limits, ErrorList errors)
    {
        using CsvReader reader = text.Open();
        bool found = reader.Read();
        while (found && CsvText.IsBlank(reader)) found = reader.Read();
        int row = (int)reader.LineNumber;
        if (!found) errors.Add("there is no header: the first line must name the columns", 1);
        else if (reader.FieldCount > limits.MaxSeries + 2L)
        {
            errors.Add($"an upload must hold at most {limits.MaxSeries} series, the header has {reader.FieldCount} columns", row);
            found = false;
        }
        if (!found) return null;
        string[] names = CsvText.Fields(reader);
        if (!CheckNames(names, row, errors)) return null;
        List<string[]> sample = [];
        while (sample.Count < SampleRows && reader.Read())
            if (reader.FieldCount == names.Length) sample.Add(CsvText.Fields(reader));
        return new(row, [.. names.Select((name, i) => Look(name, i, sample))]);
    }

    private static CsvColumn Look(string name, int index, List<string[]> sample)
    {
        bool isEmpty = true, hasNumber = false, hasTime = false;
        foreach (string[] fields in sample)
        {
            string field = fields[index];
            if (IsMissing(field)) continue;
            isEmpty = false;
            bool isTime = TimeText.TryParse(field, out _);
            hasTime |= isTime;
            hasNumber |= !isTime && CsvNumber.LooksNumeric(field);
        }
        return new(name, index, isEmpty, hasNumber, hasTime);
    }

    private static bool CheckNames(string[] names, int row, ErrorList errors)
    {
        if (names.All(n => IsMissing(n) || CsvNumber.LooksNumeric(n) || TimeText.TryParse(n, out _)))
        {
            errors.Add($"the first line must name the columns, such as time,value; it begins with {Excerpt.Of(names[0])}", row);
            return false;
        }
        HashSet<string> seen = new(StringComparer.OrdinalIgnoreCase);
        foreach (string name in names.Where(n => n.Length > 0 && !seen.Add(n)))
            errors.Add($"two columns are called {Excerpt.Of(name)}", row, Excerpt.Of(name).Trim('\''));
        return !errors.Any;
    }

    private static bool IsMissing(string field) => CsvNumber.IsMissing(System.Text.Encoding.UTF8.GetBytes(field));
}

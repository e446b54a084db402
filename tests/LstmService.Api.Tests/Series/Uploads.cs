using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace LstmService.Api.Tests.Series;

/// <summary>A series of an upload, with NaN where a value is missing.</summary>
public sealed record UploadedSeries(string Id, IReadOnlyList<double> Values);

/// <summary>How a text file is written.</summary>
public sealed record CsvDialect(char Delimiter, char Decimal, bool IsQuoted, bool HasMark, bool HasHeader, string LineEnd, string Missing)
{
    public string Field(string text) => IsQuoted ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;

    public string Number(double value) => Field(double.IsNaN(value)
        ? Missing
        : value.ToString(CultureInfo.InvariantCulture).Replace('.', Decimal));

    public string Line(IEnumerable<string> fields) => string.Join(Delimiter, fields) + LineEnd;

    public byte[] File(IEnumerable<string> lines) => Encoding.UTF8.GetBytes((HasMark ? "\uFEFF" : "") + string.Concat(lines));
}

/// <summary>Any upload that is in order: series, how their times are written, and the dialect of a text file.</summary>
/// <param name="Series">One or more, of equally many points.</param>
/// <param name="Times">Their notation.</param>
/// <param name="Dialect">For CSV.</param>
/// <param name="Turns">[row]: which series has the next point, where rows of many series take turns.</param>
public sealed record Upload(IReadOnlyList<UploadedSeries> Series, Notation Times, CsvDialect Dialect, IReadOnlyList<int> Turns);

/// <summary>Makes uploads for properties.</summary>
public static class Uploads
{
    private const int MostSeries = 5, MostPoints = 40;

    // what ids may hold: letters of several alphabets, marks, and in quotes also what divides fields
    private const string Plain = "abcXYZ0189äßé漢字 _-.#%&/()+*é";
    private const string InQuotes = Plain + ",;|\"'";

    public static Arbitrary<Upload> Any() => (
        from times in Gen.Elements(Notation.All.ToArray())
        from dialect in Dialect(times)
        from count in Gen.Choose(1, MostSeries)
        from points in Gen.Choose(2, MostPoints)
        from series in Gen.CollectToArray(Enumerable.Range(0, count), i => OneSeries(i, points, dialect))
        from turns in Gen.Shuffle(Enumerable.Range(0, count * points).Select(i => i % count).ToArray())
        select new Upload(series, times, dialect, turns)).ToArbitrary();

    private static Gen<CsvDialect> Dialect(Notation times) =>
        from quoted in Gen.Elements(true, false)
        from comma in Gen.Elements(true, false)
        from delimiter in Gen.Elements((comma && !quoted ? ";\t|" : ",;\t|").ToCharArray())
        from mark in Gen.Elements(true, false)
        from header in Gen.Elements(true, times.IsInteger) // integers alone do not say that they are times
        from end in Gen.Elements("\n", "\r\n")
        from missing in Gen.Elements("", "NA", "n/a", "NaN", "null")
        select new CsvDialect(delimiter, comma ? ',' : '.', quoted, mark, header, end, missing);

    private static Gen<UploadedSeries> OneSeries(int number, int points, CsvDialect dialect) =>
        from suffix in Gen.ArrayOf(Gen.Elements((dialect.IsQuoted ? InQuotes : Plain).ToCharArray()))
        from values in Gen.ArrayOf(Value(), points - 1)
        select new UploadedSeries($"s{number}{new string(suffix)}".TrimEnd(' ', '\t'), [1.25 + number, .. values]); // the first says how decimals are written

    private static Gen<double> Value() =>
        from eighths in Gen.Choose(int.MinValue, int.MaxValue)
        from isMissing in Gen.Frequency((1, Gen.Constant(true)), (9, Gen.Constant(false)))
        select isMissing ? double.NaN : eighths / 8.0;
}

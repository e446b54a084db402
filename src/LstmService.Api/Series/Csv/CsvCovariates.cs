using System.Text;
using CsvHelper;
using LstmService.Forecasting.Covariates;

namespace LstmService.Api.Series.Csv;

/// <summary>The covariates beside the points of one series, or of all series of a wide table, while they are read.</summary>
internal sealed class CsvCovariates(CsvLayout layout, ErrorList errors)
{
    private readonly List<string?>[] _fields = [.. layout.Covariates.Select(_ => new List<string?>())];

    /// <summary>Reads the covariates of the current record.</summary>
    public void Read(CsvReader reader, int row)
    {
        for (int c = 0; c < _fields.Length; c++)
        {
            (CsvColumn column, CovariateRole role) = layout.Covariates[c];
            ReadOnlySpan<byte> field = reader.GetSpan(column.Index);
            // only an empty field and NA are missing in any column: a category may be called none, which among numbers is missing too
            string? text = field.IsEmpty || field.SequenceEqual("NA"u8) ? null : Encoding.UTF8.GetString(field);
            if (text?.Length > SeriesIds.Longest) errors.Add($"a category must be at most {SeriesIds.Longest} characters, was {Excerpt.Of(text)}", row, column.Name);
            if (role != CovariateRole.Static) _fields[c].Add(text);
            else if (_fields[c].Count == 0 && text is not null) _fields[c].Add(text);
            else if (text is not null && _fields[c][0] != text)
                errors.Add($"{column.Name} is static, one value for the whole series, and here it is {Excerpt.Of(text)} after {Excerpt.Of(_fields[c][0])}", row, column.Name);
        }
    }

    /// <summary>[column]: is there a field that is no number?</summary>
    public static bool[] TextColumns(CsvLayout layout, IEnumerable<CsvCovariates> all)
    {
        CsvCovariates[] distinct = [.. all.Distinct()];
        return [.. layout.Covariates.Select((_, c) => distinct.Any(one => one._fields[c].Exists(field => field is not null && Number(field) is null)))];
    }

    public IReadOnlyList<Covariate> ToCovariates(bool[] isText) =>
    [
        .. layout.Covariates.Select((column, c) =>
        {
            List<string?> fields = _fields[c].Count == 0 ? [null] : _fields[c];
            return new Covariate(column.Column.Name, column.Role,
                isText[c] ? null : [.. fields.Select(f => f is null ? double.NaN : Number(f) ?? double.NaN)], isText[c] ? [.. fields] : null);
        }),
    ];

    private static double? Number(string field) => CsvNumber.Read(Encoding.UTF8.GetBytes(field), out double value) is null ? value : null;
}

using System.Runtime.InteropServices;
using System.Text;
using LstmService.Api.Series.Columns;
using LstmService.Forecasting.Covariates;

namespace LstmService.Api.Series.Csv;

/// <summary>The texts in the columns of covariates, numbered in the order they come in: a category takes no more room than a number.</summary>
internal sealed class CovariateTexts(CsvLayout layout, NumberNotation numbers)
{
    private readonly Dictionary<string, int>[] codes = [.. layout.Covariates.Select(_ => new Dictionary<string, int>(StringComparer.Ordinal))];
    private readonly List<string>[] texts = [.. layout.Covariates.Select(_ => new List<string>())];
    private double[]?[]? values;

    /// <summary>The code of a text in covariate number <paramref name="c"/>.</summary>
    public int CodeOf(int c, ReadOnlySpan<char> text)
    {
        ref int code = ref CollectionsMarshal.GetValueRefOrAddDefault(codes[c].GetAlternateLookup<ReadOnlySpan<char>>(), text, out bool known);
        if (!known)
        {
            code = texts[c].Count;
            texts[c].Add(text.ToString());
        }
        return code;
    }

    public string TextOf(int c, int code) => texts[c][code];

    /// <summary>[code]: the numbers that the texts of a covariate are, once all were read; null where one of them is none.</summary>
    public double[]? NumbersOf(int c) => (values ??= [.. texts.Select(Numbers)])[c];

    private double[]? Numbers(List<string> read)
    {
        double[] all = new double[read.Count];
        for (int i = 0; i < all.Length; i++)
        {
            if (bool.TryParse(read[i], out bool flag)) all[i] = flag ? 1 : 0; // as in JSON and Parquet
            else if (CsvNumber.Read(Encoding.UTF8.GetBytes(read[i]), numbers, out all[i]) is not null) return null;
        }
        return all;
    }
}

/// <summary>The covariates beside the points of one series, or of all series of a wide table, while they are read.</summary>
internal sealed class CsvCovariates(CsvLayout layout, CovariateTexts texts, ColumnStore store, ErrorList errors)
{
    private const int Missing = -1;

    private readonly Column<int>[] codes = [.. layout.Covariates.Select(_ => store.Create<int>())];

    /// <summary>Reads the covariates of the current record.</summary>
    public void Read(IRecords records)
    {
        for (int c = 0; c < codes.Length; c++)
        {
            (CsvColumn column, CovariateRole role) = layout.Covariates[c];
            int code = Code(c, records, column);
            if (role != CovariateRole.Static) codes[c].Add(code);
            else if (codes[c].Count == 0 && code != Missing) codes[c].Add(code);
            else if (code != Missing && codes[c].First is var first && first != code)
                errors.Add($"{column.Name} is static, one value for the whole series, and here it is {Shown(c, code)} after {Shown(c, first)}", records.Row, column.Name);
        }
    }

    /// <summary>The covariates beside the points that are kept.</summary>
    public IReadOnlyList<Covariate> ToCovariates(PointSelection kept)
    {
        Covariate[] read = new Covariate[codes.Length];
        for (int c = 0; c < read.Length; c++)
        {
            (CsvColumn column, CovariateRole role) = layout.Covariates[c];
            int[] own = codes[c].Count == 0 ? [Missing] : role == CovariateRole.Static ? [codes[c].First] : kept.Of<int>(codes[c].Visit);
            double[]? numbers = texts.NumbersOf(c);
            read[c] = new(column.Name, role,
                numbers is null ? null : Array.ConvertAll(own, code => code == Missing ? double.NaN : numbers[code]),
                numbers is null ? Array.ConvertAll(own, code => code == Missing ? null : texts.TextOf(c, code)) : null);
        }
        return read;
    }

    /// <summary>Only an empty field and NA are missing in any column: a category may be called none, which among numbers is missing too.</summary>
    private int Code(int c, IRecords records, CsvColumn column)
    {
        ReadOnlySpan<byte> field = records.Field(column.Index);
        if (field.IsEmpty || field.SequenceEqual("NA"u8)) return Missing;
        if (Encoding.UTF8.GetCharCount(field) > SeriesIds.Longest)
        {
            errors.Add($"a category must be at most {SeriesIds.Longest} characters, was {Excerpt.Of(Encoding.UTF8.GetString(field))}", records.Row, column.Name);
            return Missing;
        }
        Span<char> text = stackalloc char[SeriesIds.Longest];
        return texts.CodeOf(c, text[..Encoding.UTF8.GetChars(field, text)]);
    }

    private string Shown(int c, int code) => Excerpt.Of(texts.TextOf(c, code));
}

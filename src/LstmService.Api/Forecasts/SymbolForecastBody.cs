using System.Globalization;
using System.Text;
using System.Text.Json;
using LstmService.Api.Requests;
using LstmService.Forecasting.Symbols;

namespace LstmService.Api.Forecasts;

/// <summary>A forecast of symbols as it is answered.</summary>
/// <param name="Model">The model.</param>
/// <param name="Version">The version that made it.</param>
/// <param name="Series">The series.</param>
/// <param name="Kind"><c>symbols</c>.</param>
/// <param name="Frequency">Its step.</param>
/// <param name="Origin">The last observed time.</param>
/// <param name="Points">One for each step ahead.</param>
internal sealed record SymbolForecastBody(
    string Model, long Version, string Series, string Kind, string Frequency, string Origin, IReadOnlyList<SymbolPoint> Points) : IForecastBody
{
    public ReadOnlyMemory<byte> ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json.Options);

    /// <summary>The columns: a probability for each symbol of the model, in their order.</summary>
    public static string CsvHeader(Vocabulary vocabulary) =>
        "series,time,value" + string.Concat(vocabulary.Symbols.Select(symbol => "," + CsvField.Of($"probability_{symbol}"))) + "\n";

    public byte[] ToCsv(IReadOnlyList<double> levels)
    {
        StringBuilder rows = new();
        string series = CsvField.Of(Series);
        foreach (SymbolPoint point in Points)
        {
            rows.Append(CultureInfo.InvariantCulture, $"{series},{point.Time},{CsvField.Of(point.Value)}");
            foreach (double probability in point.Probabilities.Values) rows.Append(CultureInfo.InvariantCulture, $",{probability}");
            rows.Append('\n');
        }
        return Encoding.UTF8.GetBytes(rows.ToString());
    }
}

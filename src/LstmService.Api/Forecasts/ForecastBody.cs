using System.Globalization;
using System.Text;
using System.Text.Json.Serialization;
using LstmService.Forecasting;

namespace LstmService.Api.Forecasts;

/// <summary>A forecast of either kind as it is answered.</summary>
internal interface IForecastBody
{
    ReadOnlyMemory<byte> ToJson();

    /// <summary>The rows of a CSV, without its header.</summary>
    byte[] ToCsv(IReadOnlyList<double> levels);
}

/// <summary>A forecast as it is answered.</summary>
/// <param name="Model">The model.</param>
/// <param name="Version">The version that made it.</param>
/// <param name="Series">The series.</param>
/// <param name="Frequency">Its step.</param>
/// <param name="Origin">The last observed time.</param>
/// <param name="Points">One for each step ahead.</param>
/// <param name="Samples">Futures that may come, a value for each step; only where they were asked for.</param>
internal sealed record ForecastBody(
    string Model, long Version, string Series, string Frequency, string Origin, IReadOnlyList<ForecastPoint> Points,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<double[]>? Samples = null) : IForecastBody
{
    public ReadOnlyMemory<byte> ToJson() => ForecastWriter.Write(this);

    public static string CsvHeader(IReadOnlyList<double> levels) =>
        "series,time,value" + string.Concat(levels.Select(level => $",lower{Name(level)},upper{Name(level)}")) + "\n";

    public byte[] ToCsv(IReadOnlyList<double> levels)
    {
        StringBuilder rows = new();
        string series = CsvField.Of(Series);
        foreach (ForecastPoint point in Points)
        {
            rows.Append(CultureInfo.InvariantCulture, $"{series},{point.Time},{point.Value}");
            foreach (double level in levels)
            {
                Interval interval = point.Intervals[Name(level)];
                rows.Append(CultureInfo.InvariantCulture, $",{interval.Lower},{interval.Upper}");
            }
            rows.Append('\n');
        }
        return Encoding.UTF8.GetBytes(rows.ToString());
    }

    private static string Name(double level) => level.ToString(CultureInfo.InvariantCulture);
}

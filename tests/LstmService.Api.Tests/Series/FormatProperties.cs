using System.Globalization;
using System.Text;
using FsCheck.Xunit;
using LstmService.Api.Series;
using LstmService.Forecasting.Data;
using NodaTime;

namespace LstmService.Api.Tests.Series;

/// <summary>Any series, in any dialect and notation of time, reads back the same; any bytes get an answer.</summary>
public class FormatProperties
{
    private static readonly string[] Types = ["text/csv", "text/tab-separated-values", "application/json", "application/vnd.apache.parquet", Requests.FormType];

    [Property(MaxTest = 300)]
    public async Task AnySeriesInAnyDialectReadsBackTheSame(int[] raw, byte delimiter, byte notation, bool comma, bool quoted, bool mark, bool crlf)
    {
        ArgumentNullException.ThrowIfNull(raw);
        double[] values = [1.25, .. raw.Select(v => v / 8.0), 13];
        char divider = comma && !quoted ? ";\t"[delimiter % 2] : ",;\t|"[delimiter % 4];
        string line = crlf ? "\r\n" : "\n";
        LocalDateTime start = new(2026, 1, 1, 0, 0);
        StringBuilder csv = new(mark ? "\uFEFF" : "");
        csv.Append("time").Append(divider).Append("value").Append(line);
        for (int i = 0; i < values.Length; i++)
        {
            string number = values[i].ToString(CultureInfo.InvariantCulture);
            if (comma) number = number.Replace('.', ',');
            if (quoted) number = $"\"{number}\"";
            csv.Append(Written(start.PlusDays(i), notation)).Append(divider).Append(number).Append(line);
        }
        RawSeries series = Assert.Single((await Requests.Csv(csv.ToString(), comma ? "?decimal=comma&dateFormat=dd/MM/yyyy" : "?dateFormat=dd/MM/yyyy")).Series);
        Assert.Equal(values, series.Values);
        Assert.Equal(Enumerable.Range(0, values.Length).Select(i => start.PlusDays(i)), series.Times!.Select(t => t.Local));
    }

    [Property(MaxTest = 500)]
    public async Task AnyBytesGiveAnUploadOrARefusal(byte[] body, byte type)
    {
        UploadResult result = await Requests.Read(body ?? [], Types[type % Types.Length]);
        Assert.True(result.Upload is null != result.Refusal is null);
        if (result.Refusal is { } refusal) Assert.InRange(refusal.StatusCode, 400, 415);
    }

    [Property(MaxTest = 300)]
    public void AnyDecimalNumberIsReadAsTheBaseLibraryReadsIt(long digits, byte decimals)
    {
        string text = (digits / (decimal)Math.Pow(10, decimals % 19)).ToString(CultureInfo.InvariantCulture);
        Assert.True(LstmService.Api.Series.Csv.DecimalNumber.TryParse(Encoding.UTF8.GetBytes(text), out double number));
        Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), number);
    }

    private static string Written(LocalDateTime time, byte notation)
    {
        long seconds = (long)(time.ToDateTimeUnspecified() - DateTime.UnixEpoch).TotalSeconds;
        return (notation % 7) switch
        {
            0 => time.ToString("uuuu-MM-dd", CultureInfo.InvariantCulture),
            1 => time.ToString("uuuu/M/d", CultureInfo.InvariantCulture),
            2 => time.ToString("uuuu-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
            3 => time.ToString("dd.MM.uuuu HH:mm", CultureInfo.InvariantCulture),
            4 => time.ToString("dd/MM/uuuu", CultureInfo.InvariantCulture),
            5 => seconds.ToString(CultureInfo.InvariantCulture),
            _ => (1000 * seconds).ToString(CultureInfo.InvariantCulture),
        };
    }
}

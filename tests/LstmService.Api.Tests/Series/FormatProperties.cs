using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck.Xunit;
using LstmService.Api.Series;
using LstmService.Forecasting.Data;
using Microsoft.AspNetCore.Http;
using Parquet.Schema;

namespace LstmService.Api.Tests.Series;

/// <summary>Any series, in any format, dialect and notation of time, read back the same; any bytes get an answer.</summary>
[Properties(Arbitrary = [typeof(Uploads)])]
public class FormatProperties
{
    private const string ParquetType = "application/vnd.apache.parquet";
    private const string Query = "?dateFormat=dd/MM/yyyy";

    private static readonly string[] Types = ["text/csv", "text/tab-separated-values", "application/json", ParquetType, Requests.FormType];
    private static readonly string[] Encodings = ["identity", "gzip", "deflate", "br", "zstd"];
    private static readonly string[] Files = ["a.csv", "a.parquet", "a.csv.gz", "a.csv.br", "a.csv.zst", "a"];

    [Property(MaxTest = 300)]
    public async Task AnyLongTableReadsBackTheSame(Upload upload)
    {
        ArgumentNullException.ThrowIfNull(upload);
        CsvDialect dialect = upload.Dialect;
        int[] next = new int[upload.Series.Count];
        string[] rows = [.. upload.Turns.Select(s => Row(upload.Series[s], next[s]++))];
        string[] header = dialect.HasHeader ? [dialect.Line(new[] { "series_id", "timestamp", "value" }.Select(dialect.Field))] : [];
        int[] order = [.. upload.Turns.Distinct()]; // the order in which the series come up
        Check([.. order.Select(s => upload.Series[s])], upload, await Read(dialect.File([.. header, .. rows]), "text/csv"));

        string Row(UploadedSeries series, int point) =>
            dialect.Line([dialect.Field(series.Id), dialect.Field(upload.Times[point]), dialect.Number(series.Values[point])]);
    }

    [Property(MaxTest = 300)]
    public async Task AnyWideTableReadsBackTheSame(Upload upload)
    {
        ArgumentNullException.ThrowIfNull(upload);
        CsvDialect dialect = upload.Dialect;
        string header = dialect.Line([dialect.Field("timestamp"), .. upload.Series.Select(s => dialect.Field(s.Id))]);
        IEnumerable<string> rows = Enumerable.Range(0, upload.Series[0].Values.Count)
            .Select(i => dialect.Line([dialect.Field(upload.Times[i]), .. upload.Series.Select(s => dialect.Number(s.Values[i]))]));
        Check(upload.Series, upload, await Read(dialect.File([header, .. rows]), "text/csv"));
    }

    [Property(MaxTest = 300)]
    public async Task AnyJsonReadsBackTheSame(Upload upload)
    {
        ArgumentNullException.ThrowIfNull(upload);
        JsonObject body = new()
        {
            ["dateFormat"] = "dd/MM/yyyy",
            ["series"] = new JsonArray([.. upload.Series.Select(s => new JsonObject
            {
                ["id"] = s.Id,
                ["timestamps"] = new JsonArray([.. s.Values.Select((_, i) => Time(upload.Times, i))]),
                ["values"] = new JsonArray([.. s.Values.Select(v => double.IsNaN(v) ? null : (JsonNode)v)]),
            })]),
        };
        Check(upload.Series, upload, await Requests.Read(JsonSerializer.SerializeToUtf8Bytes(body), "application/json"));

        static JsonNode Time(Notation times, int point) =>
            times.IsInteger && point % 2 == 0 ? long.Parse(times[point], CultureInfo.InvariantCulture) : times[point];
    }

    [Property(MaxTest = 100)]
    public async Task AnyParquetReadsBackTheSame(Upload upload)
    {
        ArgumentNullException.ThrowIfNull(upload);
        DataField<string> id = new("series_id"), time = new("timestamp");
        DataField<double?> value = new("value");
        (string Id, string Time, double Value)[] rows = [.. upload.Series.SelectMany(s => s.Values.Select((v, i) => (s.Id, upload.Times[i], v)))];
        byte[] file = await ParquetTests.WriteAsync(new(id, time, value), async group =>
        {
            await group.WriteAsync(id, rows.Select(r => r.Id).ToArray());
            await group.WriteAsync(time, rows.Select(r => r.Time).ToArray());
            await group.WriteAsync<double>(value, rows.Select(r => double.IsNaN(r.Value) ? (double?)null : r.Value).ToArray());
        });
        Check(upload.Series, upload, await Read(file, ParquetType));
    }

    [Property(MaxTest = 200)]
    public async Task AnyCompressionAndAFormChangeNothing(Upload upload, byte choice)
    {
        ArgumentNullException.ThrowIfNull(upload);
        string encoding = Encodings[choice % Encodings.Length], file = encoding switch { "gzip" => "a.csv.gz", "br" => "a.csv.br", "zstd" => "a.csv.zst", _ => "a.csv" };
        byte[] csv = Encoding.UTF8.GetBytes("value\n" + string.Concat(upload.Series[0].Values.Select(v => v.ToString(CultureInfo.InvariantCulture) + "\n")));
        byte[] folded = Requests.Fold(csv, encoding);
        Assert.Equal(upload.Series[0].Values, Requests.Taken(await ReadFolded(folded, "text/csv", encoding)).Series[0].Values);
        if (encoding == "deflate") return; // no file is named so
        Assert.Equal(upload.Series[0].Values, Requests.Taken(await Requests.Read(Requests.FileForm(file, folded), Requests.FormType)).Series[0].Values);
    }

    [Property(MaxTest = 500)]
    public async Task AnyBytesGetAnAnswer(byte[] body, byte type, byte encoding) =>
        CheckAnswered(await ReadFolded(body ?? [], Types[type % Types.Length], Encodings[encoding % Encodings.Length]));

    [Property(MaxTest = 500)]
    public async Task AnyBytesThatUnfoldGetAnAnswer(byte[] body, byte type, byte encoding)
    {
        string how = Encodings[encoding % Encodings.Length];
        CheckAnswered(await ReadFolded(Requests.Fold(body ?? [], how), Types[type % Types.Length], how));
    }

    [Property(MaxTest = 500)]
    public async Task AnyBytesInAFormGetAnAnswer(byte[] body, byte file) =>
        CheckAnswered(await Requests.Read(Requests.FileForm(Files[file % Files.Length], body ?? []), Requests.FormType));

    [Property(MaxTest = 500)]
    public async Task AnyDamageToAnUploadGetsAnAnswer(Upload upload, uint place, byte put, bool cut, byte encoding)
    {
        ArgumentNullException.ThrowIfNull(upload);
        string how = Encodings[encoding % Encodings.Length];
        CsvDialect dialect = upload.Dialect;
        byte[] file = Requests.Fold(dialect.File(["series_id,timestamp,value\n", .. upload.Series.Select(s => dialect.Line([dialect.Field(s.Id), upload.Times[0], "1"]))]), how);
        int at = (int)(place % file.Length);
        if (cut) file = file[..at];
        else file[at] = put;
        CheckAnswered(await ReadFolded(file, "text/csv", how));
    }

    [Property(MaxTest = 300)]
    public void AnyDecimalNumberIsReadAsTheBaseLibraryReadsIt(long digits, byte decimals)
    {
        string text = (digits / (decimal)Math.Pow(10, decimals % 19)).ToString(CultureInfo.InvariantCulture);
        Assert.True(LstmService.Api.Series.Csv.DecimalNumber.TryParse(Encoding.UTF8.GetBytes(text), out double number));
        Assert.Equal(double.Parse(text, CultureInfo.InvariantCulture), number);
    }

    private static Task<UploadResult> Read(byte[] body, string type) => Requests.Read(body, type, Query);

    private static Task<UploadResult> ReadFolded(byte[] body, string type, string encoding)
    {
        HttpRequest request = Requests.Of(body, type);
        request.Headers.ContentEncoding = encoding;
        return UploadReader.ReadAsync(request, Requests.Limits, CancellationToken.None);
    }

    private static void CheckAnswered(UploadResult result)
    {
        Assert.True(result.Upload is null != result.Refusal is null);
        if (result.Refusal is { } refusal) Assert.InRange(refusal.StatusCode, 400, 415);
        foreach (RawSeries series in result.Upload?.Series ?? []) Assert.NotEmpty(series.Id);
    }

    private static void Check(IReadOnlyList<UploadedSeries> expected, Upload upload, UploadResult read)
    {
        IReadOnlyList<RawSeries> series = Requests.Taken(read).Series;
        Assert.Equal(expected.Select(s => s.Id), series.Select(s => s.Id));
        for (int s = 0; s < series.Count; s++)
        {
            Assert.Equal(expected[s].Values, series[s].Values);
            Assert.Equal(Enumerable.Range(0, expected[s].Values.Count).Select(upload.Times.TimeOf), series[s].Times!.Select(t => t.Local));
        }
    }
}

using System.Text;
using LstmService.Api.Series;
using LstmService.Forecasting.Data;

namespace LstmService.Api.Tests.Series;

public class AnyBodyTests
{
    private const int Bodies = 2_000;

    private static readonly string[] Json =
    [
        """{"model":"m","frequency":"H","horizon":3,"levels":[80,95],"options":{"hidden":4,"loss":"squared"},"series":[{"id":"a","start":"2026-01","values":[1,null,2.5e1]}]}""",
        """{"timestamps":["2026-01-01T00:00:00+01:00","2026-01-02"],"values":[1,-2]}""",
        """{"sample":"air-passengers","options":{"seed":1}}""",
        """{"series":{"id":"\ud83d\ude00","timestamps":[1,2],"values":[1,2]}}""",
    ];

    private static readonly string[] Csv =
    [
        "time,value\n2020-01-01,1\n2020-01-02,\n\"2020-01-03\",\"3\"\n",
        "series_id;timestamp;value\r\na;2020-01;1\r\nb;2020-01;2\r\n",
        "date\tnorth\tsouth\n2020Q1\t1\t2\n2020Q2\t3\tNA\n",
        ",step,y\n0,1,1e5\n1,2,-\n",
        "v\n1\n2\n",
    ];

    public static TheoryData<string> ContentTypes => ["application/json", "text/csv", "text/tab-separated-values", Requests.FormType];

    [Theory]
    [MemberData(nameof(ContentTypes))]
    public async Task AnyBodyGivesAnUploadOrARefusal(string type)
    {
        Random random = new(20261124);
        int read = 0;
        for (int i = 0; i < Bodies; i++)
        {
            byte[] body = i % 10 == 0 ? Noise(random) : Mutate(Valid(random, type), random);
            UploadResult result = await Requests.Read(body, type);
            Assert.True(result.Upload is null != result.Refusal is null);
            if (result.Refusal is { } refusal) Assert.InRange(refusal.StatusCode, 400, 415);
            if (result.Upload is not { } upload) continue;
            read++;
            CheckSense(upload);
        }
        Assert.InRange(read, 1, Bodies - Bodies / 10); // the mutations leave some readable, and not all
    }

    [Fact]
    public async Task AnyHistoryGivesAnUploadOrARefusal()
    {
        Random random = new(7);
        byte[] valid = Encoding.UTF8.GetBytes("""{"model":"m","version":1,"levels":"80","history":{"timestamps":["2026-01","2026-02"],"values":[1,null],"frequency":"M"}}""");
        for (int i = 0; i < Bodies; i++)
        {
            HistoryResult result = await HistoryReader.ReadAsync(Requests.Of(Mutate(valid, random), "application/json"), Requests.Limits, CancellationToken.None);
            Assert.True(result.Upload is null != result.Refusal is null);
        }
    }

    [Fact]
    public async Task AnyQueryGivesAnUploadOrARefusal()
    {
        Random random = new(8);
        byte[] query = Encoding.UTF8.GetBytes("?model=m&frequency=H&horizon=3&levels=80,95&hidden=4&learningRate=0.1");
        for (int i = 0; i < Bodies; i++)
        {
            string mutated = "?" + Encoding.Latin1.GetString(Mutate(query, random)).TrimStart('?');
            UploadResult result = await Requests.Read("value\n1\n"u8.ToArray(), "text/csv", mutated);
            Assert.True(result.Upload is null != result.Refusal is null);
        }
    }

    private static byte[] Valid(Random random, string type)
    {
        string csv = Csv[random.Next(Csv.Length)];
        return type switch
        {
            "application/json" => Encoding.UTF8.GetBytes(Json[random.Next(Json.Length)]),
            "text/csv" or "text/tab-separated-values" => Encoding.UTF8.GetBytes(csv),
            _ => Requests.Form(("model", null, "m"), ("file", "a.csv", csv), ("horizon", null, "3")),
        };
    }

    private static byte[] Noise(Random random)
    {
        byte[] noise = new byte[random.Next(200)];
        random.NextBytes(noise);
        return noise;
    }

    /// <summary>Overwrites, removes, repeats or swaps a few bytes; half the time with the bytes that the formats live by.</summary>
    private static byte[] Mutate(byte[] valid, Random random)
    {
        List<byte> body = [.. valid];
        ReadOnlySpan<byte> telling = "{}[],:;\"\\\t\r\n-+.e0 '\0\uFFFD"u8;
        for (int n = random.Next(1, 5); n > 0 && body.Count > 0; n--)
        {
            int at = random.Next(body.Count);
            switch (random.Next(5))
            {
                case 0: body[at] = (byte)random.Next(256); break;
                case 1: body[at] = telling[random.Next(telling.Length)]; break;
                case 2: body.RemoveRange(at, Math.Min(random.Next(1, 8), body.Count - at)); break;
                case 3: body.InsertRange(at, body.GetRange(at, Math.Min(random.Next(1, 30), body.Count - at))); break;
                default: body.Insert(at, telling[random.Next(telling.Length)]); break;
            }
        }
        return [.. body];
    }

    private static void CheckSense(TrainUpload upload)
    {
        Assert.NotEmpty(upload.Series);
        Assert.Equal(upload.Series.Count, upload.Series.Select(s => s.Id).Distinct().Count());
        for (int s = 0; s < upload.Series.Count; s++)
        {
            RawSeries series = upload.Series[s];
            Assert.InRange(series.Id.Length, 1, 200);
            Assert.True(series.Times is null || series.Times.Count == series.Values.Count);
            Assert.True(series.Positions is null || series.Positions.Count == series.Values.Count);
            Assert.True(series.Times is null || series.Positions is null);
            Assert.All(series.Values, v => Assert.True(double.IsNaN(v) || Math.Abs(v) <= 1e150));
            Assert.NotEmpty(upload.Places.At("x", s, null).Detail);
            if (series.Values.Count > 0) Assert.NotEmpty(upload.Places.At("x", s, series.Values.Count - 1).Detail);
        }
    }
}

using LstmService.Api.Series;
using LstmService.Forecasting.Data;
using NodaTime;
using Parquet;
using Parquet.Schema;

namespace LstmService.Api.Tests.Series;

public class ParquetTests
{
    private const string Type = "application/vnd.apache.parquet";

    private static readonly DateTime[] Days = [new(2020, 1, 1), new(2020, 1, 2), new(2020, 1, 1), new(2020, 1, 2)];

    [Fact]
    public async Task ALongTableGivesASeriesForEachId()
    {
        byte[] file = await LongAsync();
        TrainUpload upload = Requests.Taken(await Requests.Read(file, Type, "?model=m"));
        Assert.Equal("m", upload.Model);
        Assert.Equal(["a", "b"], upload.Series.Select(s => s.Id));
        Assert.Equal([1.5, double.NaN], upload.Series[0].Values);
        Assert.Equal([0.1, -4], upload.Series[1].Values);
        Assert.Equal(new LocalDateTime(2020, 1, 2, 0, 0), upload.Series[1].Times![1].Local);
        Assert.Equal(2, upload.Places.At("x", 0, 1).Row);
    }

    [Fact]
    public async Task AWideTableGivesASeriesForEachColumn()
    {
        DataField<DateTime> time = new("date");
        DataField<int> north = new("north");
        DataField<float> south = new("south");
        byte[] file = await WriteAsync(new(time, north, south), async group =>
        {
            await group.WriteAsync<DateTime>(time, Days.AsMemory(0, 2));
            await group.WriteAsync<int>(north, new[] { 1, 2 });
            await group.WriteAsync<float>(south, new[] { 0.1f, 3 });
        });
        TrainUpload upload = Requests.Taken(await Requests.Read(file, Type));
        Assert.Equal(["north", "south"], upload.Series.Select(s => s.Id));
        Assert.Equal([0.1, 3], upload.Series[1].Values);
    }

    [Fact]
    public async Task ColumnsBesideTheValuesAreCovariates()
    {
        DataField<string> id = new("unique_id"), region = new("region");
        DataField<DateTime> time = new("ds");
        DataField<double?> value = new("y"), price = new("price");
        DataField<bool> offer = new("offer");
        byte[] file = await WriteAsync(new(id, time, value, price, offer, region), async group =>
        {
            await group.WriteAsync(id, new[] { "a", "a", "b", "b" });
            await group.WriteAsync<DateTime>(time, Days);
            await group.WriteAsync<double>(value, new double?[] { 1, null, 3, null });
            await group.WriteAsync<double>(price, new double?[] { 1.5, 2, null, 2.5 });
            await group.WriteAsync<bool>(offer, new[] { true, false, false, true });
            await group.WriteAsync(region, new[] { "north", "north", "south", "south" });
        });
        TrainUpload upload = Requests.Taken(await Requests.Read(file, Type, "?known=price,offer&static=region"));
        Assert.Equal(["price", "offer", "region"], upload.Series[1].Covariates.Select(c => c.Name));
        Assert.Equal([1.5, 2], upload.Series[0].Covariates[0].Numbers!);
        Assert.Equal([double.NaN, 2.5], upload.Series[1].Covariates[0].Numbers!);
        Assert.Equal([1.0, 0], upload.Series[0].Covariates[1].Numbers!);
        Assert.Equal("south", Assert.Single(upload.Series[1].Covariates[2].Texts!));
    }

    [Fact]
    public async Task TextsAreSymbolsWhereTheKindSaysSo()
    {
        DataField<DateTime> time = new("date");
        DataField<string> sky = new("sky");
        byte[] file = await WriteAsync(new(time, sky), async group =>
        {
            await group.WriteAsync<DateTime>(time, Days.AsMemory(0, 2));
            await group.WriteAsync(sky, new[] { "sun", "rain" });
        });
        TrainUpload upload = Requests.Taken(await Requests.Read(file, Type, "?kind=symbols"));
        Assert.Equal([1.0, 0], upload.Series[0].Values);
        Assert.Equal(["rain", "sun"], upload.Symbols!.Symbols);
    }

    [Fact]
    public async Task AFileInAFormIsParquetByItsName()
    {
        byte[] form = Requests.FileForm("a.parquet", await LongAsync());
        Assert.Equal(2, Requests.Taken(await Requests.Read(form, Requests.FormType)).Series.Count);
    }

    [Fact]
    public async Task AnyDamageGivesAnUploadOrARefusal()
    {
        byte[] file = await LongAsync();
        Random random = new(3);
        for (int i = 0; i < 500; i++)
        {
            byte[] damaged = [.. file];
            for (int n = random.Next(1, 4); n > 0; n--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            UploadResult result = await Requests.Read(i % 5 == 0 ? damaged[..random.Next(damaged.Length)] : damaged, Type);
            Assert.True(result.Upload is null != result.Refusal is null);
            foreach (RawSeries series in result.Upload?.Series ?? []) Assert.NotEmpty(series.Id);
        }
    }

    private static Task<byte[]> LongAsync()
    {
        DataField<string> id = new("unique_id");
        DataField<DateTime> time = new("ds");
        DataField<double?> value = new("y");
        return WriteAsync(new(id, time, value), async group =>
        {
            await group.WriteAsync(id, new[] { "a", "a", "b", "b" });
            await group.WriteAsync<DateTime>(time, Days);
            await group.WriteAsync<double>(value, new double?[] { 1.5, null, 0.1, -4 });
        });
    }

    internal static async Task<byte[]> WriteAsync(ParquetSchema schema, Func<ParquetRowGroupWriter, Task> write)
    {
        using MemoryStream file = new();
        await using (ParquetWriter writer = await ParquetWriter.CreateAsync(schema, file))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            await write(group);
            group.CompleteValidate();
        }
        return file.ToArray();
    }
}

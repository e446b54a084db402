using System.Data.Common;
using System.IO.Compression;
using System.Text.Json;
using Dapper;
using LstmService.Api.Requests;
using LstmService.Api.Storage;
using LstmService.Forecasting.Evaluation;

namespace LstmService.Api.Models;

/// <summary>The backtest of a series as it is stored.</summary>
internal sealed record PackedBacktest(string Series, byte[] Content)
{
    public static PackedBacktest Of(SeriesBacktest backtest)
    {
        using MemoryStream stream = new();
        using (BrotliStream brotli = new(stream, CompressionLevel.Optimal)) JsonSerializer.Serialize(brotli, backtest, Json.Options);
        return new(backtest.Series, stream.ToArray());
    }
}

/// <summary>The forecasts a version was judged by, stored with it; they never change.</summary>
internal sealed class Backtests(Database database)
{
    /// <summary>Stores them within the transaction that publishes the version.</summary>
    public static void Write(DbConnection connection, string tenant, string model, long version, IReadOnlyList<PackedBacktest> backtests)
    {
        foreach ((int position, PackedBacktest backtest) in backtests.Index())
            connection.Execute(
                """
                insert into backtests (tenant, model, version, series, position, content)
                values (@tenant, @model, @version, @Series, @position, @Content)
                """, new { tenant, model, version, backtest.Series, position, backtest.Content });
    }

    /// <summary>The series that were kept, in the order of the upload.</summary>
    public IReadOnlyList<string> Kept(string tenant, string model, long version) => database.Read(connection => connection.Query<string>(
        "select series from backtests where tenant = @tenant and model = @model and version = @version order by position",
        new { tenant, model, version }).AsList());

    /// <summary>One of them; null where it was not kept.</summary>
    public SeriesBacktest? Find(string tenant, string model, long version, string series) => database.Read(connection =>
        connection.QuerySingleOrDefault<byte[]>(
            "select content from backtests where tenant = @tenant and model = @model and version = @version and series = @series",
            new { tenant, model, version, series })) is { } content ? Decompress(content) : null;

    private static SeriesBacktest Decompress(byte[] content)
    {
        using BrotliStream brotli = new(new MemoryStream(content), CompressionMode.Decompress);
        return JsonSerializer.Deserialize<SeriesBacktest>(brotli, Json.Options) ?? throw new InvalidDataException("the stored backtest is null");
    }
}

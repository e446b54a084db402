using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LstmService.Engine;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Symbols;
using LstmService.Forecasting.Time;

namespace LstmService.Forecasting.Resuming;

/// <summary>
/// What a training's state belongs to: this very program, these series, these options. A state with another fingerprint would
/// continue a training that is not this one.
/// </summary>
internal static class Fingerprint
{
    private static readonly JsonSerializerOptions WithMissing = new() { NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals };

    /// <summary>SHA-256 over the program's modules and everything of the request.</summary>
    public static byte[] Of(TrainingRequest request)
    {
        using IncrementalHash hash = OfProgram();
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(new { request.Horizon, request.Levels, request.Options, request.Search, request.Calendar }));
        foreach (TimeSeries series in request.Series) Append(hash, series);
        if (request.WarmStart is { } earlier)
        {
            using MemoryStream bytes = new();
            earlier.Save(bytes);
            hash.AppendData(bytes.ToArray());
        }
        return hash.GetHashAndReset();
    }

    /// <summary>The same of a training on symbols.</summary>
    public static byte[] Of(SymbolRequest request)
    {
        using IncrementalHash hash = OfProgram();
        hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(new { Kind = "symbols", request.Horizon, request.Options, request.Series[0].Vocabulary.Symbols }));
        foreach (SymbolSeries series in request.Series)
        {
            AppendHead(hash, series.Id, series.Axis, series.Length);
            hash.AppendData(MemoryMarshal.AsBytes<int>(series.Numbers));
        }
        return hash.GetHashAndReset();
    }

    private static IncrementalHash OfProgram()
    {
        var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // builds are deterministic: the same sources have the same module version
        hash.AppendData(typeof(Fingerprint).Module.ModuleVersionId.ToByteArray());
        hash.AppendData(typeof(Network<>).Module.ModuleVersionId.ToByteArray());
        return hash;
    }

    private static void AppendHead(IncrementalHash hash, string id, TimeAxis axis, int length) => hash.AppendData(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{id.Length}:{id}|{axis.Frequency}|{axis.TimeOf(0)}|{length}|")));

    private static void Append(IncrementalHash hash, TimeSeries series)
    {
        AppendHead(hash, series.Id, series.Axis, series.Length);
        hash.AppendData(MemoryMarshal.AsBytes<double>(series.Values));
        if (series.Covariates.Count > 0) hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(series.Covariates, WithMissing));
    }
}

using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LstmService.Engine;
using LstmService.Forecasting.Data;

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
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        // builds are deterministic: the same sources have the same module version
        hash.AppendData(typeof(Fingerprint).Module.ModuleVersionId.ToByteArray());
        hash.AppendData(typeof(Network<>).Module.ModuleVersionId.ToByteArray());
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

    private static void Append(IncrementalHash hash, TimeSeries series)
    {
        string head = string.Create(CultureInfo.InvariantCulture,
            $"{series.Id.Length}:{series.Id}|{series.Axis.Frequency}|{series.Axis.TimeOf(0)}|{series.Length}|");
        hash.AppendData(Encoding.UTF8.GetBytes(head));
        hash.AppendData(MemoryMarshal.AsBytes<double>(series.Values));
        if (series.Covariates.Count > 0) hash.AppendData(JsonSerializer.SerializeToUtf8Bytes(series.Covariates, WithMissing));
    }
}

using System.Buffers;
using System.Text.Json;
using LstmService.Forecasting;

namespace LstmService.Api.Forecasts;

/// <summary>
/// Writes a forecast as the serializer would, byte for byte, with less work: it is what the service answers most, and
/// dictionaries and numbers that may not be finite take the serializer's longest ways.
/// </summary>
internal static class ForecastWriter
{
    private const int RoomForHead = 256, RoomForPoint = 256; // bytes; more is taken where it is needed

    public static byte[] Write(ForecastBody forecast)
    {
        ArrayBufferWriter<byte> bytes = new(RoomForHead + RoomForPoint * forecast.Points.Count);
        using Utf8JsonWriter json = new(bytes, new JsonWriterOptions { SkipValidation = true });
        json.WriteStartObject();
        json.WriteString("model"u8, forecast.Model);
        json.WriteNumber("version"u8, forecast.Version);
        json.WriteString("series"u8, forecast.Series);
        json.WriteString("frequency"u8, forecast.Frequency);
        json.WriteString("origin"u8, forecast.Origin);
        json.WriteStartArray("points"u8);
        foreach (ForecastPoint point in forecast.Points) Write(json, point);
        json.WriteEndArray();
        if (forecast.Samples is { } samples) Write(json, samples);
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    private static void Write(Utf8JsonWriter json, ForecastPoint point)
    {
        json.WriteStartObject();
        json.WriteString("time"u8, point.Time);
        Number(json, "value", point.Value);
        json.WriteStartObject("quantiles"u8);
        foreach ((string level, double value) in point.Quantiles) Number(json, level, value);
        json.WriteEndObject();
        json.WriteStartObject("intervals"u8);
        foreach ((string level, Interval interval) in point.Intervals)
        {
            json.WriteStartObject(level);
            Number(json, "lower", interval.Lower);
            Number(json, "upper", interval.Upper);
            json.WriteEndObject();
        }
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<double[]> samples)
    {
        json.WriteStartArray("samples"u8);
        foreach (double[] path in samples)
        {
            json.WriteStartArray();
            foreach (double value in path)
            {
                if (double.IsFinite(value)) json.WriteNumberValue(value);
                else json.WriteNullValue();
            }
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}

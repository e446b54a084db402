using System.Buffers;
using System.Globalization;
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

    public static ReadOnlyMemory<byte> Write(ForecastBody forecast)
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
        return bytes.WrittenMemory;
    }

    private static void Write(Utf8JsonWriter json, ForecastPoint point)
    {
        WrittenNumbers numbers = new(stackalloc long[WrittenNumbers.Most], stackalloc byte[WrittenNumbers.Bytes]);
        json.WriteStartObject();
        json.WriteString("time"u8, point.Time);
        json.WritePropertyName("value"u8);
        numbers.Write(json, point.Value);
        json.WriteStartObject("quantiles"u8);
        foreach ((string level, double value) in point.Quantiles)
        {
            json.WritePropertyName(level);
            numbers.Write(json, value);
        }
        json.WriteEndObject();
        json.WriteStartObject("intervals"u8);
        foreach ((string level, Interval interval) in point.Intervals)
        {
            json.WriteStartObject(level);
            json.WritePropertyName("lower"u8);
            numbers.Write(json, interval.Lower);
            json.WritePropertyName("upper"u8);
            numbers.Write(json, interval.Upper);
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

    /// <summary>
    /// Numbers of one point as they were written: the value is a quantile too, and the ends of intervals are, and to find the
    /// shortest text of a number is most of the work.
    /// </summary>
    private ref struct WrittenNumbers(Span<long> numbers, Span<byte> texts)
    {
        public const int Most = 16, Bytes = Most * Longest; // beyond so many each is written anew

        private const int Longest = 32; // the shortest text of a double has at most 24

        private readonly Span<long> _numbers = numbers; // their bits, for 0 and -0 are equal and written apart
        private readonly Span<byte> _texts = texts;
        private int _count;

        public void Write(Utf8JsonWriter json, double number)
        {
            if (!double.IsFinite(number))
            {
                json.WriteNullValue();
                return;
            }
            int at = _numbers[.._count].IndexOf(BitConverter.DoubleToInt64Bits(number));
            if (at < 0 && _count == Most)
            {
                json.WriteNumberValue(number);
                return;
            }
            if (at < 0) Remember(at = _count++, number);
            Span<byte> text = _texts.Slice(at * Longest, Longest);
            json.WriteRawValue(text[1..(1 + text[0])], skipInputValidation: true);
        }

        private readonly void Remember(int at, double number)
        {
            Span<byte> text = _texts.Slice(at * Longest, Longest);
            _numbers[at] = BitConverter.DoubleToInt64Bits(number);
            number.TryFormat(text[1..], out int length, provider: CultureInfo.InvariantCulture);
            text[0] = (byte)length;
        }
    }
}

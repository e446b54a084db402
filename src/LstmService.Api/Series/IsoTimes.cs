namespace LstmService.Api.Series;

/// <summary>
/// The times that most files hold, <c>2026-11-24</c>, <c>2026-11-24 13:30:00</c> and the same with <c>T</c> and <c>Z</c>, read
/// from UTF-8 without a detour. Whatever it does not take is read by <see cref="Forecasting.Time.TimeText"/>, which takes these too.
/// It remembers a date, for the next time of a file is mostly of the same day.
/// </summary>
internal sealed class IsoTimes
{
    private const int DateLength = 10, MinutesLength = 16, SecondsLength = 19;

    private readonly byte[] date = new byte[DateLength]; // the date read last
    private long dateSeconds;

    /// <summary>The <see cref="TimeCode"/> of the time; false where it is written in another way, or is none.</summary>
    public bool TryParse(ReadOnlySpan<byte> text, out long code)
    {
        code = 0;
        bool utc = text.Length == SecondsLength + 1 && text[SecondsLength] == 'Z';
        if (utc) text = text[..SecondsLength];
        if (text.Length is not (DateLength or MinutesLength or SecondsLength)) return false;
        if (!text[..DateLength].SequenceEqual(date) && !TryDate(text[..DateLength])) return false;
        int hour = 0, minute = 0, second = 0;
        if (text.Length >= MinutesLength)
        {
            if (text[10] is not ((byte)'T' or (byte)' ') || text[13] != ':') return false;
            (hour, minute) = (Two(text, 11), Two(text, 14));
        }
        if (text.Length == SecondsLength)
        {
            if (text[16] != ':') return false;
            second = Two(text, 17);
        }
        if ((uint)hour > 23 || (uint)minute > 59 || (uint)second > 59) return false;
        code = TimeCode.Of(dateSeconds + 3600 * hour + 60 * minute + second, utc ? 0 : null);
        return true;
    }

    private bool TryDate(ReadOnlySpan<byte> text)
    {
        if (text[4] != '-' || text[7] != '-') return false;
        int year = 100 * Two(text, 0) + Two(text, 2), month = Two(text, 5), day = Two(text, 8);
        if (year is < 1 or > Forecasting.Time.Frequency.LastYear || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month)) return false;
        text.CopyTo(date);
        dateSeconds = new DateTime(year, month, day).Ticks / TimeSpan.TicksPerSecond;
        return true;
    }

    /// <summary>Two digits; far below zero where one is none.</summary>
    private static int Two(ReadOnlySpan<byte> text, int at)
    {
        int tens = text[at] - '0', ones = text[at + 1] - '0';
        return (uint)tens > 9 || (uint)ones > 9 ? -1_000_000 : 10 * tens + ones;
    }
}

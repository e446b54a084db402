using LstmService.Forecasting.Data;
using NodaTime;

namespace LstmService.Api.Series;

/// <summary>
/// Times of a zone with daylight saving, made regular. Days and longer steps are regular on the zone's own calendar, so such
/// series keep their local dates. Hours are regular only in UTC, where the hour that the clock skips in spring does not exist and
/// the one it shows twice in autumn is two.
/// </summary>
internal static class ZonedTimes
{
    public static long[] Apply(long[] codes, DateTimeZone zone)
    {
        Instant[] instants = new Instant[codes.Length];
        HashSet<Instant> seenTwofold = [];
        for (int i = 0; i < codes.Length; i++) instants[i] = InstantOf(TimeCode.TimeOf(codes[i]), zone, seenTwofold);
        LocalTime? clock = null;
        bool daily = true;
        for (int i = 0; daily && i < codes.Length; i++)
        {
            LocalTime time = LocalOf(instants[i], zone).TimeOfDay;
            daily = time == (clock ??= time);
        }
        for (int i = 0; i < codes.Length; i++)
            codes[i] = TimeCode.Of(daily ? new RawTime(LocalOf(instants[i], zone), null) : new RawTime(instants[i].InUtc().LocalDateTime, Offset.Zero));
        return codes;
    }

    /// <summary>A time the clock shows twice is the earlier one, and when it comes again the later; one it skips is moved on by what was skipped.</summary>
    private static Instant InstantOf(RawTime time, DateTimeZone zone, HashSet<Instant> seenTwofold)
    {
        if (time.Offset is { } offset) return time.Local.WithOffset(offset).ToInstant();
        var mapping = zone.MapLocal(time.Local);
        Instant early = time.Local.WithOffset(mapping.EarlyInterval.WallOffset).ToInstant();
        return mapping.Count == 2 && !seenTwofold.Add(early) ? time.Local.WithOffset(mapping.LateInterval.WallOffset).ToInstant() : early;
    }

    private static LocalDateTime LocalOf(Instant instant, DateTimeZone zone) => instant.InZone(zone).LocalDateTime;
}

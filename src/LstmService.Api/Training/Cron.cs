using NodaTime;
using NodaTime.TimeZones;
using Quartz;

namespace LstmService.Api.Training;

/// <summary>
/// Quartz's cron expressions on the clock of a time zone of the IANA database. The database travels with NodaTime, so no zone
/// depends on what the machine has installed. A time that a change of the clock leaves out comes as much later; one that it
/// repeats comes once.
/// </summary>
internal static class Cron
{
    /// <summary>What is wrong with an expression; null where nothing is.</summary>
    public static string? Check(string expression) => CronExpression.TryParse(expression, out _)
        ? null
        : "must be seconds, minutes, hours, day of month, month, day of week and maybe a year, as in 0 0 3 * * ? for three in the morning";

    public static bool IsZone(string zone) => DateTimeZoneProviders.Tzdb.GetZoneOrNull(zone) is not null;

    /// <summary>The first time after <paramref name="after"/>; null where there is none.</summary>
    public static DateTimeOffset? Next(string expression, string zone, DateTimeOffset after)
    {
        CronExpression cron = new(expression, TimeZoneInfo.Utc);
        DateTimeZone clock = DateTimeZoneProviders.Tzdb[zone];
        DateTimeOffset wall = new(Instant.FromDateTimeOffset(after).InZone(clock).LocalDateTime.ToDateTimeUnspecified(), TimeSpan.Zero);
        while (cron.GetNextValidTimeAfter(wall) is { } next)
        {
            DateTimeOffset due = clock.ResolveLocal(LocalDateTime.FromDateTime(next.DateTime), Resolvers.LenientResolver).ToDateTimeOffset().ToUniversalTime();
            if (due > after) return due;
            wall = next;
        }
        return null;
    }
}

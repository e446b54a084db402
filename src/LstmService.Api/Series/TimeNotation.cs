using System.Diagnostics.CodeAnalysis;
using NodaTime;

namespace LstmService.Api.Series;

/// <summary>What the user says about the times of an upload.</summary>
/// <param name="Zone">The zone of local times; null leaves them as they are.</param>
/// <param name="Order">What comes first in dates such as 03/04/2026; null finds it, or asks.</param>
internal sealed record TimeNotation(DateTimeZone? Zone = null, DayMonthOrder? Order = null)
{
    public const string AllowedZones = "a name of the IANA time zone database, such as Europe/Berlin";
    public const string AllowedFormats = "dd/MM/yyyy or MM/dd/yyyy";

    public static bool TryZone(string text, [NotNullWhen(true)] out DateTimeZone? zone) =>
        (zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(text)) is not null;

    public static DayMonthOrder? OrderOf(string format) => format.Replace('.', '/').Replace('-', '/').ToUpperInvariant() switch
    {
        "DD/MM/YYYY" or "DAYFIRST" => DayMonthOrder.DayFirst,
        "MM/DD/YYYY" or "MONTHFIRST" => DayMonthOrder.MonthFirst,
        _ => null,
    };
}

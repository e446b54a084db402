using System.Text.Json;
using LstmService.Api.Series;
using LstmService.Api.Series.Json;

namespace LstmService.Api.Training;

/// <summary>Reads the body of <c>PUT /models/{model}/schedule</c>.</summary>
internal static class ScheduleReader
{
    private const string Example = "{\"cron\": \"0 0 3 * * ?\", \"timeZone\": \"Europe/Vienna\", \"onDrift\": true}";

    private static readonly string[] Allowed = ["cron", "timeZone", "onDrift"];

    public static Task<BodyResult<Schedule>> ReadAsync(HttpRequest request, CancellationToken cancellationToken) =>
        JsonBody.ReadAsync(request, JsonBody.Small, Example, Allowed, Read, cancellationToken);

    private static Schedule? Read(JsonMembers members, ErrorList errors)
    {
        string? cron = members.Text("cron");
        string zone = members.Text("timeZone") ?? "UTC";
        JsonElement? onDrift = members.Find("onDrift");
        if (onDrift is { ValueKind: not (JsonValueKind.True or JsonValueKind.False) } wrong)
            errors.Add($"onDrift must be true or false, found {JsonText.Found(wrong)}", "/onDrift");
        if (cron is not null && Cron.Check(cron) is { } broken) errors.Add($"cron {broken}, was {Excerpt.Of(cron)}", "/cron");
        if (!Cron.IsZone(zone)) errors.Add($"timeZone must be a name of the IANA database such as Europe/Vienna, was {Excerpt.Of(zone)}", "/timeZone");
        bool drifts = onDrift?.ValueKind == JsonValueKind.True;
        if (cron is null && !drifts) errors.Add("a schedule needs cron, onDrift or both", "/cron");
        return errors.Any ? null : new(cron, zone, drifts);
    }
}

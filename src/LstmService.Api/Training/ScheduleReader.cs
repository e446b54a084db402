using System.Text.Json;
using LstmService.Api.Series;
using LstmService.Api.Series.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Training;

/// <summary>Reads the body of <c>PUT /models/{model}/schedule</c>.</summary>
internal static class ScheduleReader
{
    private const string Example = "{\"cron\": \"0 0 3 * * ?\", \"timeZone\": \"Europe/Vienna\", \"onDrift\": true}";
    private const int MostBytes = 64 * 1024;

    private static readonly string[] Allowed = ["cron", "timeZone", "onDrift"];

    public static async Task<(Schedule? Schedule, ProblemHttpResult? Refusal)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        UploadContent content = UploadContent.Of(request);
        if (content.Kind != ContentKind.Json) return (null, content.Refusal ?? UploadContent.NotAllowed(request.ContentType, "application/json"));
        UploadLimits limits = new(MostBytes);
        BodyResult<byte[]> body = await Body.ReadAsync(request, limits, stream => Body.BufferJsonAsync(stream, limits, cancellationToken));
        if (body.Refusal is { } refusal) return (null, refusal);
        ErrorList errors = new();
        Schedule? schedule = Read(body.Content, errors);
        return errors.Any ? (null, errors.Refusal()) : (schedule, null);
    }

    private static Schedule? Read(ReadOnlyMemory<byte> body, ErrorList errors)
    {
        using JsonDocument? document = JsonBody.Parse(body, Example, errors);
        if (document is null) return null;
        JsonMembers members = new(document.RootElement, "", Allowed, errors);
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

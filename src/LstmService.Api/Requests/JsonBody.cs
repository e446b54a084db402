using System.Text.Json;
using LstmService.Api.Problems;
using LstmService.Api.Series;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Requests;

/// <summary>Reads a small JSON body, and says what is wrong with one.</summary>
internal static class JsonBody
{
    private const int MaxBytes = 64 * 1024;

    /// <summary>The integer member <paramref name="name"/> of the body, which has no other.</summary>
    public static async Task<(int? Value, ProblemHttpResult? Refusal)> ReadIntegerAsync(HttpRequest request, string name, CancellationToken cancellationToken)
    {
        if (!request.HasJsonContentType()) return (null, Problem.UnsupportedMediaType("the body must be application/json"));
        UploadLimits limits = new(MaxBytes);
        BodyResult<byte[]> read = await Body.ReadAsync(request, limits, stream => Body.BufferJsonAsync(stream, limits, cancellationToken));
        if (read.Refusal is { } tooLarge) return (null, tooLarge);
        try
        {
            using JsonDocument body = JsonDocument.Parse(read.Content);
            string? wrong = Wrong(body.RootElement, name, out int value);
            return wrong is null ? (value, null) : (null, Problem.Invalid(wrong, new InputError(wrong, $"/{name}")));
        }
        catch (JsonException broken)
        {
            string where = $"line {broken.LineNumber + 1}, position {broken.BytePositionInLine + 1}";
            return (null, Problem.Invalid($"the body is not JSON at {where}", new InputError("the body is not JSON here", Row: (int?)broken.LineNumber + 1)));
        }
    }

    private static string? Wrong(JsonElement body, string name, out int value)
    {
        value = 0;
        if (body.ValueKind != JsonValueKind.Object) return $"the body must be an object with '{name}'";
        foreach (JsonProperty property in body.EnumerateObject())
            if (property.Name != name) return $"'{QueryReader.Shown(property.Name)}' is not known here; only '{name}' is";
        if (!body.TryGetProperty(name, out JsonElement member)) return $"{name} is missing";
        return member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out value) && value >= 1
            ? null
            : $"{name} must be an integer from 1, was {QueryReader.Shown(member.GetRawText())}";
    }
}

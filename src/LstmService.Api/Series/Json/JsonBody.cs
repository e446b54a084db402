using System.Text.Json;

namespace LstmService.Api.Series.Json;

/// <summary>Reads JSON bodies, and says at which line and column one breaks.</summary>
internal static class JsonBody
{
    /// <summary>How deep objects and arrays may lie in each other.</summary>
    public const int MaxDepth = 16;

    /// <summary>The limits of a body that only says a thing or two.</summary>
    public static UploadLimits Small { get; } = new(64 * 1024);

    /// <summary>What <paramref name="read"/> makes of a body's members, which are those allowed; otherwise the problem to answer: 400, 413 or 415.</summary>
    public static async Task<BodyResult<T>> ReadAsync<T>(
        HttpRequest request, UploadLimits limits, string example, IReadOnlyList<string> allowed, Func<JsonMembers, ErrorList, T?> read,
        CancellationToken cancellation)
        where T : class
    {
        UploadContent content = UploadContent.Of(request);
        if (content.Kind != ContentKind.Json) return new(null, content.Refusal ?? UploadContent.NotAllowed(request.ContentType, "application/json"));
        BodyResult<byte[]> body = await Body.ReadAsync(request, limits, stream => Body.BufferJsonAsync(stream, request.ContentLength, limits, cancellation));
        if (body.Refusal is { } refusal) return new(null, refusal);
        ErrorList errors = new();
        UploadContent.RequireNoQuery(request, "the members of the body", errors);
        using JsonDocument? document = Parse(body.Content, example, errors);
        T? made = document is null ? null : read(new(document.RootElement, "", allowed, errors), errors);
        return errors.Any ? new(null, errors.Refusal()) : new(made, null);
    }

    /// <summary>The document; null, with the reason in <paramref name="errors"/>, where it is none or no object.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body, string example, ErrorList errors)
    {
        ReadOnlyMemory<byte> text = Body.WithoutMark(body);
        if (Body.IsBlank(text.Span)) errors.Add($"the body is empty; expected {example}", "");
        else if (TextPosition.OfInvalidUtf8(text.Span) is { } invalid)
            errors.Add("the body is not UTF-8 text", invalid);
        else if (ParseText(text, errors) is { } document)
        {
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            errors.Add($"expected an object such as {example}, found {JsonText.Found(document.RootElement)}", "");
            document.Dispose();
        }
        return null;
    }

    /// <summary>Says that a body is no JSON.</summary>
    public static string BrokenAt(TextPosition place) => $"the JSON breaks at line {place.Row}, column {place.Column}, or is nested deeper than {MaxDepth}";

    private static JsonDocument? ParseText(ReadOnlyMemory<byte> text, ErrorList errors)
    {
        try
        {
            return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException e)
        {
            TextPosition place = TextPosition.InLine(text.Span, e.LineNumber ?? 0, e.BytePositionInLine ?? 0);
            errors.Add(BrokenAt(place), place);
            return null;
        }
    }
}

using System.Text.Json;

namespace LstmService.Api.Series.Json;

/// <summary>Parses a body into a document, or says at which line and column it breaks.</summary>
internal static class JsonBody
{
    private const int MaxDepth = 16;

    /// <summary>The document; null, with the reason in <paramref name="errors"/>, where it is none or no object.</summary>
    public static JsonDocument? Parse(ReadOnlyMemory<byte> body, string example, ErrorList errors)
    {
        ReadOnlyMemory<byte> text = Body.WithoutMark(body);
        if (Body.IsBlank(text.Span)) errors.Add($"the body is empty; expected {example}", "");
        else if (TextPosition.OfInvalidUtf8(text.Span) is { } invalid)
            errors.Add("the body is not UTF-8 text", invalid.Row, invalid.ColumnText);
        else if (ParseText(text, errors) is { } document)
        {
            if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
            errors.Add($"expected an object such as {example}, found {JsonText.Found(document.RootElement)}", "");
            document.Dispose();
        }
        return null;
    }

    private static JsonDocument? ParseText(ReadOnlyMemory<byte> text, ErrorList errors)
    {
        try
        {
            return JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = MaxDepth });
        }
        catch (JsonException e)
        {
            TextPosition place = TextPosition.InLine(text.Span, e.LineNumber ?? 0, e.BytePositionInLine ?? 0);
            errors.Add($"the JSON breaks at line {place.Row}, column {place.Column}, or is nested deeper than {MaxDepth}", place.Row, place.ColumnText);
            return null;
        }
    }
}

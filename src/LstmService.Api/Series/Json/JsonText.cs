using System.Text.Json;

namespace LstmService.Api.Series.Json;

/// <summary>Text of a JSON document, and words for what stands in it.</summary>
internal static class JsonText
{
    /// <summary>The text of a string element; null where an escape leaves half of a surrogate pair, which is no text.</summary>
    public static string? Of(JsonElement element)
    {
        try
        {
            return element.GetString();
        }
        catch (InvalidOperationException) // how System.Text.Json reports "\ud800"; nothing else tells
        {
            return null;
        }
    }

    /// <summary>The name of a member; null where it is no text.</summary>
    public static string? NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException) // as above
        {
            return null;
        }
    }

    /// <summary>What was found, for messages.</summary>
    public static string Found(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => $"the number {Excerpt.Bare(element.GetRawText())}",
        JsonValueKind.String => Of(element) is { } text ? $"the text {Excerpt.Of(text)}" : "text with half of a surrogate pair",
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => "null",
        JsonValueKind.Array => "an array",
        _ => "an object",
    };

    /// <summary>The pointer to a member: RFC 6901, with long names cut.</summary>
    public static string Pointer(string parent, string member)
    {
        if (member.Length > SeriesIds.Longest) member = member[..SeriesIds.Longest];
        return $"{parent}/{member.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";
    }
}

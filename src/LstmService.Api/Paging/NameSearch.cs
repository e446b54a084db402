using LstmService.Api.Requests;

namespace LstmService.Api.Paging;

/// <summary>A part of a model's name that is looked for: <c>?search=</c>.</summary>
internal static class NameSearch
{
    public const string Description = "Only those whose model's name holds this text.";

    private const string Nothing = ""; // no name is like it

    /// <summary>The pattern for <c>like ... escape '\'</c>; null where nothing is looked for.</summary>
    public static string? From(QueryReader query)
    {
        if (query.Text("search")?.Trim().ToLowerInvariant() is not { } part) return null;
        return part.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') ? $"%{part.Replace("_", "\\_", StringComparison.Ordinal)}%" : Nothing;
    }
}

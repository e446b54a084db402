namespace LstmService.Api.Series;

/// <summary>The rule for the names of series.</summary>
internal static class SeriesIds
{
    public const int Longest = 200;
    /// <summary>The name of a single series that has none.</summary>
    public const string Unnamed = "value";

    /// <summary>Why the name is none; null where it is one.</summary>
    public static string? Check(string id)
    {
        if (string.IsNullOrWhiteSpace(id)) return $"a series id must be 1..{Longest} characters, was empty";
        if (id.Length > Longest) return $"a series id must be 1..{Longest} characters, was {id.Length}: {Excerpt.Of(id)}";
        return id.Any(char.IsControl) ? $"a series id must hold no control characters, was {Excerpt.Of(id)}" : null;
    }
}

namespace LstmService.Api.Series;

/// <summary>What a series may be called: any text of 1 to 200 characters without control characters.</summary>
internal static class SeriesId
{
    /// <summary>Why <paramref name="id"/> is no id, in words; null where it is one.</summary>
    public static string? Problem(string id)
    {
        if (id.Length is 0 or > UploadLimits.LongestId) return $"an id must have 1..{UploadLimits.LongestId} characters, this one has {id.Length}";
        return id.Any(char.IsControl) ? "an id may hold no control characters" : null;
    }
}

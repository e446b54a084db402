using LstmService.Api.Models;

namespace LstmService.Api.Series;

/// <summary>What the values of an upload are.</summary>
internal enum UploadKind
{
    Values,
    Symbols,
}

/// <summary>Reads <c>kind</c>.</summary>
internal static class UploadKinds
{
    /// <summary>The kind of that name; otherwise an error at <paramref name="pointer"/>.</summary>
    public static UploadKind Read(string? text, string pointer, ErrorList errors)
    {
        if (text is null or ModelKind.Values) return UploadKind.Values;
        if (text == ModelKind.Symbols) return UploadKind.Symbols;
        errors.Add($"kind must be {ModelKind.Values} or {ModelKind.Symbols}, was {Excerpt.Of(text)}", pointer);
        return UploadKind.Values;
    }
}

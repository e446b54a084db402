using System.Text.RegularExpressions;

namespace LstmService.Api.Models;

/// <summary>The names a model may have.</summary>
internal static partial class ModelName
{
    /// <summary>The rule, for messages.</summary>
    public const string Rule = "1 to 64 of a-z, 0-9, '.', '_' and '-', starting with a letter or digit";

    public static bool IsValid(string name) => Pattern().IsMatch(name);

    [GeneratedRegex(@"\A[a-z0-9][a-z0-9._-]{0,63}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}

using System.Text.Json.Serialization;

namespace LstmService.Api.Problems;

/// <summary>One thing wrong with the input, and where.</summary>
/// <param name="Detail">The rule and the value, in words: <c>horizon must be 1..512, was 0</c>.</param>
/// <param name="Pointer">RFC 6901 pointer into a JSON body, or the name of a query parameter or form field.</param>
/// <param name="Row">The line's number in a file, from 1, the header counted.</param>
/// <param name="Column">The column's name, or its number from 1.</param>
public sealed record InputError(
    string Detail,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Pointer = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] int? Row = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Column = null);

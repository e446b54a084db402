using LstmService.Api.Problems;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Series;

/// <summary>What is wrong with an upload, up to a bound: nobody reads the thousandth error, and finding it costs time.</summary>
internal sealed class ErrorList
{
    public const int Most = 50;

    private readonly List<InputError> errors = [];

    public bool Any => errors.Count > 0;

    /// <summary>Readers stop where this is true.</summary>
    public bool IsFull => errors.Count >= Most;

    public void Add(string detail, string pointer) => Add(new InputError(detail, Pointer: pointer));

    public void Add(string detail, int row, string? column = null) => Add(new InputError(detail, Row: row, Column: column));

    public void Add(string detail, TextPosition place) => Add(detail, place.Row, place.ColumnText);

    public void Add(InputError error)
    {
        if (!IsFull) errors.Add(error);
    }

    /// <summary>The 400 that lists them.</summary>
    public ProblemHttpResult Refusal()
    {
        string more = IsFull ? $" (the first of {Most} errors or more)" : errors.Count > 1 ? $" (the first of {errors.Count} errors)" : "";
        return Problem.Invalid(errors[0].Detail + more, errors);
    }
}

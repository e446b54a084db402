using LstmService.Forecasting.Data;

namespace LstmService.Api.Series;

/// <summary>A column of a table.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Role"><c>time</c>, <c>id</c>, <c>value</c>, <c>known</c>, <c>past</c>, <c>static</c>, or <c>unread</c>.</param>
public sealed record UnderstoodColumn(string Name, string Role);

/// <summary>How a file was read, where that is not said by its header alone, and what was left unread.</summary>
public sealed record Understanding
{
    /// <summary>What was understood, in words.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>What the user should know, in words.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The columns of a table, in their order; none of JSON.</summary>
    public IReadOnlyList<UnderstoodColumn> Columns { get; init; } = [];

    /// <summary>The prepared data with these words before those of the preparation.</summary>
    public PreparedData Before(PreparedData prepared)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        PreparationReport report = prepared.Report;
        return prepared with { Report = report with { Changes = [.. Changes, .. report.Changes], Warnings = [.. Warnings, .. report.Warnings] } };
    }
}

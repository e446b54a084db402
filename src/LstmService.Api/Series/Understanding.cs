using LstmService.Forecasting.Data;

namespace LstmService.Api.Series;

/// <summary>How a file was read, where that is not said by its header alone, and what was left unread.</summary>
public sealed record Understanding
{
    /// <summary>What was understood, in words.</summary>
    public IReadOnlyList<string> Changes { get; init; } = [];

    /// <summary>What the user should know, in words.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The prepared data with these words before those of the preparation.</summary>
    public PreparedData Before(PreparedData prepared)
    {
        ArgumentNullException.ThrowIfNull(prepared);
        PreparationReport report = prepared.Report;
        return prepared with { Report = report with { Changes = [.. Changes, .. report.Changes], Warnings = [.. Warnings, .. report.Warnings] } };
    }
}

using LstmService.Api.Jobs;

namespace LstmService.Api.Training;

/// <summary>What became of an order.</summary>
internal abstract record Acceptance
{
    private Acceptance()
    {
    }

    /// <summary>The run is on disk, from now on or, asked for again by its key, for a while.</summary>
    public sealed record Accepted(RunRow Run) : Acceptance;

    /// <summary>There are too many unfinished runs.</summary>
    public sealed record Full(long Bound, bool OfTenant) : Acceptance;

    /// <summary>The key stands for something else.</summary>
    public sealed record KeyTaken : Acceptance;
}

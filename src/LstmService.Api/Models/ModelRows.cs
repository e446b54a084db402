namespace LstmService.Api.Models;

/// <summary>A row of <c>models</c>.</summary>
internal sealed class ModelRow
{
    public string Tenant { get; init; } = "";
    public string Model { get; init; } = "";
    public long CreatedAt { get; init; }
    public long? Revision { get; init; }
    public long? Champion { get; init; }
    public string Kind { get; init; } = "";
}

/// <summary>A row of <c>versions</c> with what its run and artefact say of it.</summary>
internal sealed class VersionRow
{
    public string Tenant { get; init; } = "";
    public string Model { get; init; } = "";
    public long Version { get; init; }
    public string Run { get; init; } = "";
    public long CreatedAt { get; init; }
    public long Revision { get; init; }
    public long? Parent { get; init; }
    public string Frequency { get; init; } = "";
    public long Horizon { get; init; }
    public string Evaluation { get; init; } = "";
    public string Composition { get; init; } = "";
    public string Choices { get; init; } = "";
    public string Levels { get; init; } = "";
    public string Options { get; init; } = "";
    public string Point { get; init; } = "";
    public string Note { get; init; } = "";
    public string Request { get; init; } = "";
    public string Report { get; init; } = "";
    public string DataHash { get; init; } = "";
    public string Kind { get; init; } = "";
    public string? Search { get; init; }
    public long ArtefactBytes { get; init; }
}

/// <summary>What <c>GET /forecast</c> needs to know of a version before it looks into its caches.</summary>
internal sealed class ServedVersion
{
    public string Model { get; init; } = "";
    public long Version { get; init; }
    public string Run { get; init; } = "";
    public long Horizon { get; init; }
    public string Levels { get; init; } = "";
    public string Frequency { get; init; } = "";
    public string Kind { get; init; } = "";
    public long Revision { get; init; }
    public long ArtefactBytes { get; init; }

    /// <summary>The newest published upload: its series are continued where they step as this version does.</summary>
    public long NewestRevision { get; init; }
}

/// <summary>A series and the revision it is continued from.</summary>
internal sealed class ServedSeries
{
    public string Series { get; init; } = "";
    public long Revision { get; init; }
}

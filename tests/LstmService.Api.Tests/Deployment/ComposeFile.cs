using YamlDotNet.Serialization;

namespace LstmService.Api.Tests.Deployment;

/// <summary>What our compose files use of the Compose Specification, by its names.</summary>
public sealed class ComposeFile
{
    [YamlMember(Alias = "x-node", ApplyNamingConventions = false)]
    public ComposeService? Node { get; set; }

    public Dictionary<string, ComposeService> Services { get; set; } = [];
    public Dictionary<string, object?> Volumes { get; set; } = [];
}

public sealed class ComposeService
{
    public string? Build { get; set; }
    public string? Image { get; set; }
    public Dictionary<string, string> Environment { get; set; } = [];
    public List<string> Ports { get; set; } = [];
    public List<string> Volumes { get; set; } = [];
    public Dictionary<string, ComposeDependency> DependsOn { get; set; } = [];
    public ComposeHealthcheck? Healthcheck { get; set; }
    public bool ReadOnly { get; set; }
    public List<string> Tmpfs { get; set; } = [];
    public List<string> CapDrop { get; set; } = [];
    public List<string> SecurityOpt { get; set; } = [];
    public string? StopGracePeriod { get; set; }
    public string? Restart { get; set; }
}

public sealed class ComposeDependency
{
    public string? Condition { get; set; }
}

public sealed class ComposeHealthcheck
{
    public List<string> Test { get; set; } = [];
    public string? Interval { get; set; }
    public string? Timeout { get; set; }
    public string? StartPeriod { get; set; }
    public int Retries { get; set; }
}

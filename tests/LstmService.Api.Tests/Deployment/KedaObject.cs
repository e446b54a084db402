using k8s.Models;

namespace LstmService.Api.Tests.Deployment;

/// <summary>What our manifests use of KEDA's ScaledObject and TriggerAuthentication (keda.sh/v1alpha1), by its names.</summary>
public sealed class KedaObject
{
    public string? ApiVersion { get; set; }
    public string? Kind { get; set; }
    public V1ObjectMeta Metadata { get; set; } = new();
    public KedaSpec Spec { get; set; } = new();
}

public sealed class KedaSpec
{
    public List<KedaSecretTarget>? SecretTargetRef { get; set; }
    public KedaReference? ScaleTargetRef { get; set; }
    public int? MinReplicaCount { get; set; }
    public int? MaxReplicaCount { get; set; }
    public int? PollingInterval { get; set; }
    public int? CooldownPeriod { get; set; }
    public KedaAdvanced? Advanced { get; set; }
    public List<KedaTrigger>? Triggers { get; set; }
}

public sealed class KedaSecretTarget
{
    public string Parameter { get; set; } = "";
    public string Name { get; set; } = "";
    public string Key { get; set; } = "";
}

public sealed class KedaReference
{
    public string Name { get; set; } = "";
}

public sealed class KedaAdvanced
{
    public KedaAutoscaler? HorizontalPodAutoscalerConfig { get; set; }
}

public sealed class KedaAutoscaler
{
    public V2HorizontalPodAutoscalerBehavior? Behavior { get; set; }
}

public sealed class KedaTrigger
{
    public string Type { get; set; } = "";
    public Dictionary<string, string>? Metadata { get; set; }
    public KedaReference? AuthenticationRef { get; set; }
}

namespace LstmService.Api.Storage;

/// <summary>Something other parts of the service, on any node, want to hear of soon. It may be lost: whoever listens also looks.</summary>
/// <param name="Kind">One of <see cref="SignalKind"/>.</param>
/// <param name="Tenant">Whose.</param>
/// <param name="Key">The job or model.</param>
internal sealed record Signal(string Kind, string Tenant, string Key)
{
    /// <summary>As text between nodes; a key comes last and may hold anything.</summary>
    public override string ToString() => $"{Kind} {Tenant} {Key}";

    public static Signal? Parse(string text) =>
        text.Split(' ', 3) is [string kind, string tenant, string key] ? new Signal(kind, tenant, key) : null;
}

/// <summary>What signals there are.</summary>
internal static class SignalKind
{
    /// <summary>A running job was asked to stop.</summary>
    public const string Cancel = "cancel";

    /// <summary>A job changed its state or got further.</summary>
    public const string Job = "job";
}

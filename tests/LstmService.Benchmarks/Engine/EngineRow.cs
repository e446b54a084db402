using System.Text.Json.Serialization;

namespace LstmService.Benchmarks.Engine;

/// <summary>One line of the table.</summary>
/// <param name="What">What was measured.</param>
/// <param name="Hidden">Units in a layer.</param>
/// <param name="Layers">Layers.</param>
/// <param name="Steps">Steps of a window.</param>
/// <param name="Batch">Windows.</param>
/// <param name="Threads">Threads at work.</param>
/// <param name="Seconds">For one training step, or one answer.</param>
/// <param name="ShareOfPeak">Useful floating-point operations by what the same cores can do at most, 0..1.</param>
internal sealed record EngineRow(
    string What, int Hidden, int Layers, int Steps, int Batch, int Threads, double Seconds, double ShareOfPeak)
{
    /// <summary>LibTorch's seconds by ours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RatioToLibTorch { get; init; }

    /// <summary>ONNX Runtime's seconds by ours.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RatioToOnnxRuntime { get; init; }

    /// <summary>One thread's seconds for the same work by these threads' seconds.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? RatioToOneThread { get; init; }

    /// <summary>Models trained in a minute.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ModelsPerMinute { get; init; }

    /// <summary>Bytes taken from the managed heap by one training step.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? AllocatedBytes { get; init; }
}

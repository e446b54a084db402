namespace LstmService.Benchmarks.Engine;

/// <summary>Stands for LibTorch in a build without it.</summary>
internal static class LibTorch
{
    public static string? WhyNot => "built without LibTorch; -p:Peers=true brings it (more than a gigabyte)";

    public static Func<double> Step(TrainingStep step) => throw new InvalidOperationException(WhyNot);
}

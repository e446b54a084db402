namespace LstmService.Forecasting.Tests;

/// <summary>What tests of whole trainings share.</summary>
internal static class Trainings
{
    public static byte[] Bytes(TrainedModel model)
    {
        using MemoryStream stream = new();
        model.Predictor.Save(stream);
        return stream.ToArray();
    }
}

/// <summary>Gives progress to a delegate, on the thread that reports it.</summary>
internal sealed class Collector(Action<TrainingProgress> report) : IProgress<TrainingProgress>
{
    public void Report(TrainingProgress value) => report(value);
}

namespace LstmService.Benchmarks.Engine;

/// <summary>Many small models at once, each from its start to its last step, shared among threads.</summary>
internal static class ManyModels
{
    public const int StepsEach = 200;

    public static readonly StepShape Shape = new(Hidden: 16, Layers: 1, Steps: 12, Batch: 30);

    /// <summary>Trains so many models on so many threads.</summary>
    public static void Train(int models, int threads)
    {
        int next = 0;
        Thread[] workers = [.. Enumerable.Range(0, threads).Select(_ => new Thread(() =>
        {
            for (int model; (model = Interlocked.Increment(ref next)) <= models;)
            {
                var step = new TrainingStep(Shape, (ulong)model);
                for (int i = 0; i < StepsEach; i++)
                    step.Run();
            }
        }))];
        Array.ForEach(workers, worker => worker.Start());
        Array.ForEach(workers, worker => worker.Join());
    }
}

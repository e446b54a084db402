using System.Globalization;
using System.Text.Json;

namespace LstmService.Benchmarks.Engine;

/// <summary>The speed of the engine beside its peers and beside what the machine can do, in one run.</summary>
internal static class EngineBenchmark
{
    private static readonly StepShape[] s_shapes =
    [
        new(4, 1, 3, 1), new(32, 1, 24, 32), new(64, 1, 48, 64), new(128, 1, 168, 64), new(256, 2, 96, 128),
    ];

    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static int Run(string[] args)
    {
        string[] unknown = [.. args.Except(["--json", "--quick"])];
        if (unknown.Length > 0)
        {
            Console.Error.WriteLine($"engine takes --json and --quick, was {unknown[0]}");
            return 2;
        }

        if (LibTorch.WhyNot is { } reason)
            Console.Error.WriteLine($"no ratio to LibTorch: {reason}");
        bool quick = args.Contains("--quick");
        List<EngineRow> rows = [.. s_shapes.Select(shape => Training(shape, rounds: quick ? 3 : 15))];
        rows.Add(Inference(rounds: quick ? 3 : 31));
        rows.AddRange(Models(models: quick ? 100 : 1000, rounds: quick ? 1 : 3));
        if (args.Contains("--json"))
            Console.WriteLine(JsonSerializer.Serialize(rows, s_json));
        else
            Print(rows);
        return 0;
    }

    private static EngineRow Training(StepShape shape, int rounds)
    {
        var ours = new TrainingStep(shape);
        Func<double>? libTorch = LibTorch.WhyNot is null ? LibTorch.Step(ours) : null;
        if (libTorch is not null)
            CheckSame(ours.Run(), libTorch());
        double[] medians = Clock.Medians(rounds, () =>
        {
            double peak = FmaPeak.Measure(), seconds = Clock.Seconds(() => ours.Run(), atLeast: 0.02);
            double theirs = libTorch is null ? 0 : Clock.Seconds(() => libTorch(), atLeast: 0.02);
            return [seconds, shape.Operations / seconds / peak, theirs / seconds];
        });
        return new("training step", shape.Hidden, shape.Layers, shape.Steps, shape.Batch, 1, medians[0], medians[1])
        {
            RatioToLibTorch = libTorch is null ? null : medians[2],
            AllocatedBytes = ours.AllocatedBytes(),
        };
    }

    private static EngineRow Inference(int rounds)
    {
        using var rollOut = new RollOut();
        rollOut.CheckSame();
        float[] outputs = new float[RollOut.Out];
        double[] medians = Clock.Medians(rounds, () =>
        {
            double peak = FmaPeak.Measure();
            double ours = Clock.Seconds(() => rollOut.Ours(outputs), atLeast: 0.01);
            double theirs = Clock.Seconds(() => rollOut.Onnx(outputs), atLeast: 0.01);
            return [ours, RollOut.Operations / ours / peak, theirs / ours];
        });
        return new($"{RollOut.In} in, {RollOut.Out} rolled out", RollOut.Hidden, 1, RollOut.In + RollOut.Out, 1, 1, medians[0], medians[1])
        {
            RatioToOnnxRuntime = medians[2],
        };
    }

    private static EngineRow[] Models(int models, int rounds)
    {
        StepShape shape = ManyModels.Shape;
        double[] medians = Clock.Medians(rounds, () =>
        {
            double peak = FmaPeak.Measure();
            double one = Clock.WallSeconds(() => ManyModels.Train(models, 1));
            double two = Clock.WallSeconds(() => ManyModels.Train(models, 2));
            double operations = shape.Operations * models * ManyModels.StepsEach / peak;
            return [one, two, one / two, operations / one, operations / two / 2];
        });
        EngineRow Row(int threads, double seconds, double share) =>
            new($"{models} models of {ManyModels.StepsEach} steps", shape.Hidden, shape.Layers, shape.Steps, shape.Batch, threads,
                seconds / models / ManyModels.StepsEach, share)
            {
                ModelsPerMinute = models / seconds * 60,
                RatioToOneThread = threads > 1 ? medians[2] : null,
            };
        return [Row(1, medians[0], medians[3]), Row(2, medians[1], medians[4])];
    }

    private static void CheckSame(double ours, double theirs)
    {
        if (!(Math.Abs(ours - theirs) <= 1e-4))
            throw new InvalidOperationException($"a peer must do the same work: the first loss must be {ours}, was {theirs}");
    }

    private static void Print(List<EngineRow> rows)
    {
        Console.WriteLine(
            $"{"",-26} {"hidden",6} {"layers",6} {"steps",5} {"batch",5} {"threads",7} {"us",10} {"of peak",7} "
            + $"{"LibTorch",8} {"ONNX",6} {"1 thread",8} {"models/min",10} {"bytes",5}");
        foreach (EngineRow row in rows)
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{row.What,-26} {row.Hidden,6} {row.Layers,6} {row.Steps,5} {row.Batch,5} {row.Threads,7} {row.Seconds * 1e6,10:0.0} "
                + $"{row.ShareOfPeak * 100,6:0.0}% {row.RatioToLibTorch,8:0.0} {row.RatioToOnnxRuntime,6:0.0} "
                + $"{row.RatioToOneThread,8:0.00} {row.ModelsPerMinute,10:0} {row.AllocatedBytes,5}"));
    }
}

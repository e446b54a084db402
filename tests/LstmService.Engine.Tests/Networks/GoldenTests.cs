using System.Numerics;
using System.Text.Json.Nodes;
using LstmService.Engine.Kernels;

namespace LstmService.Engine.Tests.Networks;

/// <summary>Outputs, gradients and ten steps of Adam against LibTorch; Golden/README.md says how the values were made.</summary>
public sealed class GoldenTests
{
    private static readonly string[] s_cases =
    [
        "lstm", "lstm-stacked", "lstm-odd", "lstm-one", "lstm-bidirectional", "lstm-stacked-bidirectional", "gru", "gru-stacked",
        "rnn-tanh", "lstm-softmax",
    ];

    public static TheoryData<string> Cases => [.. s_cases];

    [Theory]
    [MemberData(nameof(Cases))]
    public void DoubleOutputsAndGradientsAreThoseOfLibTorch(string name)
    {
        foreach (int bits in VectorWidth.All)
            CheckOnce<double>(name, bits, 1e-10);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void FloatOutputsAndGradientsAreThoseOfLibTorch(string name)
    {
        foreach (int bits in VectorWidth.All)
            CheckOnce<float>(name, bits, 1e-5);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void TenStepsOfAdamHaveTheLossesOfLibTorch(string name)
    {
        var golden = new GoldenCase<double>(name, 256);
        Assert.Equal(golden.AdamLosses, TenSteps(golden, golden.Network.ParameterCount), new Within(1e-10));
        var single = new GoldenCase<float>(name, VectorWidth.Choose<float>(golden.Network.Spec.Hidden));
        Assert.Equal(single.AdamLosses, TenSteps(single, single.Network.ParameterCount), new Within(1e-4));
    }

    private static void CheckOnce<T>(string name, int bits, double tolerance)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var golden = new GoldenCase<T>(name, bits);
        T[] dOutputs = new T[golden.HeadOutput.Length], gradient = new T[golden.Network.ParameterCount];
        ReadOnlySpan<T> outputs = golden.Network.Forward(golden.Workspace, golden.Batch);
        Numbers.AssertClose(golden.HeadOutput, outputs, tolerance, "head output");
        double loss = golden.Loss.Evaluate(outputs, golden.Batch, dOutputs).Mean;
        Assert.Equal(golden.FirstLoss, loss, tolerance);
        golden.Network.Backward(golden.Workspace, golden.Batch, dOutputs, gradient);
        foreach (TensorInfo tensor in golden.Network.Tensors)
        {
            var actual = new T[tensor.Length];
            golden.Network.ReadTensor(tensor.Name, gradient, actual);
            Numbers.AssertClose(golden.Gradient(tensor.Name), actual, tolerance, tensor.Name);
        }
    }

    /// <summary>
    /// Adam as LibTorch runs it over its two biases: they have the same gradient, so the bias counts twice in the norm, and
    /// our one bias, their sum, moves twice.
    /// </summary>
    private static double[] TenSteps<T>(GoldenCase<T> golden, int length)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] gradient = new T[length], first = new T[length], second = new T[length], dOutputs = new T[golden.HeadOutput.Length];
        var losses = new double[10];
        for (int k = 0; k < losses.Length; k++)
        {
            losses[k] = golden.Loss.Evaluate(golden.Network.Forward(golden.Workspace, golden.Batch), golden.Batch, dOutputs).Mean;
            golden.Network.Backward(golden.Workspace, golden.Batch, dOutputs, gradient);
            double squares = SumOfSquares.Of<T>(gradient) + golden.DoubledBiases(gradient).Sum(g => g * g);
            double scale = Math.Min(1, 1 / (Math.Sqrt(squares) + 1e-6));
            static T Of(double value) => T.CreateTruncating(value);
            var step = new AdamStep<T>(
                Of(scale), Of(0.9), Of(0.999), Of(1e-2 / (1 - Math.Pow(0.9, k + 1))),
                Of(1 / Math.Sqrt(1 - Math.Pow(0.999, k + 1))), Of(1e-8), T.One);
            IReadOnlyDictionary<string, T[]> before = golden.Biases();
            Adam.Step(golden.Network.Parameters, gradient, first, second, step);
            golden.MoveBiasesAgain(before);
        }

        return losses;
    }

    private sealed class Within(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double obj) => 0;
    }
}

/// <summary>One golden file, and our network with its weights.</summary>
internal sealed class GoldenCase<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly JsonNode _json;
    private readonly List<(string Name, int Twice)> _biases = [];

    public GoldenCase(string name, int vectorBits)
    {
        _json = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Golden", name + ".json")))!;
        var spec = new NetworkSpec
        {
            InputSize = Int("input"),
            Hidden = Int("hidden"),
            Layers = Int("layers"),
            Cell = Enum.Parse<Cell>((string)_json["kind"]!, ignoreCase: true),
            Bidirectional = (bool)_json["bidirectional"]!,
            Head = new LinearHeadSpec((int)_json["headOutput"]!["shape"]![1]!),
        };
        Network = new(spec, 0, vectorBits);
        int targets = Values(_json["y"]!).Length / Int("batch");
        Batch = new(BatchShape.For(spec, Int("batch"), Int("steps"), targets));
        Values(_json["x"]!).CopyTo(Batch.Inputs, 0);
        Values(_json["y"]!).CopyTo(Batch.Targets, 0);
        Workspace = new(Network, Batch.Count, Batch.Steps);
        Loss = (string)_json["loss"]! switch
        {
            "mse" => new SquaredLoss<T>(),
            "l1" => new AbsoluteLoss<T>(),
            "huber" => new HuberLoss<T>(),
            _ => new CrossEntropyLoss<T>(spec.Head.Outputs),
        };
        foreach (TensorInfo tensor in Network.Tensors)
            SetFromGolden(tensor.Name);
    }

    public Network<T> Network { get; }

    public Workspace<T> Workspace { get; }

    public Batch<T> Batch { get; }

    public ILoss<T> Loss { get; }

    public T[] HeadOutput => Values(_json["headOutput"]!);

    public double FirstLoss => (double)_json["firstLoss"]!;

    public double[] AdamLosses => [.. _json["adam"]!["losses"]!.AsArray().Select(value => (double)value!)];

    public T[] Gradient(string ours) => Shared(ours, "gradients", out _);

    public IEnumerable<double> DoubledBiases(T[] gradient) => _biases.SelectMany(bias =>
    {
        (string name, int twice) = bias;
        var values = new T[Network.Tensors.Single(tensor => tensor.Name == name).Length];
        Network.ReadTensor(name, gradient, values);
        return values.Take(twice).Select(double.CreateTruncating);
    });

    public IReadOnlyDictionary<string, T[]> Biases() =>
        _biases.ToDictionary(bias => bias.Name, bias => Network.GetTensor(bias.Name));

    public void MoveBiasesAgain(IReadOnlyDictionary<string, T[]> before)
    {
        foreach ((string name, T[] old) in before)
        {
            T[] now = Network.GetTensor(name);
            for (int i = 0; i < _biases.Single(bias => bias.Name == name).Twice; i++)
                now[i] += now[i] - old[i];
            Network.SetTensor(name, now);
        }
    }

    private void SetFromGolden(string ours)
    {
        T[] values = Shared(ours, "weights", out int twice);
        if (twice > 0)
        {
            // Two vectors of theirs, ih and hh, are one of ours where they are added.
            _biases.Add((ours, twice));
            T[] hidden = Values(_json["weights"]![Theirs(ours).Replace("bias_ih", "bias_hh", StringComparison.Ordinal)]!);
            for (int i = 0; i < twice; i++)
                values[i] += hidden[i];
        }

        Network.SetTensor(ours, values);
    }

    /// <summary>Our tensor in theirs, and how many of its first elements stand for two of theirs.</summary>
    private T[] Shared(string ours, string of, out int twice)
    {
        T[] values = Values(_json[of]![Theirs(ours)]!);
        bool gru = Network.Spec.Cell == Cell.Gru;
        twice = ours.EndsWith(".bias", StringComparison.Ordinal) && ours != "head.bias" ? values.Length : 0;
        if (gru && twice > 0)
            twice -= Network.Spec.Hidden;
        return ours.EndsWith(".bias_hidden", StringComparison.Ordinal) ? values[^Network.Spec.Hidden..] : values;
    }

    /// <summary>layers.0.weight_input is their weight_ih_l0; the head's names are the same.</summary>
    private static string Theirs(string ours)
    {
        string[] parts = ours.Split('.');
        if (parts[0] == "head")
            return ours;
        string kind = parts[^1] switch
        {
            "weight_input" => "weight_ih",
            "weight_hidden" => "weight_hh",
            "bias_hidden" => "bias_hh",
            _ => "bias_ih",
        };
        return $"{kind}_l{parts[1]}{(parts[2] == "reverse" ? "_reverse" : "")}";
    }

    private int Int(string name) => (int)_json[name]!;

    private static T[] Values(JsonNode tensor) =>
        [.. tensor["values"]!.AsArray().Select(value => T.CreateTruncating((double)value!))];
}

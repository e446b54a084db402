using System.Numerics;

namespace LstmService.Engine.Explanation;

/// <summary>
/// Integrated gradients (Sundararajan, Taly and Yan 2017, equation 1): along the straight path from a baseline x' to a window x,
/// <c>attribution(i) = (x(i) - x'(i)) * integral over a in 0..1 of dF/dx(i) at x' + a (x - x')</c>. They sum to F(x) - F(x'),
/// the axiom of completeness. The path is cut in two again where the sum is not yet that, so few gradients do where F is
/// smooth and a kink costs no more than its neighbourhood.
/// <para>
/// F may be any function of the mean answer of several networks of one spec. It holds for every cell and architecture of the
/// engine; of a network with a decoder for the decoder's inputs as the window has them, or with an echo for what it hears of
/// itself along the path. One thread's own.
/// </para>
/// </summary>
public sealed class IntegratedGradients<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>The share of F(x) - F(x') that may stay unattributed.</summary>
    public const double DefaultTolerance = 1e-3;

    // A part of the path costs eight gradients of each network.
    private const int MostParts = 64;

    private readonly IReadOnlyList<Network<T>> _networks;
    private readonly Workspace<T> _workspace;
    private readonly Batch<T> _points;
    private readonly T[] _gradient;
    private readonly T[] _dInputs;
    private readonly T[] _dAlternatives;
    private readonly T[] _dSkip;
    private readonly DecoderEcho? _echo;
    private readonly DecoderFeed<T>? _feed;

    /// <summary>Makes the buffers.</summary>
    /// <param name="networks">One or more of the same spec.</param>
    /// <param name="shape">The shape of the windows to come.</param>
    /// <param name="echo">What a decoder hears of its own answers; null where it reads what the window has.</param>
    public IntegratedGradients(IReadOnlyList<Network<T>> networks, BatchShape shape, DecoderEcho? echo = null)
    {
        ArgumentNullException.ThrowIfNull(networks);
        ArgumentNullException.ThrowIfNull(shape);
        (_networks, _echo, _feed) = (networks, echo, echo?.FeedOf<T>(networks[0].Spec));
        int nodes = GaussLobatto.Nodes.Length;
        _points = new(shape with { Capacity = nodes, Targets = 0 });
        _workspace = new(networks[0], nodes, shape.Steps, shape.DecoderSteps);
        _gradient = new T[networks[0].ParameterCount];
        _dInputs = new T[_points.Inputs.Length];
        _dAlternatives = new T[_points.Alternatives.Length];
        _dSkip = new T[_points.Skip.Length];
    }

    /// <summary>Explains F at one window, starting from another.</summary>
    /// <param name="baseline">x', one window; its categories and what its decoder reads are those of x.</param>
    /// <param name="window">x, one window.</param>
    /// <param name="target">F.</param>
    /// <param name="tolerance">The share of F(x) - F(x') that may stay unattributed.</param>
    public PathAttribution Explain(
        Batch<T> baseline, Batch<T> window, PathTarget target, double tolerance = DefaultTolerance)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(window);
        ArgumentNullException.ThrowIfNull(target);
        if (baseline.Count != 1 || window.Count != 1 || baseline.Steps != window.Steps)
            throw new ArgumentException("baseline and window must be one window each, of as many steps", nameof(baseline));
        (_points.Steps, _points.DecoderSteps) = (window.Steps, window.DecoderSteps);
        Part whole = Evaluate(baseline, window, target, 0, 1);
        // Float answers carry an error of their own, however many gradients are taken.
        double most = Math.Max(
            tolerance * Math.Abs(whole.To - whole.From), 1e-6 * Math.Max(Math.Abs(whole.From), Math.Abs(whole.To)));
        var open = new Stack<Part>([whole]);
        var sum = new Part(0, 1, whole.From, whole.To, new double[whole.Attributions.Length]);
        int parts = 1;
        while (open.TryPop(out Part? part))
        {
            if (part.Error <= most * (part.End - part.Start) || parts + 2 > MostParts)
            {
                for (int i = 0; i < sum.Attributions.Length; i++)
                    sum.Attributions[i] += part.Attributions[i];
                continue;
            }

            double middle = (part.Start + part.End) / 2;
            open.Push(Evaluate(baseline, window, target, part.Start, middle));
            open.Push(Evaluate(baseline, window, target, middle, part.End));
            parts += 2;
        }

        int inputs = window.Steps * window.Shape.InputSize, alternatives = window.AlternativesOf(0).Length;
        double[] all = sum.Attributions;
        return new(
            sum.From, sum.To, all[..inputs], all[inputs..(inputs + alternatives)], all[(inputs + alternatives)..],
            parts * _points.Count);
    }

    /// <summary>The attributions over a part of the path.</summary>
    private Part Evaluate(Batch<T> baseline, Batch<T> window, PathTarget target, double start, double end)
    {
        ReadOnlySpan<double> nodes = GaussLobatto.Nodes, weights = GaussLobatto.Weights;
        for (int row = 0; row < nodes.Length; row++)
            Place(baseline, window, start + (end - start) * (nodes[row] + 1) / 2, row);
        double[] mean = MeanAnswer(), dMean = new double[mean.Length], values = new double[nodes.Length];
        int width = mean.Length / nodes.Length;
        for (int row = 0; row < nodes.Length; row++)
        {
            Span<double> d = dMean.AsSpan(row * width, width);
            values[row] = target(mean.AsSpan(row * width, width), d);
            foreach (ref double one in d)
                one *= weights[row] * (end - start) / 2 / _networks.Count;
        }

        return new(start, end, values[0], values[^1], Attributions(baseline, window, dMean));
    }

    /// <summary>Puts one point of the path into a row.</summary>
    private void Place(Batch<T> baseline, Batch<T> window, double along, int row)
    {
        T share = T.CreateTruncating(along);
        for (int t = 0; t < window.Steps; t++)
            Mix(baseline.InputsAt(t, 0), window.InputsAt(t, 0), share, _points.InputsAt(t, row));
        for (int t = 0; t < window.DecoderSteps; t++)
            window.DecoderInputsAt(t, 0).CopyTo(_points.DecoderInputsAt(t, row));
        Mix(baseline.AlternativesOf(0), window.AlternativesOf(0), share, _points.AlternativesOf(row));
        Mix(baseline.SkipOf(0), window.SkipOf(0), share, _points.SkipOf(row));
        _points.Lengths[row] = window.Lengths[0];
    }

    private static void Mix(ReadOnlySpan<T> from, ReadOnlySpan<T> to, T share, Span<T> result)
    {
        // What both have in common, such as a category, stays exactly itself.
        for (int i = 0; i < result.Length; i++)
            result[i] = from[i] == to[i] ? to[i] : from[i] + share * (to[i] - from[i]);
    }

    /// <summary>[points, rows of a window, outputs].</summary>
    private double[] MeanAnswer()
    {
        int outputs = _networks[0].Spec.Head.Outputs, rows = _points.TargetRows / _points.Count;
        var mean = new double[_points.TargetRows * outputs];
        foreach (Network<T> network in _networks)
        {
            ReadOnlySpan<T> answer = _feed is null ? network.Forward(_workspace, _points) : network.RollOut(_workspace, _points, _feed);
            for (int i = 0; i < answer.Length; i++)
                mean[Place(i, outputs, rows)] += double.CreateTruncating(answer[i]) / _networks.Count;
        }

        return mean;
    }

    /// <summary>From [rows of a window, points, outputs], as networks answer, to [points, rows of a window, outputs].</summary>
    private int Place(int i, int outputs, int rows)
    {
        int step = i / outputs / _points.Count, point = i / outputs % _points.Count;
        return (point * rows + step) * outputs + i % outputs;
    }

    /// <summary>[inputs | alternatives | skip]: the gradients of all points and networks, times how far the path went.</summary>
    private double[] Attributions(Batch<T> baseline, Batch<T> window, double[] dMean)
    {
        int inputs = window.Steps * window.Shape.InputSize, alternatives = window.AlternativesOf(0).Length;
        var result = new double[inputs + alternatives + window.SkipOf(0).Length];
        int outputs = _networks[0].Spec.Head.Outputs, rows = _points.TargetRows / _points.Count;
        var dOutputs = new T[dMean.Length];
        for (int i = 0; i < dOutputs.Length; i++)
            dOutputs[i] = T.CreateTruncating(dMean[Place(i, outputs, rows)]);
        Span<T> dInputs = _dInputs.AsSpan(0, _points.Steps * _points.Count * window.Shape.InputSize);
        foreach (Network<T> network in _networks)
        {
            Backward(network, dOutputs, dInputs);
            for (int t = 0; t < window.Steps; t++)
                AddRows(dInputs, t * _points.Count, result.AsSpan(t * window.Shape.InputSize, window.Shape.InputSize));
            AddRows(_dAlternatives, 0, result.AsSpan(inputs, alternatives));
            AddRows(_dSkip, 0, result.AsSpan(inputs + alternatives));
        }

        Scale(baseline.Inputs, window.Inputs, result.AsSpan(0, inputs));
        Scale(baseline.Alternatives, window.Alternatives, result.AsSpan(inputs, alternatives));
        Scale(baseline.Skip, window.Skip, result.AsSpan(inputs + alternatives));
        return result;
    }

    private void Backward(Network<T> network, T[] dOutputs, Span<T> dInputs)
    {
        if (_echo is not null)
        {
            network.RollOut(_workspace, _points, _feed!);
            _echo.Backward(network, _workspace, _points, dOutputs, _gradient, dInputs);
            return;
        }

        // With one network the workspace still holds its forward pass.
        if (_networks.Count > 1)
            network.Forward(_workspace, _points);
        network.WindowGradient(_workspace, _points, dOutputs, _dAlternatives, _dSkip);
        network.Backward(_workspace, _points, dOutputs, _gradient, dInputs);
    }

    /// <summary>sum += the rows of all points.</summary>
    private void AddRows(ReadOnlySpan<T> rows, int first, Span<double> sum)
    {
        for (int row = 0; row < _points.Count; row++)
            for (int i = 0; i < sum.Length; i++)
                sum[i] += double.CreateTruncating(rows[(first + row) * sum.Length + i]);
    }

    private static void Scale(T[] from, T[] to, Span<double> gradients)
    {
        for (int i = 0; i < gradients.Length; i++)
            gradients[i] *= double.CreateTruncating(to[i]) - double.CreateTruncating(from[i]);
    }

    /// <summary>A part of the path: F at both ends and what each number did between them.</summary>
    private sealed record Part(double Start, double End, double From, double To, double[] Attributions)
    {
        /// <summary>How much of the difference is not attributed.</summary>
        public double Error => Math.Abs(To - From - Attributions.Sum());
    }
}

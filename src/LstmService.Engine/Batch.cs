using System.Numerics;

namespace LstmService.Engine;

/// <summary>How large a batch is.</summary>
/// <param name="Capacity">Most windows it can hold.</param>
/// <param name="Steps">Most steps a window can have.</param>
/// <param name="InputSize">Numbers at each step.</param>
/// <param name="Targets">Numbers to be learnt in each row of targets; 0 where it is only for answering.</param>
/// <param name="Horizon">Steps ahead of the alternatives; 0 where there are none.</param>
/// <param name="Alternatives">Alternative forecasts at each step ahead.</param>
/// <param name="Skip">Numbers in the skip vector.</param>
/// <param name="EveryStep">Is there a row of targets for each step of a window, or one for all?</param>
/// <param name="DecoderSteps">Most steps of the decoder, each with a row of targets; 0 where there is none.</param>
/// <param name="DecoderInputSize">Numbers that enter the decoder at each step.</param>
public sealed record BatchShape(
    int Capacity, int Steps, int InputSize, int Targets = 0, int Horizon = 0, int Alternatives = 0, int Skip = 0,
    bool EveryStep = false, int DecoderSteps = 0, int DecoderInputSize = 0)
{
    /// <summary>The shape that fits a network.</summary>
    public static BatchShape For(NetworkSpec spec, int capacity, int steps, int targets = 0)
    {
        ArgumentNullException.ThrowIfNull(spec);
        var shape = new BatchShape(
            capacity, steps, spec.InputSize, targets, EveryStep: spec.Summary == Summary.EveryStep,
            DecoderSteps: spec.Decoder?.Steps ?? 0, DecoderInputSize: spec.Decoder?.InputSize ?? 0);
        return spec.Head is QuantileHeadSpec head
            ? shape with { Horizon = head.Horizon, Alternatives = head.Alternatives, Skip = head.SkipSize }
            : shape;
    }

    /// <summary>Does a network read both alike? Windows, steps and targets may differ.</summary>
    internal bool FitsBeside(BatchShape other) =>
        InputSize == other.InputSize && EveryStep == other.EveryStep
        && DecoderInputSize == other.DecoderInputSize && DecoderSteps > 0 == other.DecoderSteps > 0
        && Skip == other.Skip && Alternatives == other.Alternatives
        && (Alternatives == 0 || Horizon == other.Horizon);
}

/// <summary>
/// Windows and what belongs to them, in buffers that are filled again for each batch. <see cref="Count"/> of the windows
/// and <see cref="Steps"/> of the steps are in use; the arrays are dense in those, so setting either moves every row.
/// </summary>
public sealed class Batch<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Makes the buffers; all windows and steps are in use, every weight is 1.</summary>
    public Batch(BatchShape shape)
    {
        ArgumentNullException.ThrowIfNull(shape);
        var failures = new List<string>();
        Bounds.Check(failures, "capacity", shape.Capacity, 1, 65536);
        Bounds.Check(failures, "steps", shape.Steps, 1, 65536);
        Bounds.Check(failures, "inputSize", shape.InputSize, 1, 4096);
        Bounds.Check(failures, "targets", shape.Targets, 0, 65536);
        Bounds.Check(failures, "horizon", shape.Horizon, 0, 4096);
        Bounds.Check(failures, "alternatives", shape.Alternatives, 0, 64);
        Bounds.Check(failures, "skip", shape.Skip, 0, 16384);
        Bounds.Check(failures, "decoderSteps", shape.DecoderSteps, 0, 4096);
        Bounds.Check(failures, "decoderInputSize", shape.DecoderInputSize, 0, 4096);
        Bounds.ThrowIfAny(failures, nameof(shape));
        Shape = shape;
        Count = shape.Capacity;
        Steps = shape.Steps;
        DecoderSteps = shape.DecoderSteps;
        Inputs = new T[checked(shape.Steps * shape.Capacity * shape.InputSize)];
        Targets = new T[checked(TargetRows * shape.Targets)];
        Weights = new T[shape.Capacity];
        Array.Fill(Weights, T.One);
        Scales = new T[shape.Capacity];
        Array.Fill(Scales, T.One);
        Lengths = new int[shape.Capacity];
        DecoderInputs = new T[checked(shape.DecoderSteps * shape.Capacity * shape.DecoderInputSize)];
        Alternatives = new T[checked(shape.Capacity * shape.Horizon * shape.Alternatives)];
        Skip = new T[checked(shape.Capacity * shape.Skip)];
    }

    /// <summary>The size it was made with.</summary>
    public BatchShape Shape { get; }

    /// <summary>Windows in use, 1..capacity.</summary>
    public int Count
    {
        get;
        set => field = value >= 1 && value <= Shape.Capacity
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"count must be 1..{Shape.Capacity}, was {value}");
    }

    /// <summary>Steps in use, 1..the shape's steps.</summary>
    public int Steps
    {
        get;
        set => field = value >= 1 && value <= Shape.Steps
            ? value
            : throw new ArgumentOutOfRangeException(nameof(value), $"steps must be 1..{Shape.Steps}, was {value}");
    }

    /// <summary>Steps of the decoder in use, 1..the shape's; 0 without a decoder.</summary>
    public int DecoderSteps
    {
        get;
        set => field = value >= Math.Min(1, Shape.DecoderSteps) && value <= Shape.DecoderSteps
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(value), $"decoderSteps must be {Math.Min(1, Shape.DecoderSteps)}..{Shape.DecoderSteps}, was {value}");
    }

    /// <summary>Rows of targets and of outputs in use: one for each window, or for each of its steps or
    /// of the decoder's, step after step.</summary>
    public int TargetRows => Shape.DecoderSteps > 0 ? DecoderSteps * Count : Shape.EveryStep ? Steps * Count : Count;

    /// <summary>[steps, count, inputSize]: what enters at each step.</summary>
    public T[] Inputs { get; }

    /// <summary>
    /// [count, targets], or [steps, count, targets] at every step, the decoder's where there is one: what is to be learnt;
    /// NaN is unknown and does not count.
    /// </summary>
    public T[] Targets { get; }

    /// <summary>[count]: how much each window weighs in the loss.</summary>
    public T[] Weights { get; }

    /// <summary>
    /// [count]: what one unit of the outputs is worth in the targets, above 0; 1 unless set. A loss that must see the targets as
    /// they were, <see cref="NegativeBinomialLoss{T}"/>, reads it; the others take both in one unit.
    /// </summary>
    public T[] Scales { get; }

    /// <summary>
    /// [count]: the steps of each window, 1..<see cref="Steps"/>, from step 0 on; 0 means all of them. What stands in the
    /// inputs past a window's end is not read.
    /// </summary>
    public int[] Lengths { get; }

    /// <summary>
    /// [decoderSteps, count, decoderInputSize]: what enters the decoder at each of its steps. A roll-out reads those of step 0
    /// and fills in the others.
    /// </summary>
    public T[] DecoderInputs { get; }

    /// <summary>[count, horizon, alternatives]: forecasts the head's gates weigh.</summary>
    public T[] Alternatives { get; }

    /// <summary>[count, skip]: what the head maps straight to the horizons.</summary>
    public T[] Skip { get; }

    /// <summary>The inputs of one window at one step.</summary>
    public Span<T> InputsAt(int step, int window) =>
        Inputs.AsSpan((step * Count + window) * Shape.InputSize, Shape.InputSize);

    /// <summary>The inputs of the decoder for one window at one of its steps.</summary>
    public Span<T> DecoderInputsAt(int step, int window) =>
        DecoderInputs.AsSpan((step * Count + window) * Shape.DecoderInputSize, Shape.DecoderInputSize);

    /// <summary>The targets of one window.</summary>
    public Span<T> TargetsOf(int window) => Targets.AsSpan(window * Shape.Targets, Shape.Targets);

    /// <summary>The targets of one window at one step, where there are some at every step.</summary>
    public Span<T> TargetsAt(int step, int window) =>
        Targets.AsSpan((step * Count + window) * Shape.Targets, Shape.Targets);

    /// <summary>The alternatives of one window, [horizon, alternatives].</summary>
    public Span<T> AlternativesOf(int window) =>
        Alternatives.AsSpan(window * Shape.Horizon * Shape.Alternatives, Shape.Horizon * Shape.Alternatives);

    /// <summary>The skip vector of one window.</summary>
    public Span<T> SkipOf(int window) => Skip.AsSpan(window * Shape.Skip, Shape.Skip);
}

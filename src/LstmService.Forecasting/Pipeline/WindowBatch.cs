using LstmService.Engine;
using LstmService.Engine.Explanation;

namespace LstmService.Forecasting.Pipeline;

/// <summary>The network that a plan asks for, and the batches it reads.</summary>
public static class WindowBatch
{
    /// <summary>What enters a decoder at each step: the value before, as it was or as it was forecast, how far the horizon is gone, then what is known of the step.</summary>
    private const int DecoderInputs = 2;

    private const float LargestInput = 20, LargestTarget = 50; // in units of the window

    /// <summary>The network's shape.</summary>
    public static NetworkSpec NetworkFor(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new()
        {
            InputSize = plan.StepInputs,
            Hidden = plan.Hidden,
            Layers = plan.Layers,
            Cell = CellOf(plan.Cell),
            Bidirectional = plan.Bidirectional,
            Residual = plan.Residual,
            Dilations = [.. plan.Dilations],
            Dropout = plan.Dropout,
            RecurrentDropout = plan.RecurrentDropout,
            Summary = plan.EveryStep ? Summary.EveryStep : plan.Bidirectional && !plan.EncoderDecoder ? Summary.FinalStates : Summary.LastOutput,
            Decoder = plan.EncoderDecoder
                ? new DecoderSpec { Steps = plan.Horizon, InputSize = DecoderInputs + plan.KnownChannels, Attention = plan.Attention ? plan.Hidden : 0 }
                : null,
            Head = HeadOf(plan),
        };
    }

    private static HeadSpec HeadOf(Plan plan)
    {
        int horizon = plan.EncoderDecoder ? 1 : plan.Horizon;
        double scale = plan.ScalesByWindow ? 0.1 : 1;
        return plan.Loss switch
        {
            LossKind.Gaussian => new LikelihoodHeadSpec { Horizon = horizon, Likelihood = Likelihood.Gaussian, InitialScale = scale },
            LossKind.StudentT => new LikelihoodHeadSpec { Horizon = horizon, Likelihood = Likelihood.StudentT, InitialScale = scale },
            LossKind.NegativeBinomial => new LikelihoodHeadSpec { Horizon = horizon, Likelihood = Likelihood.NegativeBinomial, InitialScale = scale },
            _ => new QuantileHeadSpec
            {
                Ordered = plan.OrderedQuantiles,
                Horizon = horizon,
                Quantiles = plan.Quantiles.Count,
                Location = plan.Location,
                Alternatives = AlternativeForecasts.Count(plan),
                SkipSize = plan.SkipSize,
                InitialScale = scale,
            },
        };
    }

    /// <summary>The size of a batch of up to <paramref name="capacity"/> windows.</summary>
    public static BatchShape ShapeFor(Plan plan, int capacity)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return BatchShape.For(NetworkFor(plan), capacity, plan.Steps, plan.EncoderDecoder ? 1 : plan.Horizon);
    }

    /// <summary>Copies a window into row <paramref name="row"/>, outliers cut: beyond the largest input they say no more.</summary>
    public static void Copy(Plan plan, Window window, Batch<float> batch, int row)
    {
        float largest = LargestOf(plan, LargestInput);
        int width = plan.StepInputs;
        for (int step = 0; step < plan.Steps; step++)
            Clip(window.Inputs.AsSpan(step * width, width), batch.InputsAt(step, row), largest);
        if (plan.Loss == LossKind.NegativeBinomial) batch.Scales[row] = (float)window.Scale;
        Clip(window.Alternatives, batch.AlternativesOf(row), largest);
        Clip(window.Skip, batch.SkipOf(row), largest);
        for (int k = 0; k < batch.DecoderSteps; k++) FillDecoder(plan, k, 0, window.Future, batch.DecoderInputsAt(k, row));
    }

    /// <summary>
    /// Writes what followed a window into row <paramref name="row"/>. A decoder learns with the truth before each step as its
    /// input (teacher forcing, Williams and Zipser 1989).
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="window">The window, as it was encoded.</param>
    /// <param name="targets">[horizon], in units of the window, counts in their own; NaN where unknown.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="row">The window's row.</param>
    public static void CopyTargets(Plan plan, Window window, ReadOnlySpan<float> targets, Batch<float> batch, int row)
    {
        if (!plan.EncoderDecoder)
        {
            targets.CopyTo(batch.TargetsOf(row));
            return;
        }
        float before = 0;
        for (int k = 0; k < targets.Length; k++)
        {
            batch.TargetsAt(k, row)[0] = targets[k];
            FillDecoder(plan, k, before, window.Future, batch.DecoderInputsAt(k, row));
            if (!float.IsNaN(targets[k])) before = targets[k] / batch.Scales[row];
        }
    }

    /// <summary>Adds a network's answer to a batch of one window, over <paramref name="members"/>, to <paramref name="mean"/>.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="network">The network.</param>
    /// <param name="workspace">This thread's own.</param>
    /// <param name="batch">One window.</param>
    /// <param name="members">Networks of the ensemble.</param>
    /// <param name="mean">[horizon, quantile].</param>
    public static void AddAnswer(Plan plan, Network<float> network, Workspace<float> workspace, Batch<float> batch, int members, Span<double> mean)
    {
        ReadOnlySpan<float> outputs = plan.EncoderDecoder
            ? network.RollOut(workspace, batch, EchoOf(plan).FeedOf<float>(network.Spec))
            : network.Forward(workspace, batch);
        if (plan.EveryStep) outputs = outputs[^network.Spec.Head.Outputs..]; // the last step has read the whole window
        if (plan.Loss.IsLikelihood())
        {
            int parameters = outputs.Length / plan.Horizon, quantiles = plan.Quantiles.Count;
            for (int k = 0; k < plan.Horizon; k++)
                DistributionQuantiles.Add(plan.Loss, outputs.Slice(k * parameters, parameters), batch.Scales[0], plan.Quantiles, members, mean.Slice(k * quantiles, quantiles));
            return;
        }
        for (int i = 0; i < mean.Length; i++) mean[i] += outputs[i] / (double)members;
    }

    /// <summary>A target no larger than what training learns from.</summary>
    public static float Cut(Plan plan, double target)
    {
        float largest = LargestOf(plan, LargestTarget);
        return Math.Clamp((float)target, -largest, largest);
    }

    // Values that nothing scales have no unit by which one of them could be too large.
    private static float LargestOf(Plan plan, float largest) => plan.Scaling == ScalingKind.None ? float.PositiveInfinity : largest;

    /// <summary>What a decoder feeds on: its median before, which of a distribution is the location.</summary>
    internal static DecoderEcho EchoOf(Plan plan) => new(plan.Loss.IsLikelihood() ? 0 : plan.Quantiles.Count / 2, 0);

    private static void FillDecoder(Plan plan, int step, float before, ReadOnlySpan<float> future, Span<float> inputs)
    {
        inputs[0] = before;
        inputs[1] = step / (float)plan.Horizon;
        future.Slice(step * plan.KnownChannels, plan.KnownChannels).CopyTo(inputs[DecoderInputs..]);
    }

    internal static Cell CellOf(string name) => name switch
    {
        "peephole" => Cell.PeepholeLstm,
        "coupled" => Cell.CoupledLstm,
        "gru" => Cell.Gru,
        "rnn" => Cell.Rnn,
        _ => Cell.Lstm,
    };

    private static void Clip(ReadOnlySpan<float> source, Span<float> destination, float largest)
    {
        for (int i = 0; i < source.Length; i++) destination[i] = Math.Clamp(source[i], -largest, largest);
    }
}

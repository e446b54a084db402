using LstmService.Engine;

namespace LstmService.Forecasting.Pipeline;

/// <summary>The network that a plan asks for, and the batches it reads.</summary>
public static class WindowBatch
{
    /// <summary>What enters a decoder at each step: the value before, as it was or as it was forecast, and how far the horizon is gone.</summary>
    private const int DecoderInputs = 2;

    /// <summary>The network's shape.</summary>
    public static NetworkSpec NetworkFor(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new()
        {
            InputSize = plan.Patch * plan.Channels,
            Hidden = plan.Hidden,
            Layers = plan.Layers,
            Cell = CellOf(plan.Cell),
            Bidirectional = plan.Bidirectional,
            Residual = plan.Residual,
            Dilations = [.. plan.Dilations],
            Dropout = plan.Dropout,
            RecurrentDropout = plan.RecurrentDropout,
            Summary = plan.Bidirectional && !plan.EncoderDecoder ? Summary.FinalStates : Summary.LastOutput,
            Decoder = plan.EncoderDecoder
                ? new DecoderSpec { Steps = plan.Horizon, InputSize = DecoderInputs, Attention = plan.Attention ? plan.Hidden : 0 }
                : null,
            Head = new QuantileHeadSpec
            {
                Horizon = plan.EncoderDecoder ? 1 : plan.Horizon,
                Quantiles = plan.Quantiles.Count,
                Location = plan.Location,
                Alternatives = AlternativeForecasts.Count(plan),
                SkipSize = plan.Skip ? plan.Lookback : 0,
                InitialScale = plan.Scaling == ScalingKind.Local ? 0.1 : 1,
            },
        };
    }

    /// <summary>The size of a batch of up to <paramref name="capacity"/> windows.</summary>
    public static BatchShape ShapeFor(Plan plan, int capacity)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return BatchShape.For(NetworkFor(plan), capacity, plan.Steps, plan.EncoderDecoder ? 1 : plan.Horizon);
    }

    /// <summary>Copies a window into row <paramref name="row"/>, no input larger than <paramref name="largest"/>.</summary>
    public static void Copy(Plan plan, Window window, Batch<float> batch, int row, float largest = 20)
    {
        int width = plan.Patch * plan.Channels;
        for (int step = 0; step < plan.Steps; step++)
            Clip(window.Inputs.AsSpan(step * width, width), batch.InputsAt(step, row), largest);
        Clip(window.Alternatives, batch.AlternativesOf(row), largest);
        Clip(window.Skip, batch.SkipOf(row), largest);
        if (plan.EncoderDecoder) FillDecoder(plan, 0, 0, batch.DecoderInputsAt(0, row));
    }

    /// <summary>
    /// Writes what followed a window into row <paramref name="row"/>. A decoder learns with the truth before each step as its
    /// input (teacher forcing, Williams and Zipser 1989).
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="targets">[horizon], in units of the window; NaN where unknown.</param>
    /// <param name="batch">The batch.</param>
    /// <param name="row">The window's row.</param>
    public static void CopyTargets(Plan plan, ReadOnlySpan<float> targets, Batch<float> batch, int row)
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
            FillDecoder(plan, k, before, batch.DecoderInputsAt(k, row));
            if (!float.IsNaN(targets[k])) before = targets[k];
        }
    }

    /// <summary>Answers a batch of one window: [horizon, quantile].</summary>
    public static ReadOnlySpan<float> Answer(Plan plan, Network<float> network, Workspace<float> workspace, Batch<float> batch)
    {
        if (!plan.EncoderDecoder) return network.Forward(workspace, batch);
        int median = plan.Quantiles.Count / 2;
        return network.RollOut(workspace, batch, (step, outputs, next) => FillDecoder(plan, step + 1, outputs[median], next));
    }

    private static void FillDecoder(Plan plan, int step, float before, Span<float> inputs)
    {
        inputs[0] = before;
        inputs[1] = step / (float)plan.Horizon;
    }

    private static Cell CellOf(string name) => name switch
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

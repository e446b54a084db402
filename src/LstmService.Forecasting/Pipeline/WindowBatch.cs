using LstmService.Engine;

namespace LstmService.Forecasting.Pipeline;

/// <summary>The network that a plan asks for, and the batches it reads.</summary>
public static class WindowBatch
{
    /// <summary>The network's shape.</summary>
    public static NetworkSpec NetworkFor(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return new()
        {
            InputSize = plan.Patch * plan.Channels,
            Hidden = plan.Hidden,
            Layers = plan.Layers,
            Head = new QuantileHeadSpec
            {
                Horizon = plan.Horizon,
                Quantiles = plan.Quantiles.Count,
                Location = plan.Location,
                Alternatives = AlternativeForecasts.Count(plan),
                SkipSize = plan.Skip ? plan.Lookback : 0,
                InitialScale = plan.Scaling == ScalingKind.Local ? 0.1 : 1,
            },
        };
    }

    /// <summary>The size of a batch of up to <paramref name="capacity"/> windows.</summary>
    public static BatchShape ShapeFor(Plan plan, int capacity) => BatchShape.For(NetworkFor(plan), capacity, plan.Steps, plan.Horizon);

    /// <summary>Copies a window into row <paramref name="row"/>, no input larger than <paramref name="largest"/>.</summary>
    public static void Copy(Plan plan, Window window, Batch<float> batch, int row, float largest = 20)
    {
        int width = plan.Patch * plan.Channels;
        for (int step = 0; step < plan.Steps; step++)
            Clip(window.Inputs.AsSpan(step * width, width), batch.InputsAt(step, row), largest);
        Clip(window.Alternatives, batch.AlternativesOf(row), largest);
        Clip(window.Skip, batch.SkipOf(row), largest);
    }

    private static void Clip(ReadOnlySpan<float> source, Span<float> destination, float largest)
    {
        for (int i = 0; i < source.Length; i++) destination[i] = Math.Clamp(source[i], -largest, largest);
    }
}

using System.Collections.Concurrent;
using LstmService.Engine;

namespace LstmService.Forecasting.Pipeline;

/// <summary>What an ensemble says of one window, in transformed units.</summary>
/// <param name="Point">[horizon]: the median, or the mean under the squared loss.</param>
/// <param name="Offsets">[horizon, quantile]: quantiles minus the point, ascending.</param>
/// <param name="Scale">The window's unit.</param>
public sealed record LatentForecast(double[] Point, double[] Offsets, double Scale)
{
    /// <summary>The offsets of one step.</summary>
    public ReadOnlyMemory<double> OffsetsAt(int step) => Offsets.AsMemory(step * (Offsets.Length / Point.Length), Offsets.Length / Point.Length);
}

/// <summary>Networks of one plan and different seeds; their mean quantiles are the answer (Lichtendahl et al. 2013). Safe to share by threads.</summary>
public sealed class Ensemble
{
    private readonly Plan _plan;
    private readonly WindowEncoder _encoder;
    private readonly ConcurrentBag<Scratch> _scratch = [];

    /// <summary>An ensemble of <paramref name="members"/>, at least one.</summary>
    public Ensemble(Plan plan, GlobalScale global, IReadOnlyList<Network<float>> members)
    {
        (_plan, Members, Global) = (plan, members, global);
        _encoder = new WindowEncoder(plan, global);
    }

    /// <summary>The networks.</summary>
    public IReadOnlyList<Network<float>> Members { get; }

    /// <summary>The scaling they were trained under, where it is not local.</summary>
    public GlobalScale Global { get; }

    /// <summary>What the networks say at <paramref name="origin"/>, from the points before it.</summary>
    public LatentForecast Predict(EncodedSeries series, int origin)
    {
        Scratch scratch = _scratch.TryTake(out Scratch? free) ? free : new Scratch(_plan, Members[0]);
        _encoder.Encode(series, origin, scratch.Window);
        WindowBatch.Copy(_plan, scratch.Window, scratch.Batch, 0);
        double[] mean = new double[_plan.Horizon * _plan.Quantiles.Count];
        foreach (Network<float> member in Members)
            WindowBatch.AddAnswer(_plan, member, scratch.Workspace, scratch.Batch, Members.Count, mean);
        LatentForecast forecast = Latent(mean, scratch.Window);
        for (int k = 0; k < _plan.Horizon && series.Covariates is not null; k++) forecast.Point[k] += series.Covariates.EffectAt(origin + k);
        _scratch.Add(scratch);
        return forecast;
    }

    private LatentForecast Latent(double[] outputs, Window window)
    {
        int count = _plan.Quantiles.Count, median = count / 2;
        double[] point = new double[_plan.Horizon];
        for (int k = 0; k < _plan.Horizon; k++)
        {
            Span<double> row = outputs.AsSpan(k * count, count);
            row.Sort(); // quantiles that cross are put in order (Chernozhukov, Fernández-Val and Galichon 2010)
            double middle = row[median];
            point[k] = window.Anchor[k] + window.Scale * middle;
            for (int q = 0; q < count; q++) row[q] = (row[q] - middle) * window.Scale;
        }
        return new(point, outputs, window.Scale);
    }

    private sealed class Scratch(Plan plan, Network<float> network)
    {
        public Window Window { get; } = new(plan);
        public Batch<float> Batch { get; } = new(WindowBatch.ShapeFor(plan, 1));
        public Workspace<float> Workspace { get; } = new(network, 1, plan.Steps);
    }
}

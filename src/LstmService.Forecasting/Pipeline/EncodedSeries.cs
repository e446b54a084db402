using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Evaluation;

namespace LstmService.Forecasting.Pipeline;

/// <summary>A series as the windows are cut from it: transformed, filled, with the units its errors are weighed in.</summary>
public sealed class EncodedSeries
{
    /// <summary>Transforms and fills <paramref name="values"/>, by the transform given or the plan's; takes the linear part of the covariates out.</summary>
    public EncodedSeries(double[] values, Plan plan, ValueTransform? transform = null, CovariateChannels? covariates = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentNullException.ThrowIfNull(plan);
        Values = values;
        Transform = transform ?? (plan.Transform is { } kind ? ValueTransform.For(kind, values) : ValueTransform.Choose(values));
        double[] transformed = new double[values.Length];
        for (int t = 0; t < values.Length; t++)
            transformed[t] = double.IsNaN(values[t]) ? double.NaN : Transform.Forward(values[t]) - (covariates?.EffectAt(t) ?? 0);
        Covariates = covariates;
        Filled = MissingValues.Fill(transformed, plan.Season);
        AbsoluteScale = Metrics.SeasonalScale(values, plan.Season) ?? 0;
    }

    /// <summary>The values as observed; NaN where none was.</summary>
    public double[] Values { get; }

    /// <summary>The transform of this series.</summary>
    public ValueTransform Transform { get; }

    /// <summary>What is known beside the values; null where the model has no covariates.</summary>
    public CovariateChannels? Covariates { get; }

    /// <summary>Transformed, without NaN, and without what the linear part says of the covariates.</summary>
    public double[] Filled { get; }

    /// <summary>The unit of MASE; 0 where the series does not move.</summary>
    public double AbsoluteScale { get; }

    /// <summary>Points in the series.</summary>
    public int Length => Values.Length;
}

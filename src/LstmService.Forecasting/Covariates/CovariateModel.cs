using LstmService.Forecasting.Data;
using LstmService.Forecasting.Evaluation;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Covariates;

/// <summary>What a predictor keeps of its covariates.</summary>
/// <param name="Coding">How they become numbers.</param>
/// <param name="Regression">The linear part; null where it was not worth it.</param>
public sealed record CovariateModel(CovariateCoding Coding, CovariateRegression? Regression)
{
    /// <summary>The channels of a history and of <paramref name="ahead"/> steps after it.</summary>
    public CovariateChannels Encode(TimeSeries history, int ahead) => Coding.Encode(history, ahead).With(Regression);
}

/// <summary>The covariates of a training: of every series, for the judged networks and for the published ones.</summary>
internal sealed class TrainingCovariates
{
    private const double LeastGain = 0.01;
    private const int MostJudged = 200; // series

    private readonly CovariateCoding _coding;
    private readonly CovariateChannels[] _plain;

    private TrainingCovariates(CovariateCoding coding, CovariateChannels[] plain) =>
        (_coding, _plain, Judged, Published, Model) = (coding, plain, plain, plain, new(coding, null));

    /// <summary>[series]: what networks that are judged may know.</summary>
    public CovariateChannels[] Judged { get; private set; }
    /// <summary>[series]: what published networks know.</summary>
    public CovariateChannels[] Published { get; private set; }
    /// <summary>What is published.</summary>
    public CovariateModel Model { get; private set; }
    /// <summary>What was chosen, in words; null where there was nothing to choose.</summary>
    public string? Reason { get; private set; }

    /// <summary>Null where the series have no covariates and there is no calendar.</summary>
    public static TrainingCovariates? Of(TrainingRequest request, Plan plan)
    {
        if (CovariateCoding.Learn(request.Series, request.Calendar) is not { } coding) return null;
        return new(coding, [.. request.Series.Select(s => coding.Encode(s, plan.Horizon))]);
    }

    /// <summary>The plan with room for the covariates.</summary>
    public Plan Widen(Plan plan) => plan with
    {
        KnownChannels = _coding.KnownWidth,
        PastChannels = _coding.PastWidth,
        StaticChannels = _coding.StaticWidth,
    };

    /// <summary>
    /// Keeps a linear part where it brings what the networks start from, the anchor, nearer to what happened at the rolling
    /// origins; without origins, where it said more than nothing of blocks it had not seen.
    /// </summary>
    public void ChooseLinearPart(double[][] series, Plan plan, RollingOrigins? origins)
    {
        if (_coding.LinearWidth == 0 || plan.Loss == LossKind.NegativeBinomial) return; // counts are not shifted
        CovariateRegression? published = Learn(series, plan);
        if (published is null)
        {
            Reason = "no linear part for the covariates: on blocks of time that were left out in turn it said less than nothing";
            return;
        }
        if (origins is null)
        {
            Use(null, published);
            return;
        }
        CovariateRegression? judged = Learn([.. series.Select(s => Backtest.Known(s, origins))], plan);
        double with = AnchorError(series, plan, origins, judged), without = AnchorError(series, plan, origins, null);
        double gain = without > 0 ? 1 - with / without : 0;
        if (judged is not null && gain >= LeastGain)
        {
            Use(judged, published);
            Reason = $"a linear part for the covariates: on the rolling origins it takes {100 * gain:0}% off the error that the networks start from";
        }
        else
        {
            Reason = "no linear part for the covariates: on the rolling origins it would not have helped; the networks read them all the same";
        }
    }

    private void Use(CovariateRegression? judged, CovariateRegression published)
    {
        Judged = [.. _plain.Select(c => c.With(judged))];
        Published = [.. _plain.Select(c => c.With(published))];
        Model = new(_coding, published);
    }

    private CovariateRegression? Learn(double[][] series, Plan plan) => CovariateRegression.Learn(
        [.. series.Zip(_plain).Where(p => p.First.Length > 0).Select(p => new EncodedSeries(p.First, plan, covariates: p.Second))], plan.Season);

    private double AnchorError(double[][] series, Plan plan, RollingOrigins origins, CovariateRegression? regression)
    {
        WindowEncoder encoder = new(plan, new(0, 1));
        Window window = new(plan);
        double error = 0;
        int every = (series.Length + MostJudged - 1) / MostJudged;
        for (int i = 0; i < series.Length; i += every)
        {
            double[] known = Backtest.Known(series[i], origins);
            if (known.Length == 0) continue;
            CovariateChannels channels = _plain[i].With(regression);
            ValueTransform transform = new EncodedSeries(known, plan, covariates: channels).Transform;
            EncodedSeries whole = new(series[i], plan, transform, channels);
            for (int o = 0; o < origins.Count; o++)
            {
                int origin = origins.Origin(series[i].Length, o);
                encoder.Encode(whole, origin, window);
                for (int k = 0; k < origins.Horizon && origin + k < series[i].Length; k++)
                    if (!double.IsNaN(series[i][origin + k]))
                        error += Math.Abs(transform.Forward(series[i][origin + k]) - window.Anchor[k] - channels.EffectAt(origin + k));
            }
        }
        return error;
    }
}

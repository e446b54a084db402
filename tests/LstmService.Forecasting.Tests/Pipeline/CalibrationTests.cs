using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Tests.Pipeline;

public class CalibrationTests
{
    [Fact]
    public void IntervalsFromPastErrorsHoldAsOftenAsTheyPromise()
    {
        // errors that grow with the step, and have heavier tails than the normal distribution
        List<PastError> past = Errors(1, 3_000, 6), later = Errors(2, 3_000, 6);
        Calibration calibration = Calibration.Learn(PlanRules.QuantileGrid, 6, 0, 1_000, past);
        Assert.InRange(Held(calibration, later, 1, 9), 0.88, 0.94); // 90%: 0.05 and 0.95
        Assert.InRange(Held(calibration, later, 2, 8), 0.78, 0.88); // 80%
    }

    [Fact]
    public void AHeadThatPromisedTooMuchIsStretched()
    {
        double[] narrow = [.. Spread.Scores(PlanRules.QuantileGrid).Select(s => 0.4 * s)];
        List<PastError> errors = [.. Errors(3, 2_000, 1).Select(e => e with { Offsets = narrow })];
        Calibration calibration = Calibration.Learn(PlanRules.QuantileGrid, 1, 1, 1_000, errors);
        Assert.All(calibration.Stretch.Where((_, q) => q is 1 or 9), s => Assert.True(s > 1.5, $"stretch was {s}"));
        Assert.InRange(Held(calibration, errors, 1, 9), 0.88, 0.94);
    }

    [Fact]
    public void AHeadThatWasTooCarefulIsNotShrunk()
    {
        double[] wide = [.. Spread.Scores(PlanRules.QuantileGrid).Select(s => 9 * s)];
        List<PastError> errors = [.. Errors(4, 500, 1).Select(e => e with { Offsets = wide })];
        Assert.All(Calibration.Learn(PlanRules.QuantileGrid, 1, 1, 1e9, errors).Stretch, s => Assert.Equal(1, s, 4));
    }

    [Fact]
    public void TheSizeOfErrorsNeverFallsWithTheStep()
    {
        Calibration calibration = Calibration.Learn(PlanRules.QuantileGrid, 12, 0, 1_000, Errors(5, 40, 12));
        Assert.Equal(calibration.ErrorSize!.Order(), calibration.ErrorSize);
    }

    [Fact]
    public void OneErrorThatBrokeAllBoundsDoesNotWidenAllIntervals()
    {
        List<PastError> errors = Errors(6, 2_000, 1);
        double before = Calibration.Learn(PlanRules.QuantileGrid, 1, 0, 1_000, errors).ErrorSize![0];
        errors[7] = errors[7] with { Error = 1_000 * errors[7].Scale };
        Assert.InRange(Calibration.Learn(PlanRules.QuantileGrid, 1, 0, 1_000, errors).ErrorSize![0] / before, 1, 2);
    }

    [Fact]
    public void HalfOfTheSpreadIsTheHeadsWhereFewSeriesTaughtIt()
    {
        double[] scores = Spread.Scores(PlanRules.QuantileGrid), offsets = new double[scores.Length];
        Calibration calibration = new() { Quantiles = PlanRules.QuantileGrid, ErrorSize = [3], HeadShare = 0.5, Stretch = [.. scores.Select(_ => 1.0)], Errors = 1 };
        calibration.Fill(0, 2, [.. scores.Select(s => 4 * s)], scores, offsets);
        Assert.Equal(5 * scores[9], offsets[9], 9); // the mean of 3 in units of 2, and 4
    }

    [Fact]
    public void FewIndependentWindowsWidenTheTailsAsStudentsT()
    {
        List<PastError> errors = Errors(7, 2_000, 1);
        Calibration many = Calibration.Learn(PlanRules.QuantileGrid, 1, 0, 1e6, errors), few = Calibration.Learn(PlanRules.QuantileGrid, 1, 0, 2, errors);
        Assert.Equal(1.3968 / 1.2816, few.Stretch[8] / many.Stretch[8], 2); // the 90% quantiles of 8 degrees of freedom and of the normal distribution
        Assert.Equal(2.3060 / 1.9600, few.Stretch[10] / many.Stretch[10], 2);
    }

    private static double Held(Calibration calibration, List<PastError> errors, int low, int high)
    {
        double[] scores = Spread.Scores(PlanRules.QuantileGrid), offsets = new double[scores.Length];
        int held = 0;
        foreach (PastError error in errors)
        {
            calibration.Fill(error.Step, error.Scale, error.Offsets.Span, scores, offsets);
            if (error.Error >= offsets[low] && error.Error <= offsets[high]) held++;
        }
        return held / (double)errors.Count;
    }

    private static List<PastError> Errors(ulong seed, int count, int horizon)
    {
        Engine.Xoshiro256 random = new(seed);
        List<PastError> errors = [];
        for (int i = 0; i < count; i++)
        {
            int step = i % horizon;
            double scale = 0.5 + random.NextDouble(), noise = random.NextGaussian() * (random.NextDouble() < 0.1 ? 3 : 1);
            errors.Add(new(i % 5, step, scale * Math.Sqrt(step + 1) * noise, scale, ReadOnlyMemory<double>.Empty));
        }
        return errors;
    }
}

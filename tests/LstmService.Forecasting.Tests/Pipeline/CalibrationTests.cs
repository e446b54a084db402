using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Tests.Pipeline;

public class CalibrationTests
{
    [Fact]
    public void IntervalsFromPastErrorsHoldAsOftenAsTheyPromise()
    {
        // errors that grow with the step, and have heavier tails than the normal distribution
        List<PastError> past = Errors(1, 3_000, 6), later = Errors(2, 3_000, 6);
        Calibration calibration = Calibration.Learn(PlanRules.QuantileGrid, 6, useHead: false, past);
        Assert.InRange(Held(calibration, later, 1, 9), 0.88, 0.94); // 90%: 0.05 and 0.95
        Assert.InRange(Held(calibration, later, 2, 8), 0.78, 0.88); // 80%
    }

    [Fact]
    public void AHeadThatPromisedTooMuchIsStretched()
    {
        double[] narrow = [.. Spread.Scores(PlanRules.QuantileGrid).Select(s => 0.4 * s)];
        List<PastError> errors = [.. Errors(3, 2_000, 1).Select(e => e with { Offsets = narrow })];
        Calibration calibration = Calibration.Learn(PlanRules.QuantileGrid, 1, useHead: true, errors);
        Assert.All(calibration.Stretch.Where((_, q) => q is 1 or 9), s => Assert.True(s > 1.5, $"stretch was {s}"));
        Assert.InRange(Held(calibration, errors, 1, 9), 0.88, 0.94);
    }

    [Fact]
    public void AHeadThatWasTooCarefulIsNotShrunk()
    {
        double[] wide = [.. Spread.Scores(PlanRules.QuantileGrid).Select(s => 9 * s)];
        List<PastError> errors = [.. Errors(4, 500, 1).Select(e => e with { Offsets = wide })];
        Assert.All(Calibration.Learn(PlanRules.QuantileGrid, 1, useHead: true, errors).Stretch, s => Assert.Equal(1, s));
    }

    [Fact]
    public void TheSizeOfErrorsNeverFallsWithTheStep()
    {
        Calibration calibration = Calibration.Learn(PlanRules.QuantileGrid, 12, useHead: false, Errors(5, 40, 12));
        Assert.Equal(calibration.ErrorSize!.Order(), calibration.ErrorSize);
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

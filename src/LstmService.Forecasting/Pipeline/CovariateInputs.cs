using LstmService.Forecasting.Covariates;

namespace LstmService.Forecasting.Pipeline;

/// <summary>
/// Writes covariates into a window: past and static channels and known ones beside every past point, known ones a second time one
/// horizon ahead of it, so that what lies ahead passes through the network, and known ones step by step of the horizon.
/// </summary>
internal static class CovariateInputs
{
    public static void Write(Plan plan, CovariateChannels covariates, int origin, Window window)
    {
        for (int k = 0; k < plan.Horizon; k++) covariates.KnownAt(origin + k).CopyTo(window.Future.AsSpan(k * plan.KnownChannels));
        int first = origin - plan.Lookback, points = plan.Patch / plan.CovariateSlots;
        float share = 1f / points;
        for (int step = 0; step < plan.Steps; step++)
        {
            Span<float> slots = window.Inputs.AsSpan(step * plan.StepInputs + plan.Patch * plan.Channels, plan.CovariateSlots * plan.CovariateInputs);
            slots.Clear();
            for (int p = 0; p < plan.Patch; p++)
            {
                int t = first + step * plan.Patch + p;
                if (t < 0) continue; // before the series: nothing is known
                Span<float> slot = slots.Slice(p / points * plan.CovariateInputs, plan.CovariateInputs);
                Add(covariates.PastAt(t), share, slot);
                Add(covariates.KnownAt(t), share, slot[covariates.PastWidth..]);
                Add(covariates.KnownAt(t + plan.Horizon), share, slot[(covariates.PastWidth + plan.KnownChannels)..]);
            }
        }
        if (window.Skip.Length > plan.Lookback) WriteSkip(plan, covariates, first, window.Skip.AsSpan(plan.Lookback));
    }

    private static void WriteSkip(Plan plan, CovariateChannels covariates, int first, Span<float> skip)
    {
        skip.Clear();
        for (int i = 0; i < plan.Lookback; i++)
            if (first + i >= 0) covariates.PastAt(first + i)[..plan.PastChannels].CopyTo(skip[(i * plan.PastChannels)..]);
    }

    private static void Add(ReadOnlySpan<float> values, float share, Span<float> sums)
    {
        for (int c = 0; c < values.Length; c++) sums[c] += values[c] * share;
    }
}

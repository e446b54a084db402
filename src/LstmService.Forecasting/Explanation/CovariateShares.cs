using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting.Explanation;

/// <summary>What a covariate did at one time.</summary>
/// <param name="Point">The time's place counted from the history's first point; beyond its end lie the times ahead.</param>
/// <param name="Name">The column, or <c>calendar</c>.</param>
/// <param name="Relevance">In units of the window.</param>
internal readonly record struct CovariateRelevance(int Point, string Name, double Relevance);

/// <summary>
/// Hands what <see cref="CovariateInputs"/> wrote into a window back to columns and times. A covariate whose code is 0 says nothing out
/// of the ordinary: a number at its median, no category, no special day. What never changes stands at the last point.
/// </summary>
internal sealed class CovariateShares
{
    private readonly Plan _plan;
    private readonly CovariateChannels _channels;
    private readonly int _origin;
    private readonly int _step;
    private readonly string[] _known;
    private readonly string[] _past;
    private readonly Dictionary<(int Point, string Name), double> _sums = [];

    public CovariateShares(Plan plan, CovariateCoding coding, CovariateChannels channels, int origin, int step)
    {
        (_plan, _channels, _origin, _step) = (plan, channels, origin, step);
        _known = [.. Names(coding, CovariateRole.Known)];
        _known = [.. _known, .. Enumerable.Repeat("calendar", coding.KnownWidth - _known.Length)];
        _past = [.. Names(coding, CovariateRole.Past), .. Names(coding, CovariateRole.Static)];
    }

    private int Points => _plan.Patch / _plan.CovariateSlots;

    private int FirstAlternative => AlternativeForecasts.Forecasts(_plan);

    /// <summary>Lets every covariate say nothing out of the ordinary; what a decoder reads of the times ahead stays.</summary>
    public void Clear(Window window)
    {
        for (int step = 0; step < _plan.Steps; step++)
            window.Inputs.AsSpan(InputOf(step, 0), _plan.CovariateSlots * _plan.CovariateInputs).Clear();
        if (window.Skip.Length > _plan.Lookback) window.Skip.AsSpan(_plan.Lookback).Clear();
        for (int a = FirstAlternative; a < window.AlternativeCount; a++) window.Alternatives[_step * window.AlternativeCount + a] = 0;
    }

    /// <summary>The relevance of every column at every time where it has some, in the order of the columns and times.</summary>
    public IReadOnlyList<CovariateRelevance> Attribute(ReadOnlySpan<double> inputs, ReadOnlySpan<double> alternatives, ReadOnlySpan<double> skip)
    {
        _sums.Clear();
        for (int slot = 0; slot < _plan.Steps * _plan.CovariateSlots; slot++)
        {
            int at = InputOf(slot / _plan.CovariateSlots, slot % _plan.CovariateSlots), first = _origin - _plan.Lookback + slot * Points;
            AddSlot(inputs.Slice(at, _past.Length), first, 0, _past, _channels.PastAt);
            AddSlot(inputs.Slice(at + _past.Length, _known.Length), first, 0, _known, _channels.KnownAt);
            AddSlot(inputs.Slice(at + _past.Length + _known.Length, _known.Length), first, _plan.Horizon, _known, _channels.KnownAt);
        }
        for (int i = _plan.Lookback; i < skip.Length; i++)
            Add(_origin - _plan.Lookback + (i - _plan.Lookback) / _plan.PastChannels, _past[(i - _plan.Lookback) % _plan.PastChannels], skip[i]);
        for (int a = FirstAlternative; a < alternatives.Length; a++) Add(_origin + _step, _known[a - FirstAlternative], alternatives[a]);
        return [.. _sums.Where(sum => sum.Value != 0).Select(sum => new CovariateRelevance(sum.Key.Point, sum.Key.Name, sum.Value))
            .OrderBy(one => one.Name, StringComparer.Ordinal).ThenBy(one => one.Point)];
    }

    /// <summary>The times of a slot share what its mean took, each by what it put in.</summary>
    private void AddSlot(ReadOnlySpan<double> relevance, int first, int ahead, string[] names, Channels at)
    {
        // beyond what is known the last channels are repeated
        int[] times = [.. Enumerable.Range(first, Points).Where(t => t >= 0).Select(t => Math.Min(t + ahead, _channels.Length - 1))];
        for (int c = 0; c < relevance.Length; c++)
        {
            bool isStatic = names == _past && c >= _plan.PastChannels;
            double sum = 0;
            foreach (int t in times) sum += at(t)[c];
            foreach (int t in times)
                if (sum != 0) Add(isStatic ? _origin - 1 : t, names[c], relevance[c] * at(t)[c] / sum);
        }
    }

    private void Add(int point, string name, double relevance) => _sums[(point, name)] = _sums.GetValueOrDefault((point, name)) + relevance;

    private int InputOf(int step, int slot) => step * _plan.StepInputs + _plan.Patch * _plan.Channels + slot * _plan.CovariateInputs;

    private static IEnumerable<string> Names(CovariateCoding coding, CovariateRole role) =>
        coding.Columns.Where(c => c.Role == role).SelectMany(c => Enumerable.Repeat(c.Name, c.Width));

    private delegate ReadOnlySpan<float> Channels(int t);
}

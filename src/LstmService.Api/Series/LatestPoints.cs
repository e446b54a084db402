using System.Buffers;
using System.Collections;
using LstmService.Api.Series.Csv;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;

namespace LstmService.Api.Series;

/// <summary>
/// What is kept of an upload that holds more than a training takes: of every series the latest points. In whatever order they
/// were uploaded, their times tell from which on: sorted, or, of a series too long for memory, by a histogram of them.
/// </summary>
internal static class LatestPoints
{
    private const int Bins = 1 << 16;
    private const double EnoughOfAll = 0.99;
    private const int MostInMemory = 1 << 20;

    /// <summary>The most points of one series such that all of them together are no more than <paramref name="most"/>.</summary>
    public static int Allowance(IEnumerable<int> counts, long most)
    {
        int[] ascending = [.. counts.Order()];
        for (int i = 0; i < ascending.Length; i++)
        {
            long share = most / (ascending.Length - i); // what each of those that are left may have
            if (ascending[i] > share) return (int)share;
            most -= ascending[i];
        }
        return int.MaxValue;
    }

    /// <summary>At most <paramref name="most"/> points of a series, the latest.</summary>
    /// <param name="track">The series.</param>
    /// <param name="times">How its times were read; null where it has none, and the last rows are the latest.</param>
    /// <param name="most">How many.</param>
    /// <param name="mostInMemory">The most points that are sorted.</param>
    public static PointSelection Of(Track track, TimeColumn? times, int most, int mostInMemory = MostInMemory)
    {
        int count = track.Count;
        if (count <= most) return PointSelection.All(count);
        if (times is null) return LastRows(count, most);
        return count <= mostInMemory ? OfCodes(track, times, most) : OfHistogram(track, times, most);
    }

    /// <summary>The same of a series in memory.</summary>
    public static PointSelection Of(RawSeries series, int most)
    {
        int count = series.Values.Count;
        if (count <= most) return PointSelection.All(count);
        if (series.Times is { } times) return OfCodes([.. times.Select(TimeCode.Of)], most);
        return series.Positions is { } positions ? OfCodes([.. positions], most) : LastRows(count, most);
    }

    /// <summary>The series with at most <paramref name="most"/> points, the latest; without times of their own they stay where they are, the others missing.</summary>
    public static RawSeries Cut(RawSeries series, int most)
    {
        PointSelection kept = Of(series, most);
        if (kept.Mask is null) return series;
        if (series is { Times: null, Positions: null })
            return series.With([.. series.Values.Select((value, i) => kept.Holds(i) ? value : double.NaN)]);
        int[] sources = [.. Enumerable.Range(0, series.Values.Count).Where(kept.Holds)];
        int ahead = series.Values.Count - sources.Length; // what is known beyond the last row moves up
        return new()
        {
            Id = series.Id,
            Times = series.Times is { } times ? [.. sources.Select(i => times[i])] : null,
            Positions = series.Positions is { } positions ? [.. sources.Select(i => positions[i])] : null,
            Values = [.. sources.Select(i => series.Values[i])],
            Covariates = [.. series.Covariates.Select(c => c.Role == CovariateRole.Static ? c : c.Pick(
                Math.Max(sources.Length, c.Length - ahead), i => i >= sources.Length ? i + ahead : sources[i] < c.Length ? sources[i] : -1))],
        };
    }

    private static PointSelection LastRows(int count, int most)
    {
        BitArray mask = new(count);
        for (int i = count - most; i < count; i++) mask[i] = true;
        return new(most, mask);
    }

    private static PointSelection OfCodes(Track track, TimeColumn times, int most)
    {
        long[] rented = ArrayPool<long>.Shared.Rent(track.Count);
        Span<long> codes = rented.AsSpan(0, track.Count);
        track.VisitCodes((start, block) => block.CopyTo(rented.AsSpan(start)));
        times.Resolve(codes);
        PointSelection kept = OfCodes(codes, most);
        ArrayPool<long>.Shared.Return(rented);
        return kept;
    }

    private static PointSelection OfCodes(ReadOnlySpan<long> codes, int most)
    {
        long[] sorted = ArrayPool<long>.Shared.Rent(codes.Length); // of thousands of series, one after the other
        codes.CopyTo(sorted);
        Array.Sort(sorted, 0, codes.Length);
        long before = sorted[codes.Length - most - 1]; // the latest that is too much
        ArrayPool<long>.Shared.Return(sorted);
        BitArray mask = new(codes.Length);
        int kept = 0;
        for (int i = 0; i < codes.Length; i++)
        {
            if (codes[i] <= before) continue;
            mask[i] = true;
            kept++;
        }
        return kept > 0 ? new(kept, mask) : LastRows(codes.Length, most);
    }

    private static PointSelection OfHistogram(Track track, TimeColumn times, int most)
    {
        if (FirstKept(track, times, most) is not { } from) return LastRows(track.Count, most);
        BitArray mask = new(track.Count);
        int kept = 0;
        Visit(track, times, (i, code) =>
        {
            if (code < from) return;
            mask[i] = true;
            kept++;
        });
        return new(kept, mask);
    }

    /// <summary>
    /// A code such that no more than <paramref name="most"/> points have it or a later one, and not many fewer; null where more
    /// than that share the latest.
    /// </summary>
    private static long? FirstKept(Track track, TimeColumn times, int most)
    {
        (long low, long high) = (long.MaxValue, long.MinValue);
        Visit(track, times, (_, code) => (low, high) = (Math.Min(low, code), Math.Max(high, code)));
        int kept = 0, bin;
        ulong width;
        do
        {
            width = (ulong)(high - low) / Bins + 1; // differences of any two codes fit without their sign
            int[] counts = new int[Bins];
            Visit(track, times, (_, code) =>
            {
                if (code >= low && code <= high) counts[(int)((ulong)(code - low) / width)]++;
            });
            for (bin = Bins - 1; kept + counts[bin] <= most; bin--) kept += counts[bin];
            low += (long)((ulong)bin * width); // the boundary lies in this bin
            if ((ulong)(high - low) >= width) high = low + (long)(width - 1);
        }
        while (width > 1 && kept < EnoughOfAll * most);
        return kept > 0 ? high + 1 : null;
    }

    private static void Visit(Track track, TimeColumn times, Action<int, long> visit)
    {
        long[] codes = new long[Columns.Column<long>.BlockLength];
        track.VisitCodes((start, block) =>
        {
            block.CopyTo(codes);
            times.Resolve(codes.AsSpan(0, block.Length));
            for (int i = 0; i < block.Length; i++) visit(start + i, codes[i]);
        });
    }
}

using System.Collections;
using LstmService.Forecasting.Data;

namespace LstmService.Api.Series;

/// <summary>Series that are made when they are asked for; where they do not all fit into memory, made anew each time.</summary>
internal sealed class SeriesList(int count, Func<int, RawSeries> make, bool isLarge) : IReadOnlyList<RawSeries>
{
    private readonly RawSeries?[] made = new RawSeries?[isLarge ? 0 : count];

    public int Count => count;

    public RawSeries this[int index] => isLarge ? make(index) : made[index] ??= make(index);

    public IEnumerator<RawSeries> GetEnumerator()
    {
        for (int i = 0; i < count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

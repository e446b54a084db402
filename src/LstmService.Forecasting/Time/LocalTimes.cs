using System.Collections;
using NodaTime;

namespace LstmService.Forecasting.Time;

/// <summary>Local times that take eight bytes each: ticks as <see cref="TimeGrid"/> counts them.</summary>
internal sealed class LocalTimes(long[] ticks) : IReadOnlyList<LocalDateTime>
{
    public int Count => ticks.Length;

    public LocalDateTime this[int index] => TimeGrid.TimeOf(ticks[index]);

    public IEnumerator<LocalDateTime> GetEnumerator()
    {
        foreach (long one in ticks) yield return TimeGrid.TimeOf(one);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

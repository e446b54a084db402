using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace LstmService.Forecasting;

/// <summary>
/// A value for each of a few names, which many of these share: the levels of an answer are the same at each of its steps, and a
/// hash table a step would be most of the answer's memory.
/// </summary>
/// <param name="names">Distinct.</param>
/// <param name="values">One for each name.</param>
internal sealed class NamedValues<T>(string[] names, T[] values) : IReadOnlyDictionary<string, T>
{
    public int Count => names.Length;

    public IEnumerable<string> Keys => names;

    public IEnumerable<T> Values => values;

    public T this[string key] => TryGetValue(key, out T? value) ? value : throw new KeyNotFoundException($"there is no {key}, only {string.Join(", ", names)}");

    public bool ContainsKey(string key) => Array.IndexOf(names, key) >= 0;

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out T value)
    {
        int at = Array.IndexOf(names, key);
        value = at >= 0 ? values[at] : default;
        return at >= 0;
    }

    public IEnumerator<KeyValuePair<string, T>> GetEnumerator()
    {
        for (int i = 0; i < names.Length; i++) yield return new(names[i], values[i]);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

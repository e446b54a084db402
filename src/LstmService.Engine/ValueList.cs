using System.Collections;
using System.Runtime.CompilerServices;

namespace LstmService.Engine;

/// <summary>A list that never changes and equals any other with the same elements, as a record needs.</summary>
[CollectionBuilder(typeof(ValueList), nameof(ValueList.Create))]
public sealed class ValueList<T> : IReadOnlyList<T>, IEquatable<ValueList<T>>
{
    private readonly T[] _elements;

    internal ValueList(ReadOnlySpan<T> elements) => _elements = elements.ToArray();

    /// <inheritdoc />
    public int Count => _elements.Length;

    /// <inheritdoc />
    public T this[int index] => _elements[index];

    /// <inheritdoc />
    public bool Equals(ValueList<T>? other) => other is not null && _elements.AsSpan().SequenceEqual(other._elements);

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as ValueList<T>);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (T element in _elements)
            hash.Add(element);
        return hash.ToHashCode();
    }

    /// <inheritdoc />
    public override string ToString() => $"[{string.Join(", ", _elements)}]";

    /// <inheritdoc />
    public IEnumerator<T> GetEnumerator() => ((IEnumerable<T>)_elements).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => _elements.GetEnumerator();
}

/// <summary>Makes lists, so that <c>[1, 2, 4]</c> is one.</summary>
public static class ValueList
{
    /// <summary>A list of these elements.</summary>
    public static ValueList<T> Create<T>(ReadOnlySpan<T> elements) => new(elements);
}

using System.Runtime.InteropServices;

namespace LstmService.Api.Series.Columns;

/// <summary>A column whose first part may lie on disk.</summary>
internal abstract class Column
{
    /// <summary>Writes what is in memory to the end of the file and lets go of it.</summary>
    internal abstract void Spill(ScratchFile file);
}

/// <summary>Numbers in the order they were added.</summary>
internal sealed class Column<T>(ColumnStore store) : Column
    where T : unmanaged
{
    private const int FirstCapacity = 8;

    private static readonly int Size = System.Runtime.CompilerServices.Unsafe.SizeOf<T>();

    private T[] buffer = [];
    private int used;
    private List<(long Offset, int Count)>? extents;

    /// <summary>Numbers in all.</summary>
    public int Count { get; private set; }

    public void Add(T value)
    {
        if (used == buffer.Length) Grow();
        buffer[used++] = value;
        Count++;
    }

    /// <summary>All of them, in memory.</summary>
    public T[] ToArray()
    {
        T[] all = new T[Count];
        int at = 0;
        foreach ((long offset, int count) in extents ?? [])
        {
            store.File!.Read(offset, MemoryMarshal.AsBytes(all.AsSpan(at, count)));
            at += count;
        }
        buffer.AsSpan(0, used).CopyTo(all.AsSpan(at));
        return all;
    }

    /// <summary>The number at <paramref name="index"/>.</summary>
    public T At(int index)
    {
        foreach ((long offset, int count) in extents ?? [])
        {
            if (index < count)
            {
                Span<T> one = stackalloc T[1];
                store.File!.Read(offset + (long)index * Size, MemoryMarshal.AsBytes(one));
                return one[0];
            }
            index -= count;
        }
        return buffer.AsSpan(0, used)[index];
    }

    internal override void Spill(ScratchFile file)
    {
        if (used > 0) (extents ??= []).Add((file.Append(MemoryMarshal.AsBytes(buffer.AsSpan(0, used))), used));
        (buffer, used) = ([], 0);
    }

    private void Grow()
    {
        store.Take((long)Math.Max(FirstCapacity, buffer.Length) * Size); // may spill this column too
        Array.Resize(ref buffer, Math.Max(FirstCapacity, 2 * buffer.Length));
    }
}

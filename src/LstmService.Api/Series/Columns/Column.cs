using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LstmService.Api.Series.Columns;

/// <summary>A column whose first part may lie on disk.</summary>
internal abstract class Column
{
    /// <summary>Writes what is in memory to the end of the file; the bytes of memory that it keeps to go on.</summary>
    internal abstract long Spill(ScratchFile file);
}

/// <summary>Numbers in the order they were added.</summary>
internal sealed class Column<T>(ColumnStore store) : Column
    where T : unmanaged
{
    /// <summary>The most numbers that are shown at once.</summary>
    public const int BlockLength = 4096;

    private const int FirstCapacity = 8;
    private const int LargestKept = 64 * 1024; // bytes

    private static readonly int Size = Unsafe.SizeOf<T>();

    private T[] buffer = [];
    private int used, stored;
    private List<(long Offset, int Count)>? extents;

    /// <summary>Numbers in all.</summary>
    public int Count => stored + used;

    public void Add(T value)
    {
        if (used == buffer.Length) Grow();
        buffer[used++] = value;
    }

    /// <summary>The first of them; there must be one.</summary>
    public T First
    {
        get
        {
            if (extents is not [var (offset, _), ..]) return buffer.AsSpan(0, used)[0];
            Span<T> one = stackalloc T[1];
            store.File!.Read(offset, MemoryMarshal.AsBytes(one));
            return one[0];
        }
    }

    /// <summary>Shows all of them in blocks of at most <see cref="BlockLength"/>.</summary>
    public void Visit(BlockVisitor<T> visit)
    {
        T[] block = extents is null ? [] : new T[Math.Min(BlockLength, stored)];
        int at = 0;
        foreach ((long offset, int count) in extents ?? [])
        {
            for (int done = 0; done < count;)
            {
                Span<T> part = block.AsSpan(0, Math.Min(block.Length, count - done));
                store.File!.Read(offset + (long)done * Size, MemoryMarshal.AsBytes(part));
                visit(at, part);
                (done, at) = (done + part.Length, at + part.Length);
            }
        }
        for (int done = 0; done < used; done += BlockLength)
            visit(at + done, buffer.AsSpan(done, Math.Min(BlockLength, used - done)));
    }

    internal override long Spill(ScratchFile file)
    {
        if (used > 0) (extents ??= []).Add((file.Append(MemoryMarshal.AsBytes(buffer.AsSpan(0, used))), used));
        bool goesOn = 2 * used >= buffer.Length && buffer.Length * Size <= LargestKept; // a column that is being added to will be filled again
        if (!goesOn) buffer = [];
        stored += used;
        used = 0;
        return buffer.Length * Size;
    }

    private void Grow()
    {
        store.Take((long)Math.Max(FirstCapacity, buffer.Length) * Size); // may spill this column too
        if (used < buffer.Length) return;
        T[] larger = GC.AllocateUninitializedArray<T>(Math.Max(FirstCapacity, 2 * buffer.Length));
        buffer.AsSpan(0, used).CopyTo(larger);
        buffer = larger;
    }
}

namespace LstmService.Api.Series.Columns;

/// <summary>
/// The columns of one upload, all together in bounded memory: when their buffers grow beyond it, every column writes what it holds
/// to one scratch file and goes on. Rows that jump between many series therefore cost no more than rows that do not.
/// </summary>
internal sealed class ColumnStore(string? directory, long mostInMemory = ColumnStore.MostInMemory) : IDisposable
{
    private const long MostInMemory = 64L * 1024 * 1024;

    private readonly List<Column> columns = [];
    private long buffered;

    /// <summary>Is a part of the columns on disk?</summary>
    public bool HasSpilled => File is not null;

    internal ScratchFile? File { get; private set; }

    public Column<T> Create<T>()
        where T : unmanaged
    {
        Column<T> column = new(this);
        columns.Add(column);
        return column;
    }

    /// <summary>A column says that it is about to take more memory.</summary>
    internal void Take(long bytes)
    {
        if (buffered + bytes > mostInMemory && buffered > 0)
        {
            File ??= new ScratchFile(directory);
            buffered = columns.Sum(column => column.Spill(File));
        }
        buffered += bytes;
    }

    /// <summary>Lets go of all columns, to begin anew.</summary>
    public void Clear()
    {
        columns.Clear();
        buffered = 0;
        File?.Dispose();
        File = null;
    }

    public void Dispose() => File?.Dispose();
}

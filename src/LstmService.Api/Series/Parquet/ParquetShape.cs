using System.Buffers.Binary;
using LstmService.Api.Series.Bodies;

namespace LstmService.Api.Series.Parquet;

/// <summary>
/// Goes through what a Parquet file says of its schema, its columns and each page, before the library does. The library follows
/// whatever depth and length a file claims, and where the stack ends so does the process; so it is shown what was gone through, and
/// nothing else.
/// </summary>
internal sealed class ParquetShape
{
    private const int MostNesting = 16, Tail = 8, MostPageBytes = 256 * 1024 * 1024;

    private static readonly byte[] Magic = "PAR1"u8.ToArray();

    private readonly Spool _file;
    private readonly UploadLimits _limits;
    private readonly List<(long Start, long Values)> _chunks = [];
    private readonly List<(long Start, long End)> _ranges = [];

    private ParquetShape(Spool file, UploadLimits limits) => (_file, _limits) = (file, limits);

    /// <summary>The file as far as it was gone through, for the library to read.</summary>
    /// <exception cref="ParquetRefusedException">Something of it cannot be.</exception>
    public static Stream Open(Spool file, UploadLimits limits)
    {
        ParquetShape shape = new(file, limits);
        shape.ReadFooter();
        foreach ((long start, long values) in shape._chunks) shape.ReadPages(start, values);
        return new RangesStream(file.Open(), shape.Ranges());
    }

    private void ReadFooter()
    {
        byte[] tail = new byte[Tail];
        if (_file.Length < Magic.Length + Tail || _file.Read(_file.Length - Tail, tail) < Tail || !tail.AsSpan(4).SequenceEqual(Magic))
            throw new ParquetRefusedException("the file is no Parquet: it does not end with PAR1");
        long length = BinaryPrimitives.ReadUInt32LittleEndian(tail), start = _file.Length - Tail - length;
        if (start < Magic.Length) throw new ParquetRefusedException("the file is no Parquet that can be read: its footer is longer than the file");
        ThriftReader footer = new(_file, start, _file.Length - Tail);
        footer.ReadStructure((id, type) => (id, type) switch
        {
            (2, ThriftReader.List) => ReadSchema(footer),
            (4, ThriftReader.List) => ReadGroups(footer),
            _ => false,
        });
        _ranges.Add((0, Magic.Length));
        _ranges.Add((start, _file.Length));
    }

    // SchemaElement: 5 num_children; the elements stand in the order of a walk through the tree
    private bool ReadSchema(ThriftReader footer)
    {
        Stack<long> open = []; // the groups around an element, and how many each still has to hold
        long children = 0, columns = 0;
        footer.ReadStructures(
            (id, type) =>
            {
                if (id != 5 || type != ThriftReader.Integer) return false;
                children = footer.Number();
                return true;
            },
            () =>
            {
                while (open.TryPeek(out long none) && none == 0) open.Pop();
                if (open.TryPop(out long left)) open.Push(left - 1);
                if (children > 0) open.Push(children);
                if (open.Count > MostNesting) throw new ParquetRefusedException($"the schema is nested deeper than {MostNesting}: write plain columns of times, text and numbers");
                if (++columns > _limits.MaxColumns + 1L) throw new ParquetRefusedException($"a file must hold at most {_limits.MaxColumns} columns (MaxColumns)");
                children = 0;
            });
        return true;
    }

    // RowGroup: 1 columns; ColumnChunk: 3 meta_data; ColumnMetaData: 5 num_values, 9 data_page_offset, 11 dictionary_page_offset
    private bool ReadGroups(ThriftReader footer)
    {
        footer.ReadStructures((id, type) =>
        {
            if (id != 1 || type != ThriftReader.List) return false;
            footer.ReadStructures((inChunk, typeOf) =>
            {
                if (inChunk != 3 || typeOf != ThriftReader.Structure) return false;
                ReadChunk(footer);
                return true;
            });
            return true;
        });
        return true;
    }

    private void ReadChunk(ThriftReader footer)
    {
        long values = 0, data = 0, dictionary = 0;
        footer.ReadStructure((id, type) =>
        {
            if (type != ThriftReader.Long || id is not (5 or 9 or 11)) return false;
            long number = footer.Number();
            (values, data, dictionary) = id switch { 5 => (number, data, dictionary), 9 => (values, number, dictionary), _ => (values, data, number) };
            return true;
        });
        _chunks.Add((dictionary == 0 ? data : data == 0 ? dictionary : Math.Min(data, dictionary), values)); // as the library begins
    }

    // PageHeader: 2 uncompressed_page_size, 3 compressed_page_size, 5 data_page_header and 8 data_page_header_v2, each 1 num_values
    private void ReadPages(long start, long values)
    {
        if (start < 0 || start > _file.Length) throw new ParquetRefusedException("a column begins outside of the file");
        long at = start;
        for (long read = 0; read < values;)
        {
            long unfolded = 0, folded = 0, ofPage = 0;
            ThriftReader header = new(_file, at, _file.Length);
            header.ReadStructure((id, type) =>
            {
                if (type == ThriftReader.Integer && id is 2 or 3)
                {
                    long size = header.Number();
                    (unfolded, folded) = id == 2 ? (size, folded) : (unfolded, size);
                    return true;
                }
                if (type != ThriftReader.Structure || id is not (5 or 8)) return false;
                header.ReadStructure((inner, innerType) =>
                {
                    if (inner != 1 || innerType != ThriftReader.Integer) return false;
                    ofPage = header.Number();
                    return true;
                });
                return true;
            });
            if (folded < 0 || folded > _file.Length - header.Position || unfolded is < 0 or > MostPageBytes || ofPage < 0)
                throw new ParquetRefusedException($"a page must lie within the file and hold at most {MostPageBytes} bytes, one at {at} says {folded} and {unfolded}: write smaller pages");
            at = header.Position + folded;
            read += ofPage;
        }
        if (at > start) _ranges.Add((start, at));
    }

    private (long Start, long End)[] Ranges()
    {
        (long Start, long End)[] sorted = [.. _ranges.Order()];
        for (int i = 1; i < sorted.Length; i++)
            if (sorted[i].Start < sorted[i - 1].End) throw new ParquetRefusedException("two columns of the file lie one over the other: write it again");
        return sorted;
    }

    /// <summary>A stream of which only some ranges can be read.</summary>
    private sealed class RangesStream(Stream inner, (long Start, long End)[] ranges) : Stream
    {
        private readonly long[] _ends = [.. ranges.Select(range => range.End)];

        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => inner.Length;
        public override long Position { get => inner.Position; set => inner.Position = value; }

        public override int Read(Span<byte> buffer)
        {
            if (buffer.IsEmpty || inner.Position >= inner.Length) return 0;
            int found = Array.BinarySearch(_ends, inner.Position);
            int range = found >= 0 ? found + 1 : ~found; // the first that ends behind this place
            if (range >= ranges.Length || ranges[range].Start > inner.Position) throw new ParquetRefusedException("the file is no Parquet that can be read: a column goes on beyond its pages");
            return inner.Read(buffer[..(int)Math.Min(buffer.Length, ranges[range].End - inner.Position)]);
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => Task.FromResult(Read(buffer.AsSpan(offset, count)));
        public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

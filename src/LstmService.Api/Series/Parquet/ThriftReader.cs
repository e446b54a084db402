using LstmService.Api.Series.Bodies;

namespace LstmService.Api.Series.Parquet;

/// <summary>
/// Reads structures of Apache Thrift's compact protocol, in which Parquet writes about itself, and believes no depth and no length
/// that goes beyond the bytes that are there.
/// </summary>
/// <param name="file">The file.</param>
/// <param name="start">Where to begin.</param>
/// <param name="end">Where the bytes end that may be read.</param>
internal sealed class ThriftReader(Spool file, long start, long end)
{
    /// <summary>Types of the protocol.</summary>
    public const int True = 1, False = 2, Byte = 3, Short = 4, Integer = 5, Long = 6, Double = 7, Binary = 8, List = 9, Set = 10, Map = 11, Structure = 12, Uuid = 13;

    private const int MostDepth = 32; // Parquet's own structures are half as deep

    private readonly byte[] _block = new byte[4096];
    private long _blockStart, _position = start;
    private int _blockLength, _depth;

    /// <summary>The offset of the next byte.</summary>
    public long Position => _position;

    /// <summary>Reads a structure; what <paramref name="field"/> does not read of it, and says so by false, is skipped.</summary>
    public void ReadStructure(Func<int, int, bool> field)
    {
        Enter();
        int id = 0;
        for (int header = Next(); header != 0; header = Next())
        {
            int delta = header >> 4, type = header & 15;
            id = delta == 0 ? (int)Number() : id + delta;
            if (!field(id, type)) Skip(type);
        }
        _depth--;
    }

    /// <summary>Reads a list of structures.</summary>
    public void ReadStructures(Func<int, int, bool> field, Action? each = null)
    {
        Enter();
        int header = Next(), count = Count(header);
        if (count > 0 && (header & 15) != Structure) throw Broken("holds a list of something else than it should");
        for (int i = 0; i < count; i++)
        {
            ReadStructure(field);
            each?.Invoke();
        }
        _depth--;
    }

    /// <summary>A whole number, written by turns for either sign.</summary>
    public long Number()
    {
        ulong written = Variable();
        return (long)(written >> 1) ^ -(long)(written & 1);
    }

    private void Skip(int type)
    {
        switch (type)
        {
            case True or False: return; // the type is the value
            case Byte: Pass(1); return;
            case Short or Integer or Long: Variable(); return;
            case Double: Pass(8); return;
            case Uuid: Pass(16); return;
            case Binary: Pass(Variable()); return;
            case Structure: ReadStructure((_, _) => false); return;
            case List or Set: SkipList(); return;
            case Map: SkipMap(); return;
            default: throw Broken($"holds a value of no type ({type})");
        }
    }

    private void SkipList()
    {
        Enter();
        int header = Next(), count = Count(header);
        for (int i = 0; i < count; i++) SkipElement(header & 15);
        _depth--;
    }

    private void SkipMap()
    {
        Enter();
        ulong count = Variable();
        int types = count == 0 ? 0 : Next();
        Require(count);
        for (ulong i = 0; i < count; i++)
        {
            SkipElement(types >> 4);
            SkipElement(types & 15);
        }
        _depth--;
    }

    // of lists a boolean is a byte
    private void SkipElement(int type) => Skip(type is True or False ? Byte : type);

    private int Count(int header)
    {
        ulong count = (ulong)header >> 4;
        if (count == 15) count = Variable();
        Require(count);
        return (int)count;
    }

    private ulong Variable()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            int next = Next();
            value |= (ulong)(next & 127) << shift;
            if (next < 128) return value;
        }
        throw Broken("holds a number without an end");
    }

    private void Pass(ulong bytes)
    {
        Require(bytes);
        _position += (long)bytes;
    }

    // every element has a byte at least
    private void Require(ulong bytes)
    {
        if (bytes > (ulong)(end - _position) || bytes > int.MaxValue) throw Broken("says it holds more than there is");
    }

    private void Enter()
    {
        if (++_depth > MostDepth) throw Broken($"is nested deeper than {MostDepth}");
    }

    private int Next()
    {
        if (_position >= end) throw Broken("breaks off");
        if (_position < _blockStart || _position >= _blockStart + _blockLength)
        {
            _blockStart = _position;
            _blockLength = file.Read(_position, _block.AsSpan(0, (int)Math.Min(_block.Length, end - _position)));
            if (_blockLength == 0) throw Broken("breaks off");
        }
        return _block[_position++ - _blockStart];
    }

    private static ParquetRefusedException Broken(string how) => new($"the file is no Parquet that can be read: what it says of itself {how}; write it again");
}

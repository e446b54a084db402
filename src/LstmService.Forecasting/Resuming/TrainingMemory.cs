using System.Security.Cryptography;
using System.Text;
using LstmService.Forecasting.Symbols;

namespace LstmService.Forecasting.Resuming;

/// <summary>
/// Everything a training would lose if its process died: by the name of each piece of work, its newest state. Safe to share by
/// threads. In bytes, little-endian:
/// <code>
/// magic "LSTMSTAT" | version int32 | fingerprint, 32 bytes | pieces int32, for each: name, length int32, that many bytes
/// SHA-256 of all before it, 32 bytes
/// </code>
/// </summary>
internal sealed class TrainingMemory
{
    private const int FormatVersion = 1;
    private const int LargestState = 256 << 20; // what a database row may reasonably hold
    private static readonly byte[] Magic = "LSTMSTAT"u8.ToArray();

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, ReadOnlyMemory<byte>> _pieces = new(StringComparer.Ordinal);
    private readonly Keeping _keeping;
    private readonly byte[] _fingerprint;
    private bool _tooLarge;

    private TrainingMemory(Keeping keeping, byte[] fingerprint) => (_keeping, _fingerprint) = (keeping, fingerprint);

    /// <summary>Is anything saved?</summary>
    public bool IsKept => _keeping.Save is not null;

    /// <summary>A memory that nobody saves and that begins empty.</summary>
    public static TrainingMemory Fleeting() => new(new(), []);

    /// <summary>What was kept of a training of this request; empty where there is nothing, or nothing that fits.</summary>
    public static TrainingMemory Open(Keeping keeping, TrainingRequest request) => Open(keeping, () => Fingerprint.Of(request));

    /// <inheritdoc cref="Open(Keeping, TrainingRequest)"/>
    public static TrainingMemory Open(Keeping keeping, SymbolRequest request) => Open(keeping, () => Fingerprint.Of(request));

    private static TrainingMemory Open(Keeping keeping, Func<byte[]> fingerprint)
    {
        if (keeping is { From: null, Save: null }) return Fleeting();
        TrainingMemory memory = new(keeping, fingerprint());
        if (keeping.From is { } bytes && memory.WhyNot(bytes) is { } why) keeping.Note?.Invoke(why);
        return memory;
    }

    /// <summary>The newest state of a piece; null where there is none.</summary>
    public ReadOnlyMemory<byte>? Find(string piece)
    {
        lock (_lock) return _pieces.TryGetValue(piece, out ReadOnlyMemory<byte> state) ? state : new ReadOnlyMemory<byte>?();
    }

    /// <summary>Keeps the newest state of a piece, which nobody changes any more, and saves everything where that is due.</summary>
    public void Keep(string piece, ReadOnlyMemory<byte> state)
    {
        lock (_lock)
        {
            _pieces[piece] = state;
            if (_keeping.Save is { } save && !_tooLarge && (_keeping.IsDue?.Invoke() ?? true) && ToBytes() is { } bytes) save(bytes);
        }
    }

    /// <summary>Drops every piece whose name begins so.</summary>
    public void Forget(string prefix)
    {
        lock (_lock)
            foreach (string piece in _pieces.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToArray())
                _pieces.Remove(piece);
    }

    private byte[]? ToBytes()
    {
        long size = _pieces.Sum(piece => (long)piece.Value.Length);
        if (size > LargestState)
        {
            _tooLarge = true;
            _keeping.Note?.Invoke($"the state of this training has {size} bytes, at most {LargestState} are kept: after a crash it begins anew");
            return null;
        }
        using MemoryStream stream = new();
        using BinaryWriter writer = new(stream, Encoding.UTF8);
        writer.Write(Magic);
        writer.Write(FormatVersion);
        writer.Write(_fingerprint);
        writer.Write(_pieces.Count);
        foreach ((string name, ReadOnlyMemory<byte> state) in _pieces)
        {
            writer.Write(name);
            writer.Write(state.Length);
            writer.Write(state.Span);
        }
        writer.Flush();
        stream.Write(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
        return stream.ToArray();
    }

    /// <summary>Takes the pieces from <paramref name="bytes"/>; otherwise says why not.</summary>
    private string? WhyNot(byte[] bytes)
    {
        int content = bytes.Length - SHA256.HashSizeInBytes;
        if (content < Magic.Length || !bytes.AsSpan(0, Magic.Length).SequenceEqual(Magic)
            || !SHA256.HashData(bytes.AsSpan(0, content)).AsSpan().SequenceEqual(bytes.AsSpan(content)))
            return "the kept state is damaged: the training begins anew";
        using BinaryReader reader = new(new MemoryStream(bytes, Magic.Length, content - Magic.Length, writable: false), Encoding.UTF8);
        if (reader.ReadInt32() != FormatVersion || !reader.ReadBytes(_fingerprint.Length).AsSpan().SequenceEqual(_fingerprint))
            return "the kept state is of another version of the program, other data or other options: the training begins anew";
        for (int left = reader.ReadInt32(); left > 0; left--)
        {
            string name = reader.ReadString();
            _pieces[name] = reader.ReadBytes(reader.ReadInt32());
        }
        return null;
    }
}

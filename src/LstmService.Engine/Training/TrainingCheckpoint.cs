using System.Buffers.Binary;
using System.Security.Cryptography;

namespace LstmService.Engine;

/// <summary>
/// A training between two epochs, from which another process goes on and ends with the same bits as an unbroken run. In bytes,
/// little-endian:
/// <code>
/// magic "LSTMCKPT" | version int32 | epochs done int32 | length int32 | that many bytes, see TrainingState
/// SHA-256 of all before it, 32 bytes
/// </code>
/// </summary>
public sealed class TrainingCheckpoint
{
    /// <summary>The version that is written and read.</summary>
    public const int FormatVersion = 1;

    private const int HeaderLength = 20;
    private static readonly byte[] s_magic = "LSTMCKPT"u8.ToArray();

    private readonly byte[] _bytes;

    private TrainingCheckpoint(byte[] bytes) => _bytes = bytes;

    /// <summary>Epochs done.</summary>
    public int Epoch => BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(12));

    /// <summary>The checkpoint in bytes.</summary>
    public ReadOnlyMemory<byte> Bytes => _bytes;

    /// <summary>
    /// A checkpoint whose state is of <paramref name="length"/> bytes, which <paramref name="write"/> writes. They are megabytes, and
    /// are written where they stay: a process that also serves stops to collect what would be left behind.
    /// </summary>
    internal static TrainingCheckpoint Write(int epoch, int length, Action<BinaryWriter> write)
    {
        var bytes = new byte[HeaderLength + length + SHA256.HashSizeInBytes];
        s_magic.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), FormatVersion);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), epoch);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), length);
        using (var writer = new BinaryWriter(new MemoryStream(bytes, HeaderLength, length)))
            write(writer);
        SHA256.HashData(bytes.AsSpan(..^SHA256.HashSizeInBytes), bytes.AsSpan(^SHA256.HashSizeInBytes..));
        return new(bytes);
    }

    /// <summary>The state, to be read.</summary>
    internal BinaryReader Read() =>
        new(new MemoryStream(_bytes, HeaderLength, _bytes.Length - HeaderLength - SHA256.HashSizeInBytes, writable: false));

    /// <summary>Reads what was <see cref="Bytes"/>.</summary>
    /// <param name="bytes">All of it.</param>
    /// <exception cref="InvalidCheckpointException">The bytes are not a checkpoint this version reads.</exception>
    public static TrainingCheckpoint FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < HeaderLength + SHA256.HashSizeInBytes || !bytes[..8].SequenceEqual(s_magic))
            throw new InvalidCheckpointException("this is not a checkpoint: it does not start with LSTMCKPT, or ends too early");
        int version = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (version != FormatVersion)
            throw new InvalidCheckpointException($"the checkpoint has version {version}, this program reads {FormatVersion}");
        ReadOnlySpan<byte> content = bytes[..^SHA256.HashSizeInBytes];
        if (BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]) != content.Length - HeaderLength
            || !SHA256.HashData(content).AsSpan().SequenceEqual(bytes[^SHA256.HashSizeInBytes..]))
            throw new InvalidCheckpointException("the checkpoint is damaged: its length or checksum is wrong");
        return new(bytes.ToArray());
    }
}

/// <summary>How a training is kept: how often, by whom, and from where it goes on.</summary>
public sealed record Checkpointing
{
    /// <summary>Epochs from one checkpoint to the next, 1..1,000,000; a training that ends well makes a last one.</summary>
    public int EveryEpochs { get; init; } = 1;

    /// <summary>
    /// Epochs, counted from the very beginning, after which the training pauses: the network is then what it would be had it
    /// ended, and the last checkpoint goes on as if nothing had been. Null goes on to the end.
    /// </summary>
    public int? PauseAfter { get; init; }

    /// <summary>Takes each checkpoint, on the training's thread, before the next epoch begins; null keeps none.</summary>
    public Action<TrainingCheckpoint>? Save { get; init; }

    /// <summary>
    /// Where to go on; null starts at the beginning. Network, loss, sources and options must be those the checkpoint was made
    /// with: then the run ends with the same bits as one that was never broken.
    /// </summary>
    public TrainingCheckpoint? ResumeFrom { get; init; }
}

/// <summary>Bytes that are not a checkpoint, or not of this training; the message says what is wrong with them.</summary>
public sealed class InvalidCheckpointException : Exception
{
    /// <summary>Without a reason.</summary>
    public InvalidCheckpointException()
    {
    }

    /// <summary>With the reason.</summary>
    public InvalidCheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>With the reason and what it came from.</summary>
    public InvalidCheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

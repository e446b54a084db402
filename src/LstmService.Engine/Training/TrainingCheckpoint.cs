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

    internal TrainingCheckpoint(int epoch, byte[] state) => (Epoch, State) = (epoch, state);

    /// <summary>Epochs done.</summary>
    public int Epoch { get; }

    internal byte[] State { get; }

    /// <summary>The checkpoint in bytes.</summary>
    public byte[] ToArray()
    {
        var bytes = new byte[HeaderLength + State.Length + SHA256.HashSizeInBytes];
        s_magic.CopyTo(bytes, 0);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), FormatVersion);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(12), Epoch);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(16), State.Length);
        State.CopyTo(bytes, HeaderLength);
        SHA256.HashData(bytes.AsSpan(..^SHA256.HashSizeInBytes), bytes.AsSpan(^SHA256.HashSizeInBytes..));
        return bytes;
    }

    /// <summary>Reads what <see cref="ToArray"/> made.</summary>
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
        return new(BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]), content[HeaderLength..].ToArray());
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

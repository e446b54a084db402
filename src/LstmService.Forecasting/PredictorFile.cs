using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using LstmService.Engine;
using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting;

/// <summary>The bytes are no model of ours, or they were damaged.</summary>
public sealed class InvalidModelException : Exception
{
    /// <summary>With a reason in words.</summary>
    public InvalidModelException(string message) : base(message) { }
    /// <summary>With a reason in words and what led to it.</summary>
    public InvalidModelException(string message, Exception inner) : base(message, inner) { }
    /// <summary>Without a reason.</summary>
    public InvalidModelException() { }
}

/// <summary>
/// A predictor as bytes, little-endian: <c>LSPR</c>, the format's version, the length and bytes of its state in JSON, the number
/// of networks, the length and bytes of each, and the SHA-256 of all before it.
/// </summary>
public sealed partial class Predictor
{
    private const int Magic = 0x5250534C; // "LSPR"
    private const int FormatVersion = 1;
    private const int LargestState = 4 << 20;
    private const int LargestNetwork = 256 << 20;

    /// <summary>Writes the predictor.</summary>
    public void Save(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using MemoryStream bytes = new();
        WriteInt(bytes, Magic);
        WriteInt(bytes, FormatVersion);
        WriteBlock(bytes, JsonSerializer.SerializeToUtf8Bytes(State));
        WriteInt(bytes, _ensemble?.Members.Count ?? 0);
        foreach (Network<float> member in _ensemble?.Members ?? [])
        {
            using MemoryStream network = new();
            WeightsFile.Write(network, member);
            WriteBlock(bytes, network.ToArray());
        }
        byte[] content = bytes.ToArray();
        destination.Write(content);
        destination.Write(SHA256.HashData(content));
    }

    /// <summary>Reads a predictor that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidModelException">It is none, is damaged, or is of a later version.</exception>
    public static Predictor Load(Stream source)
    {
        ArgumentNullException.ThrowIfNull(source);
        using MemoryStream copy = new();
        source.CopyTo(copy);
        Reader reader = new(copy.ToArray());
        if (reader.Int() != Magic) throw new InvalidModelException("the bytes do not start as a model does");
        int version = reader.Int();
        if (version is < 1 or > FormatVersion) throw new InvalidModelException($"the model has format {version}, this version reads 1..{FormatVersion}");
        reader.CheckHash();
        PredictorState state = ReadState(reader.Block(LargestState));
        int count = reader.Int();
        if (count is < 0 or > Options.TrainingRules.MaxMembers) throw new InvalidModelException($"a model holds 0..{Options.TrainingRules.MaxMembers} networks, this one {count}");
        List<Network<float>> members = [];
        for (int i = 0; i < count; i++) members.Add(ReadNetwork(reader.Block(LargestNetwork), state.Plan));
        return new(state, count > 0 ? new Ensemble(state.Plan, state.Global, members) : null);
    }

    private static PredictorState ReadState(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<PredictorState>(json) ?? throw new InvalidModelException("the model's state is empty");
        }
        catch (JsonException e)
        {
            throw new InvalidModelException("the model's state cannot be read", e);
        }
    }

    private static Network<float> ReadNetwork(byte[] bytes, Plan plan)
    {
        try
        {
            Network<float> network = WeightsFile.Read(new MemoryStream(bytes, writable: false));
            if (network.Spec != WindowBatch.NetworkFor(plan)) throw new InvalidModelException("a network does not fit the model's plan");
            return network;
        }
        catch (InvalidWeightsException e)
        {
            throw new InvalidModelException($"a network cannot be read: {e.Message}", e);
        }
    }

    private static void WriteInt(Stream stream, int value)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static void WriteBlock(Stream stream, byte[] block)
    {
        WriteInt(stream, block.Length);
        stream.Write(block);
    }

    private sealed class Reader(byte[] bytes)
    {
        private int _at;

        public int Int() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

        public byte[] Block(int largest)
        {
            int length = Int();
            if (length < 0 || length > largest) throw new InvalidModelException($"a part of the model has {length} bytes, at most {largest} are allowed");
            return Take(length).ToArray();
        }

        public void CheckHash()
        {
            int content = bytes.Length - SHA256.HashSizeInBytes;
            if (content < _at || !SHA256.HashData(bytes.AsSpan(0, content)).AsSpan().SequenceEqual(bytes.AsSpan(content)))
                throw new InvalidModelException("the model's checksum is wrong: it was damaged or cut off");
        }

        private ReadOnlySpan<byte> Take(int count)
        {
            if (bytes.Length - _at < count) throw new InvalidModelException("the model ends too early");
            ReadOnlySpan<byte> taken = bytes.AsSpan(_at, count);
            _at += count;
            return taken;
        }
    }
}

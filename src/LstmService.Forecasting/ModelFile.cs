using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using LstmService.Engine;

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
/// A model as bytes, little-endian: four letters that say its kind, the format's version, the length and bytes of its state in
/// JSON, the number of networks, the length and bytes of each, and the SHA-256 of all before it.
/// </summary>
/// <param name="letters">Four: the kind.</param>
/// <param name="formatVersion">The version that is written, and the last that is read.</param>
internal sealed class ModelFile(string letters, int formatVersion)
{
    private const int LargestState = 4 << 20;
    private const int LargestNetwork = 256 << 20;

    private readonly int _magic = BinaryPrimitives.ReadInt32LittleEndian(System.Text.Encoding.ASCII.GetBytes(letters));

    /// <summary>Writes a model, as an earlier version where it holds nothing newer.</summary>
    public void Write<TState>(Stream destination, TState state, IReadOnlyList<Network<float>> networks, int? version = null)
    {
        ArgumentNullException.ThrowIfNull(destination);
        using MemoryStream bytes = new();
        WriteInt(bytes, _magic);
        WriteInt(bytes, version ?? formatVersion);
        WriteBlock(bytes, JsonSerializer.SerializeToUtf8Bytes(state));
        WriteInt(bytes, networks.Count);
        foreach (Network<float> member in networks)
        {
            using MemoryStream network = new();
            WeightsFile.Write(network, member);
            WriteBlock(bytes, network.ToArray());
        }
        byte[] content = bytes.ToArray();
        destination.Write(content);
        destination.Write(SHA256.HashData(content));
    }

    /// <summary>Reads a model.</summary>
    /// <param name="source">What <see cref="Write"/> wrote.</param>
    /// <param name="specOf">The shape that the networks of a state must have.</param>
    /// <param name="make">Makes the model of its state and networks.</param>
    /// <exception cref="InvalidModelException">It is none, is damaged, makes no sense, or is of a later version.</exception>
    public T Read<TState, T>(Stream source, Func<TState, NetworkSpec> specOf, Func<TState, IReadOnlyList<Network<float>>, T> make)
    {
        try
        {
            (TState state, IReadOnlyList<Network<float>> networks) = Read(source, specOf);
            return make(state, networks);
        }
        catch (Exception nonsense) when (nonsense is ArgumentException or ArithmeticException or IndexOutOfRangeException
            or InvalidOperationException or KeyNotFoundException or NullReferenceException)
        {
            throw new InvalidModelException("the model's state makes no sense", nonsense); // its bytes are sound, so another program wrote them
        }
    }

    private (TState State, IReadOnlyList<Network<float>> Networks) Read<TState>(Stream source, Func<TState, NetworkSpec> specOf)
    {
        ArgumentNullException.ThrowIfNull(source);
        using MemoryStream copy = new();
        source.CopyTo(copy);
        Reader reader = new(copy.ToArray());
        if (reader.Int() != _magic) throw new InvalidModelException("the bytes do not start as a model does");
        int version = reader.Int();
        if (version < 1 || version > formatVersion) throw new InvalidModelException($"the model has format {version}, this version reads 1..{formatVersion}");
        reader.CheckHash();
        TState state = ReadState<TState>(reader.Block(LargestState));
        int count = reader.Int();
        if (count is < 0 or > Options.TrainingRules.MaxMembers) throw new InvalidModelException($"a model holds 0..{Options.TrainingRules.MaxMembers} networks, this one {count}");
        List<Network<float>> members = [];
        for (int i = 0; i < count; i++) members.Add(ReadNetwork(reader.Block(LargestNetwork), specOf(state)));
        return (state, members);
    }

    private static TState ReadState<TState>(byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize<TState>(json) ?? throw new InvalidModelException("the model's state is empty");
        }
        catch (JsonException e)
        {
            throw new InvalidModelException("the model's state cannot be read", e);
        }
    }

    private static Network<float> ReadNetwork(byte[] bytes, NetworkSpec spec)
    {
        try
        {
            Network<float> network = WeightsFile.Read(new MemoryStream(bytes, writable: false));
            if (network.Spec != spec) throw new InvalidModelException("a network does not fit the model's plan");
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

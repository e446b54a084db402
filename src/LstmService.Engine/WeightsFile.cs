using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace LstmService.Engine;

/// <summary>
/// A network in bytes, little-endian, the same on every machine. Format 2:
/// <code>
/// magic "LSTMSVCW" | version int32 | inputSize, hidden, layers int32
/// fields int32, for each: id int32, count int32, numbers float64     choices that are not the default, see SpecFields
/// head kind int32, its fields int32 | initialScale float64
/// for each tensor: name length int32, name UTF-8 | dimensions int32, each int32 | values float32, row-major
/// SHA-256 of all before it, 32 bytes
/// </code>
/// Format 1 has no fields. Head kinds: 1 linear (outputs), 2 quantile (horizon, quantiles, location 0 or 1, alternatives, skipSize).
/// </summary>
public static class WeightsFile
{
    /// <summary>The version that is written; older ones are read.</summary>
    public const int FormatVersion = 2;

    private const int LinearKind = 1;
    private const int QuantileKind = 2;
    private const int MostFields = 64;
    private static readonly byte[] s_magic = "LSTMSVCW"u8.ToArray();

    /// <summary>Writes a network.</summary>
    /// <param name="stream">Written to from where it stands, and left open.</param>
    /// <param name="network">What is written.</param>
    public static void Write(Stream stream, Network<float> network)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(network);
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(s_magic);
            writer.Write(FormatVersion);
            WriteSpec(writer, network.Spec);
            foreach (TensorInfo tensor in network.Tensors)
            {
                WriteTensorHeader(writer, tensor);
                foreach (float value in network.GetTensor(tensor.Name))
                    writer.Write(value);
            }
        }

        ReadOnlySpan<byte> bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        stream.Write(bytes);
        stream.Write(SHA256.HashData(bytes));
    }

    /// <summary>Reads a network. Memory is taken only as bytes arrive, and within the bounds of a spec.</summary>
    /// <param name="stream">Read from where it stands to the end of the network, and left open.</param>
    /// <exception cref="InvalidWeightsException">The bytes are not a network this version reads.</exception>
    public static Network<float> Read(Stream stream)
    {
        ArgumentNullException.ThrowIfNull(stream);
        using var reader = new CheckedReader(stream);
        if (!reader.Bytes(s_magic.Length).SequenceEqual(s_magic))
            throw new InvalidWeightsException("this is not a weights file: it does not start with LSTMSVCW");
        int version = reader.Int32();
        if (version is < 1 or > FormatVersion)
            throw new InvalidWeightsException($"the weights file has version {version}, this program reads 1..{FormatVersion}");
        NetworkSpec spec = ReadSpec(reader, version);
        // What is read is kept as bytes until the checksum holds: a short file fails before the network is made.
        var values = new List<(string Name, byte[] Bytes)>();
        foreach (TensorInfo tensor in NetworkLayout(spec))
        {
            ReadTensorHeader(reader, tensor);
            values.Add((tensor.Name, reader.LongBytes((long)tensor.Length * sizeof(float))));
        }

        reader.Checksum();
        var network = new Network<float>(spec, 0);
        foreach ((string name, byte[] bytes) in values)
            network.SetTensor(name, Floats(name, bytes));
        return network;
    }

    private static IReadOnlyList<TensorInfo> NetworkLayout(NetworkSpec spec)
    {
        var layout = new ParameterLayout();
        try
        {
            _ = NetworkParts<float>.Create(spec, layout, 0);
        }
        catch (OverflowException e)
        {
            throw new InvalidWeightsException("the network in the weights file is too large", e);
        }

        return [.. layout.Tensors.Select(tensor => tensor.Info)];
    }

    private static void WriteSpec(BinaryWriter writer, NetworkSpec spec)
    {
        writer.Write(spec.InputSize);
        writer.Write(spec.Hidden);
        writer.Write(spec.Layers);
        IReadOnlyList<(int Id, double[] Numbers)> fields = SpecFields.Of(spec);
        writer.Write(fields.Count);
        foreach ((int id, double[] numbers) in fields)
        {
            writer.Write(id);
            writer.Write(numbers.Length);
            foreach (double number in numbers)
                writer.Write(number);
        }

        WriteHead(writer, spec);
    }

    private static void WriteHead(BinaryWriter writer, NetworkSpec spec)
    {
        int[] head = spec.Head switch
        {
            LinearHeadSpec linear => [LinearKind, linear.Size],
            QuantileHeadSpec q => [QuantileKind, q.Horizon, q.Quantiles, q.Location ? 1 : 0, q.Alternatives, q.SkipSize],
            _ => throw new ArgumentException($"format {FormatVersion} knows no {spec.Head.GetType().Name}", nameof(spec)),
        };
        foreach (int field in head)
            writer.Write(field);
        writer.Write(spec.Head.InitialScale);
    }

    private static NetworkSpec ReadSpec(CheckedReader reader, int version)
    {
        var spec = new NetworkSpec { InputSize = reader.Int32(), Hidden = reader.Int32(), Layers = reader.Int32() };
        int fields = version == 1 ? 0 : reader.Int32();
        if (fields is < 0 or > MostFields)
            throw new InvalidWeightsException($"the fields must be 0..{MostFields}, was {fields}");
        for (int i = 0; i < fields; i++)
            spec = SpecFields.With(spec, reader.Int32(), reader.Int32(), reader.Double);
        spec = spec with { Head = ReadHead(reader) };
        IReadOnlyList<string> failures = spec.Validate();
        return failures.Count == 0 ? spec : throw new InvalidWeightsException(string.Join("; ", failures));
    }

    private static HeadSpec ReadHead(CheckedReader reader)
    {
        int kind = reader.Int32();
        HeadSpec head = kind switch
        {
            LinearKind => new LinearHeadSpec(reader.Int32()),
            QuantileKind => new QuantileHeadSpec
            {
                Horizon = reader.Int32(),
                Quantiles = reader.Int32(),
                Location = reader.Int32() != 0,
                Alternatives = reader.Int32(),
                SkipSize = reader.Int32(),
            },
            _ => throw new InvalidWeightsException($"the head's kind must be 1 or 2, was {kind}"),
        };
        return head with { InitialScale = reader.Double() };
    }

    private static void WriteTensorHeader(BinaryWriter writer, TensorInfo tensor)
    {
        byte[] name = Encoding.UTF8.GetBytes(tensor.Name);
        writer.Write(name.Length);
        writer.Write(name);
        writer.Write(tensor.Shape.Count);
        foreach (int size in tensor.Shape)
            writer.Write(size);
    }

    /// <summary>The tensors follow from the spec, so their names and shapes are checked, not believed.</summary>
    private static void ReadTensorHeader(CheckedReader reader, TensorInfo expected)
    {
        byte[] name = Encoding.UTF8.GetBytes(expected.Name);
        if (reader.Int32() != name.Length || !reader.Bytes(name.Length).SequenceEqual(name))
            throw new InvalidWeightsException($"the tensor {expected.Name} was expected, another name stands there");
        bool same = reader.Int32() == expected.Shape.Count;
        foreach (int size in expected.Shape)
            same = same && reader.Int32() == size;
        if (!same)
            throw new InvalidWeightsException($"{expected.Name} must have the shape [{string.Join(", ", expected.Shape)}]");
    }

    private static float[] Floats(string name, byte[] bytes)
    {
        var values = new float[bytes.Length / sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(i * sizeof(float)));
            if (!float.IsFinite(values[i]))
                throw new InvalidWeightsException($"{name} must hold finite numbers, number {i} is {values[i]}");
        }

        return values;
    }

    /// <summary>Reads from a stream that may end or lie, hashing what passes.</summary>
    private sealed class CheckedReader(Stream stream) : IDisposable
    {
        private const int Chunk = 1 << 16;
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public void Dispose() => _hash.Dispose();

        public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Bytes(sizeof(int)));

        public double Double() => BinaryPrimitives.ReadDoubleLittleEndian(Bytes(sizeof(double)));

        public byte[] Bytes(int count)
        {
            byte[] bytes = Unhashed(count);
            _hash.AppendData(bytes);
            return bytes;
        }

        /// <summary>Grows with what arrives, so that a short file which promises much takes little memory.</summary>
        public byte[] LongBytes(long count)
        {
            if (count > Array.MaxLength)
                throw new InvalidWeightsException($"a tensor must have at most {Array.MaxLength} bytes, was {count}");
            var bytes = new List<byte>();
            while (bytes.Count < count)
                bytes.AddRange(Bytes((int)Math.Min(Chunk, count - bytes.Count)));
            return [.. bytes];
        }

        public void Checksum()
        {
            if (!CryptographicOperations.FixedTimeEquals(_hash.GetHashAndReset(), Unhashed(SHA256.HashSizeInBytes)))
                throw new InvalidWeightsException("the weights file is damaged: its checksum is wrong");
        }

        private byte[] Unhashed(int count)
        {
            var bytes = new byte[count];
            if (stream.ReadAtLeast(bytes, count, throwOnEndOfStream: false) < count)
                throw new InvalidWeightsException("the weights file ends too early");
            return bytes;
        }
    }
}

/// <summary>Bytes that are not a network this version reads; the message says what is wrong with them.</summary>
public sealed class InvalidWeightsException : Exception
{
    /// <summary>Without a reason.</summary>
    public InvalidWeightsException()
    {
    }

    /// <summary>With the reason.</summary>
    public InvalidWeightsException(string message)
        : base(message)
    {
    }

    /// <summary>With the reason and what it came from.</summary>
    public InvalidWeightsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;

namespace LstmService.Engine.Tests.Persistence;

/// <summary>What is written reads back equal; what is damaged or hostile is refused with one exception.</summary>
public sealed class WeightsFileTests
{
    private const int VersionAt = 8, HiddenAt = 16, FieldsAt = 24, HeadKindAt = 28;

    private static readonly NetworkSpec s_spec = new()
    {
        InputSize = 2,
        Hidden = 5,
        Layers = 2,
        Head = new QuantileHeadSpec { Horizon = 3, Quantiles = 2, Alternatives = 2, SkipSize = 4, InitialScale = 1 },
    };

    public static TheoryData<NetworkSpec> Specs =>
    [
        s_spec, new(), new() { Hidden = 48, InputSize = 24, Head = new LinearHeadSpec(7) },
        new() { Head = new QuantileHeadSpec { Horizon = 4, Quantiles = 3, Location = false } },
        .. Variants.All.Values,
        new() { Head = new QuantileHeadSpec { Horizon = 4, Quantiles = 3, Ordered = true } },
        new() { Head = new QuantileHeadSpec { Quantiles = 3, Location = false, Ordered = true } },
        new() { Head = new LikelihoodHeadSpec { Horizon = 5 } },
        new() { Head = new LikelihoodHeadSpec { Horizon = 5, Likelihood = Likelihood.StudentT } },
        new() { Head = new LikelihoodHeadSpec { Likelihood = Likelihood.NegativeBinomial, InitialScale = 1 } },
    ];

    [Theory]
    [MemberData(nameof(Specs))]
    public void ANetworkReadsBackEqual(NetworkSpec spec)
    {
        var network = new Network<float>(spec, 4);
        Network<float> read = WeightsFile.Read(new MemoryStream(Bytes(network)));
        Assert.Equal(spec, read.Spec);
        Assert.Equal(network.Parameters.ToArray(), read.Parameters.ToArray());
    }

    [Fact]
    public void TheStreamIsLeftOpenAfterTheNetwork()
    {
        var stream = new MemoryStream();
        stream.WriteByte(7);
        WeightsFile.Write(stream, new(s_spec, 1));
        WeightsFile.Write(stream, new(s_spec, 2));
        stream.Position = 1;
        WeightsFile.Read(stream);
        Assert.Equal(new Network<float>(s_spec, 2).Parameters.ToArray(), WeightsFile.Read(stream).Parameters.ToArray());
        Assert.Equal(stream.Length, stream.Position);
    }

    [Theory]
    [InlineData("format1")]
    [InlineData("format2")]
    public void AFileOfAnOlderFormatStillGivesTheSameForecast(string name)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Persistence");
        using FileStream stream = File.OpenRead(Path.Combine(folder, name + ".bin"));
        Network<float> network = WeightsFile.Read(stream);
        float[] expected = JsonSerializer.Deserialize<float[]>(File.ReadAllText(Path.Combine(folder, name + ".json")))!;
        Batch<float> batch = Batches.Of<float>(network.Spec, 3, 5, 0, 77);
        Numbers.AssertClose(expected, network.Forward(new(network, 3, 5), batch), 1e-6, "outputs");
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        byte[] bytes = Bytes(new(s_spec, 1));
        for (int length = 0; length < bytes.Length; length++)
            Assert.Equal("the weights file ends too early", Refusal(bytes[..length]));
    }

    [Fact]
    public void EveryFlippedByteIsRefused()
    {
        byte[] bytes = Bytes(new(s_spec, 1));
        for (int i = 0; i < bytes.Length; i++)
        {
            byte[] damaged = [.. bytes];
            damaged[i] ^= 0x41;
            Refusal(damaged);
        }
    }

    [Fact]
    public void AnotherFileIsNamedAsSuch() =>
        Assert.Contains("does not start with LSTMSVCW", Refusal(new byte[1000]), StringComparison.Ordinal);

    [Fact]
    public void ANewerVersionIsNamed() =>
        Assert.Equal("the weights file has version 3, this program reads 1..2", Refusal(With(VersionAt, 3)));

    [Theory]
    [InlineData(HiddenAt, 0, "hidden must be 1..1024, was 0")]
    [InlineData(HiddenAt, int.MaxValue, "hidden must be 1..1024, was 2147483647")]
    [InlineData(HiddenAt, -1, "hidden must be 1..1024, was -1")]
    [InlineData(FieldsAt, -1, "the fields must be 0..64, was -1")]
    [InlineData(HeadKindAt, 9, "the head's kind must be 1..3, was 9")]
    [InlineData(HeadKindAt + 4, int.MaxValue, "horizon must be 1..4096")]
    public void SizesOutOfBoundsAreNamedAlsoUnderARightChecksum(int at, int value, string message) =>
        Assert.Contains(message, Refusal(With(at, value)), StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 99, "the weights file has the field 99, which this program does not know")]
    [InlineData(4, 257, "the field 1 must have 0..256 numbers, was 257")]
    [InlineData(4, 0, "the field 1 has too few numbers, was 0")]
    [InlineData(4, 2, "the field 1 has too many numbers, was 2")]
    [InlineData(12, 0x3FF80000, "the field 1 must hold whole numbers, was 1.5")]
    [InlineData(12, 0x40220000, "summary must be")]
    public void AFieldThatIsNotWhatItShouldBeIsNamed(int at, int value, string message)
    {
        byte[] bytes = Bytes(new(new() { Summary = Summary.EveryStep }, 1));
        Assert.Equal([1, 0, 0, 0], bytes[FieldsAt..HeadKindAt]);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(HeadKindAt + at), value);
        SHA256.HashData(bytes.AsSpan(..^32), bytes.AsSpan(^32..));
        Assert.Contains(message, Refusal(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void AShortFileThatPromisesALargeNetworkTakesLittleMemory()
    {
        // All is right up to the first tensor, which promises 64 MB and ends at once.
        var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("LSTMSVCW"u8);
        foreach (int field in (int[])[2, 4096, 1024, 1, 0, 1, 1])
            writer.Write(field);
        writer.Write(0.1);
        byte[] name = "layers.0.weight_input"u8.ToArray();
        writer.Write(name.Length);
        writer.Write(name);
        foreach (int field in (int[])[2, 4096, 4096, 0])
            writer.Write(field);
        byte[] bytes = stream.ToArray();
        Assert.Equal("the weights file ends too early", Refusal(bytes));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Refusal(bytes);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void AWeightThatIsNoNumberIsRefusedAlsoUnderARightChecksum()
    {
        var network = new Network<float>(s_spec, 1);
        network.SetTensor("head.gates.bias", [1, float.NaN]);
        Assert.Equal("head.gates.bias must hold finite numbers, number 1 is NaN", Refusal(Bytes(network)));
    }

    [Fact]
    public void RandomBytesNeverGiveAnotherException()
    {
        byte[] bytes = Bytes(new(s_spec, 1));
        var random = new Xoshiro256(1);
        for (int round = 0; round < 5_000; round++)
        {
            byte[] damaged = bytes[..random.NextInt(bytes.Length + 1)];
            for (int i = 0; i < 4 && damaged.Length > 8; i++)
                damaged[8 + random.NextInt(Math.Min(60, damaged.Length - 8))] = (byte)random.NextInt(256);
            if (damaged.Length < bytes.Length)
                Refusal(damaged);
        }
    }

    private static string Refusal(byte[] bytes) =>
        Assert.Throws<InvalidWeightsException>(() => WeightsFile.Read(new MemoryStream(bytes))).Message;

    private static byte[] Bytes(Network<float> network)
    {
        var stream = new MemoryStream();
        WeightsFile.Write(stream, network);
        return stream.ToArray();
    }

    /// <summary>A file with one field replaced and the checksum made right again.</summary>
    private static byte[] With(int at, int value)
    {
        byte[] bytes = Bytes(new(s_spec, 1));
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), value);
        SHA256.HashData(bytes.AsSpan(..^32), bytes.AsSpan(^32..));
        return bytes;
    }
}

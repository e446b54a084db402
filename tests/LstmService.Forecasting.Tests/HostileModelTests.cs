using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Symbols;

namespace LstmService.Forecasting.Tests;

/// <summary>Model artefacts that somebody damaged or forged: refused with a reason, and without taking memory for what they promise.</summary>
public sealed class HostileModelTests
{
    private const int Tries = 400;
    private const long MostMegabytes = 16;

    private static readonly byte[] Model = Trained();

    [Fact]
    public void Every_flipped_bit_is_refused()
    {
        Random random = new(1);
        for (int i = 0; i < Tries; i++)
        {
            byte[] damaged = [.. Model];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));
            Refused(damaged);
        }
    }

    [Fact]
    public void Every_truncation_and_every_longer_file_is_refused()
    {
        Random random = new(2);
        for (int i = 0; i < Tries; i++) Refused(Model[..random.Next(Model.Length)]);
        Refused([.. Model, 0]);
    }

    [Fact]
    public void Noise_is_refused_with_and_without_the_first_letters()
    {
        Random random = new(3);
        for (int i = 0; i < Tries; i++)
        {
            byte[] noise = new byte[random.Next(200)];
            random.NextBytes(noise);
            Refused(noise);
            Refused([.. Model[..8], .. noise]);
        }
    }

    [Theory]
    [InlineData(8, int.MaxValue)]
    [InlineData(8, -1)]
    [InlineData(4, 999)]
    [InlineData(4, 0)]
    public void A_header_that_promises_what_is_not_there_is_refused_also_under_a_right_checksum(int at, int value)
    {
        byte[] forged = [.. Model];
        BinaryPrimitives.WriteInt32LittleEndian(forged.AsSpan(at), value);
        Refused(Sealed(forged[..^SHA256.HashSizeInBytes]));
    }

    [Fact]
    public void A_state_that_makes_no_sense_is_refused_also_under_a_right_checksum()
    {
        Random random = new(4);
        int length = BinaryPrimitives.ReadInt32LittleEndian(Model.AsSpan(8));
        string state = Encoding.UTF8.GetString(Model, 12, length);
        int refused = 0;
        for (int i = 0; i < Tries; i++)
        {
            JsonNode root = JsonNode.Parse(state)!;
            Change(root, random);
            byte[] json = Encoding.UTF8.GetBytes(root.ToJsonString()), size = new byte[4];
            BinaryPrimitives.WriteInt32LittleEndian(size, json.Length);
            if (!IsLoaded(Sealed([.. Model[..8], .. size, .. json, .. Model[(12 + length)..^SHA256.HashSizeInBytes]]))) refused++;
        }
        Assert.InRange(refused, Tries / 4, Tries);
    }

    [Fact]
    public void A_model_of_the_other_kind_is_refused() => Assert.Throws<InvalidModelException>(() => SymbolPredictor.Load(new MemoryStream(Model)));

    private static void Refused(byte[] bytes) => Assert.False(IsLoaded(bytes));

    /// <summary>False where it was refused with a reason; anything else than that, or too much memory, fails the test.</summary>
    private static bool IsLoaded(byte[] bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Predictor.Load(new MemoryStream(bytes, writable: false));
            return true;
        }
        catch (InvalidModelException refused)
        {
            Assert.NotEmpty(refused.Message);
            return false;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, MostMegabytes << 20);
        }
    }

    private static void Change(JsonNode root, Random random)
    {
        JsonNode at = root;
        while (Inner(at) is { Length: > 0 } inner && random.Next(3) > 0) at = inner[random.Next(inner.Length)];
        JsonNode? odd = random.Next(8) switch { 0 => null, 1 => -1, 2 => int.MaxValue, 3 => 1e308, 4 => "x", 5 => new JsonArray(), 6 => new JsonObject(), _ => 0 };
        if (at is JsonObject members && members.Count > 0)
        {
            string name = members.ElementAt(random.Next(members.Count)).Key;
            if (random.Next(4) == 0) members.Remove(name);
            else members[name] = odd;
        }
        else if (at is JsonArray items && items.Count > 0)
        {
            if (random.Next(3) == 0) items.RemoveAt(random.Next(items.Count));
            else items[random.Next(items.Count)] = odd;
        }
    }

    private static JsonNode[] Inner(JsonNode node) => node switch
    {
        JsonObject members => [.. members.Select(member => member.Value).OfType<JsonNode>().Where(child => child is JsonObject or JsonArray)],
        JsonArray items => [.. items.OfType<JsonNode>().Where(child => child is JsonObject or JsonArray)],
        _ => [],
    };

    private static byte[] Sealed(byte[] content) => [.. content, .. SHA256.HashData(content)];

    private static byte[] Trained()
    {
        TrainingOptions options = new() { Members = 2, Epochs = 2, Hidden = 4, Layers = 1, Seed = 1 };
        TrainedModel model = Estimator.Train(new([Samples.Airline()], 6, null, options), cores: 1, progress: null, CancellationToken.None);
        return Trainings.Bytes(model);
    }
}

using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace LstmService.Engine.Training;

/// <summary>What a training counts from epoch to epoch, beside weights and moments.</summary>
internal sealed class TrainingCounters<T>
{
    /// <summary>Every epoch that counts, in order.</summary>
    public List<EpochProgress> Done { get; } = [];

    /// <summary>What the rate is multiplied by: below 1 after a loss that was no number.</summary>
    public double RateScale { get; set; } = 1;

    /// <summary>The lowest loss so far.</summary>
    public double BestLoss { get; set; } = double.PositiveInfinity;

    /// <summary>The epoch of that loss; 0 where there is none.</summary>
    public int BestEpoch { get; set; }

    /// <summary>The weights of that epoch; null where nobody will ask for them.</summary>
    public Snapshot<T>? Best { get; set; }
}

/// <summary>
/// The state of a training in the bytes of a checkpoint. Numbers of the network lie tensor by tensor, row-major, so that
/// machines of different vector widths read each other's:
/// <code>
/// element bytes int32 | steps int64 | rateScale, bestLoss float64 | bestEpoch int32
/// epochs int32, for each: epoch, epochs int32, trainLoss float64, has validation bool, validationLoss float64
/// arrays int32, for each: its place int32, its numbers      0 weights, 1 average, 2 and 3 best, 4 and on the moments
/// </code>
/// </summary>
internal static class TrainingState
{
    private const int Weights = 0, Average = 1, BestWeights = 2, BestAverage = 3, FirstMoment = 4;

    public static TrainingCheckpoint Save<T>(Network<T> network, Optimizer<T> optimizer, TrainingCounters<T> counters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        TrainingCheckpoint.Write(counters.Done.Count, SizeOf(network, optimizer, counters), writer => Write(writer, network, optimizer, counters));

    private static unsafe void Write<T>(BinaryWriter writer, Network<T> network, Optimizer<T> optimizer, TrainingCounters<T> counters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        writer.Write(sizeof(T));
        writer.Write(optimizer.Steps);
        writer.Write(counters.RateScale);
        writer.Write(counters.BestLoss);
        writer.Write(counters.BestEpoch);
        writer.Write(counters.Done.Count);
        foreach (EpochProgress epoch in counters.Done)
        {
            writer.Write(epoch.Epoch);
            writer.Write(epoch.Epochs);
            writer.Write(epoch.TrainLoss);
            writer.Write(epoch.ValidationLoss.HasValue);
            writer.Write(epoch.ValidationLoss ?? 0);
        }

        SaveArrays(writer, network, optimizer, counters.Best);
    }

    private static unsafe int SizeOf<T>(Network<T> network, Optimizer<T> optimizer, TrainingCounters<T> counters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        const int Head = sizeof(int) + sizeof(long) + 2 * sizeof(double) + 2 * sizeof(int);
        const int Epoch = 2 * sizeof(int) + sizeof(double) + sizeof(bool) + sizeof(double);
        long numbers = network.Tensors.Sum(tensor => (long)tensor.Length);
        return checked((int)(Head + (long)Epoch * counters.Done.Count + sizeof(int) + ArraysOf(optimizer, counters.Best) * (sizeof(int) + sizeof(T) * numbers)));
    }

    private static int ArraysOf<T>(Optimizer<T> optimizer, Snapshot<T>? best)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        1 + (optimizer.Average is null ? 0 : 1) + (best is null ? 0 : best.Average is null ? 1 : 2) + optimizer.Moments.Count;

    /// <summary>Puts everything back where <see cref="Save"/> took it from.</summary>
    /// <exception cref="InvalidCheckpointException">It is of another network, element type or optimiser.</exception>
    public static unsafe void Restore<T>(
        TrainingCheckpoint checkpoint, Network<T> network, Optimizer<T> optimizer, TrainingCounters<T> counters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        try
        {
            using BinaryReader reader = checkpoint.Read();
            int elementBytes = reader.ReadInt32();
            if (elementBytes != sizeof(T))
                throw new InvalidCheckpointException($"the checkpoint's numbers must have {sizeof(T)} bytes, was {elementBytes}");
            optimizer.Steps = reader.ReadInt64();
            (counters.RateScale, counters.BestLoss) = (reader.ReadDouble(), reader.ReadDouble());
            counters.BestEpoch = reader.ReadInt32();
            for (int left = reader.ReadInt32(); left > 0; left--)
            {
                int epoch = reader.ReadInt32(), epochs = reader.ReadInt32();
                double trainLoss = reader.ReadDouble();
                bool validated = reader.ReadBoolean();
                double validationLoss = reader.ReadDouble();
                counters.Done.Add(new(epoch, epochs, trainLoss, validated ? validationLoss : null));
            }

            RestoreArrays(reader, network, optimizer, counters);
        }
        catch (EndOfStreamException e)
        {
            throw new InvalidCheckpointException("the checkpoint is of another network", e);
        }
    }

    private static void SaveArrays<T>(BinaryWriter writer, Network<T> network, Optimizer<T> optimizer, Snapshot<T>? best)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] scratch = ArrayPool<T>.Shared.Rent(network.Tensors.Max(tensor => tensor.Length));
        writer.Write(ArraysOf(optimizer, best));
        Save(Weights, network.Parameters);
        if (optimizer.Average is not null)
            Save(Average, optimizer.Average);
        if (best is not null)
            Save(BestWeights, best.Weights);
        if (best?.Average is not null)
            Save(BestAverage, best.Average);
        for (int i = 0; i < optimizer.Moments.Count; i++)
            Save(FirstMoment + i, optimizer.Moments[i].Span);
        ArrayPool<T>.Shared.Return(scratch);

        void Save(int place, ReadOnlySpan<T> flat)
        {
            writer.Write(place);
            foreach (TensorInfo tensor in network.Tensors)
            {
                Span<T> values = scratch.AsSpan(0, tensor.Length);
                network.ReadTensor(tensor.Name, flat, values);
                writer.Write(MemoryMarshal.AsBytes(values));
            }
        }
    }

    private static void RestoreArrays<T>(
        BinaryReader reader, Network<T> network, Optimizer<T> optimizer, TrainingCounters<T> counters)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        // Tensors find their places in a flat array through a network of the same layout.
        Network<T> carrier = network.Clone();
        int arrays = reader.ReadInt32(), expected = optimizer.Moments.Count + (optimizer.Average is null ? 1 : 2);
        int bests = optimizer.Average is null ? 1 : 2;
        if (arrays != expected && arrays != expected + bests)
            throw new InvalidCheckpointException("the checkpoint is of another optimizer, or of a training with another average");
        if (arrays == expected + bests)
            counters.Best = optimizer.Save();
        for (; arrays > 0; arrays--)
        {
            int place = reader.ReadInt32();
            foreach (TensorInfo tensor in network.Tensors)
            {
                var values = new T[tensor.Length];
                reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
                carrier.SetTensor(tensor.Name, values);
            }

            carrier.Parameters.CopyTo(Place(place, network, optimizer, counters.Best));
        }

        if (reader.BaseStream.Position != reader.BaseStream.Length)
            throw new InvalidCheckpointException("the checkpoint is of another network");
    }

    private static Span<T> Place<T>(int place, Network<T> network, Optimizer<T> optimizer, Snapshot<T>? best)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => place switch
        {
            Weights => network.Parameters,
            Average when optimizer.Average is not null => optimizer.Average,
            BestWeights when best is not null => best.Weights,
            BestAverage when best?.Average is not null => best.Average,
            >= FirstMoment when place - FirstMoment < optimizer.Moments.Count => optimizer.Moments[place - FirstMoment].Span,
            _ => throw new InvalidCheckpointException($"the checkpoint has an array {place}, which this training does not know"),
        };
}

namespace LstmService.Engine.Tests.Networks;

/// <summary>What each choice of a stack means, by its definition.</summary>
public sealed class StackTests
{
    private static readonly NetworkSpec s_spec = new()
    {
        InputSize = 2,
        Hidden = 9,
        Head = new LinearHeadSpec(3) { InitialScale = 1 },
        Summary = Summary.EveryStep,
    };

    [Fact]
    public void ADilatedLayerRunsItsInterleavedSequencesEachByItself()
    {
        const int Dilation = 3, Steps = 11;
        var dilated = new Network<float>(s_spec with { Dilations = [Dilation] }, 1);
        var plain = new Network<float>(s_spec, 1);
        Batch<float> batch = Batches.Of<float>(s_spec, 2, Steps, 3, 2);
        float[] outputs = [.. dilated.Forward(new(dilated, 2, Steps), batch)];
        for (int first = 0; first < Dilation; first++)
        {
            int[] steps = [.. Enumerable.Range(0, Steps).Where(step => step % Dilation == first)];
            Batch<float> part = Batches.Of<float>(s_spec, 2, steps.Length, 3, 2);
            for (int i = 0; i < steps.Length * 2; i++)
                batch.InputsAt(steps[i / 2], i % 2).CopyTo(part.InputsAt(i / 2, i % 2));
            float[] own = [.. plain.Forward(new(plain, 2, Steps), part)];
            for (int i = 0; i < steps.Length; i++)
                Assert.Equal(own[(i * 6)..(i * 6 + 6)], outputs[(steps[i] * 6)..(steps[i] * 6 + 6)]);
        }
    }

    [Fact]
    public void AResidualLayerThatSaysNothingPassesOnWhatItReads()
    {
        NetworkSpec two = s_spec with { Layers = 2, Residual = true };
        var residual = new Network<float>(two, 1);
        var single = new Network<float>(s_spec, 2);
        foreach (TensorInfo tensor in residual.Tensors)
            residual.SetTensor(tensor.Name, tensor.Name.StartsWith("layers.1", StringComparison.Ordinal)
                ? new float[tensor.Length] : single.GetTensor(tensor.Name));
        Batch<float> batch = Batches.Of<float>(two, 3, 5, 3, 2);
        Assert.Equal(
            single.Forward(new(single, 3, 5), batch).ToArray(), residual.Forward(new(residual, 3, 5), batch).ToArray());
    }

    [Fact]
    public void AWindowReadBackwardsByTheExchangedDirectionsHasTheSameFinalStates()
    {
        NetworkSpec spec = s_spec with { Bidirectional = true, Layers = 2, Summary = Summary.FinalStates };
        var network = new Network<float>(spec, 1);
        Network<float> exchanged = network.Clone();
        foreach (TensorInfo tensor in network.Tensors)
            exchanged.SetTensor(Exchanged(tensor.Name), ExchangeHalves(tensor, network.GetTensor(tensor.Name)));
        Batch<float> batch = Batches.Of<float>(spec, 3, 6, 3, 2), turned = Batches.Of<float>(spec, 3, 6, 3, 2);
        for (int i = 0; i < 18; i++)
            batch.InputsAt(i / 3, i % 3).CopyTo(turned.InputsAt(5 - i / 3, i % 3));
        Numbers.AssertClose<float>(
            network.Forward(new(network, 3, 6), batch), exchanged.Forward(new(exchanged, 3, 6), turned), 1e-6, "outputs");
    }

    [Fact]
    public void ALengthThatIsNoneIsRefused()
    {
        var network = new Network<float>(s_spec, 1);
        Batch<float> batch = Batches.Of<float>(s_spec, 2, 5, 3, 2);
        batch.Lengths[1] = 6;
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => network.Forward(new(network, 2, 5), batch).Length);
        Assert.StartsWith("the length of window 1 must be 0..5, was 6", refusal.Message, StringComparison.Ordinal);
        batch.Lengths[1] = -1;
        Assert.Throws<ArgumentException>(() => network.Forward(new(network, 2, 5), batch).Length);
    }

    [Fact]
    public void PastItsEndAWindowIsAnsweredWithZero()
    {
        var network = new Network<float>(s_spec, 1);
        Batch<float> batch = Batches.Of<float>(s_spec, 2, 5, 3, 2);
        batch.Lengths[1] = 2;
        float[] outputs = [.. network.Forward(new(network, 2, 5), batch)];
        for (int i = 0; i < outputs.Length; i++)
            Assert.Equal(i / 3 % 2 == 1 && i / 6 >= 2, outputs[i] == 0);
    }

    private static string Exchanged(string name) =>
        !name.StartsWith("layers", StringComparison.Ordinal) ? name
        : name.Contains(".reverse", StringComparison.Ordinal) ? name.Replace(".reverse", "", StringComparison.Ordinal)
        : name.Insert("layers.0".Length, ".reverse");

    /// <summary>What reads [forward | backward] must read them exchanged.</summary>
    private static float[] ExchangeHalves(TensorInfo tensor, float[] values)
    {
        int columns = tensor.Shape.Count == 2 ? tensor.Shape[1] : 0;
        if (columns != 18)
            return values;
        return [.. values.Select((_, i) => values[i / columns * columns + (i % columns + 9) % columns])];
    }
}

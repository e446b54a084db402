namespace LstmService.Engine.Tests;

/// <summary>Networks that between them use every choice of a spec, small enough for finite differences.</summary>
internal static class Variants
{
    private static readonly NetworkSpec s_two = new()
    {
        InputSize = 2,
        Hidden = 5,
        Layers = 2,
        Head = new LinearHeadSpec(3) { InitialScale = 1 },
    };

    // The decoder reads one number and one category of three.
    private static readonly DecoderSpec s_decoder = new() { Steps = 4, InputSize = 2, Embeddings = [new(1, 3, 2)] };

    private static readonly NetworkSpec s_both = s_two with { Bidirectional = true, Summary = Summary.FinalStates };

    public static IReadOnlyDictionary<string, NetworkSpec> All { get; } = new Dictionary<string, NetworkSpec>
    {
        ["peephole"] = s_two with { Cell = Cell.PeepholeLstm },
        ["coupled"] = s_two with { Cell = Cell.CoupledLstm },
        ["gru"] = s_two with { Cell = Cell.Gru },
        ["rnn"] = s_two with { Cell = Cell.Rnn },
        ["both ways"] = s_both,
        ["both ways, last output"] = s_both with { Summary = Summary.LastOutput },
        ["both ways, every step"] = s_both with { Summary = Summary.EveryStep },
        ["gru both ways, residual"] = s_both with { Cell = Cell.Gru, Layers = 3, Residual = true },
        ["residual"] = s_two with { Layers = 3, Residual = true },
        ["dilated"] = s_two with { Dilations = [2, 3] },
        ["gru dilated, every step"] = s_two with { Cell = Cell.Gru, Dilations = [1, 4], Summary = Summary.EveryStep },
        ["peephole dilated both ways"] = s_both with { Cell = Cell.PeepholeLstm, Dilations = [3] },
        ["every step"] = s_two with { Summary = Summary.EveryStep },
        ["dropout"] = s_two with { Layers = 3, Dropout = 0.4 },
        ["recurrent dropout"] = s_two with { RecurrentDropout = 0.4 },
        ["gru with all dropout, both ways, dilated, residual, every step"] = s_two with
        {
            Cell = Cell.Gru,
            Bidirectional = true,
            Dropout = 0.3,
            RecurrentDropout = 0.3,
            Dilations = [2, 1],
            Residual = true,
            Summary = Summary.EveryStep,
        },
        ["embeddings"] = s_two with { InputSize = 3, Embeddings = [new(1, 4, 3), new(0, 2, 1)] },
        ["decoder"] = s_two with { Decoder = s_decoder },
        ["gru decoder"] = s_two with { Cell = Cell.Gru, Decoder = s_decoder },
        ["residual decoder of a dilated encoder with embeddings"] = s_two with
        {
            Cell = Cell.PeepholeLstm,
            Residual = true,
            Dilations = [2, 2],
            InputSize = 3,
            Embeddings = [new(2, 3, 2)],
            Decoder = s_decoder,
        },
        ["attention"] = s_two with { Layers = 1, Decoder = s_decoder with { Attention = 3 } },
        ["gru attention over both ways with dropout"] = s_both with
        {
            Cell = Cell.Gru,
            Summary = Summary.LastOutput,
            Residual = true,
            Dropout = 0.3,
            RecurrentDropout = 0.3,
            Decoder = s_decoder with { Attention = 9 },
        },
    };

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>Windows of 1..6 steps in turn, the first of all of them; what stands past an end is no number.</summary>
    public static void MakeRagged<T>(Batch<T> batch)
        where T : unmanaged, System.Numerics.IBinaryFloatingPointIeee754<T>
    {
        for (int window = 0; window < batch.Count; window++)
        {
            int length = batch.Steps - window * 2 % batch.Steps;
            batch.Lengths[window] = window == 0 ? 0 : length;
            for (int step = length; step < batch.Steps; step++)
                batch.InputsAt(step, window).Fill(T.NaN);
        }
    }
}

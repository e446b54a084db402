namespace LstmService.Engine.Explanation;

/// <summary>What a cell decides at a step, each a number for each unit.</summary>
public enum Gate
{
    /// <summary>i: how much of the candidate enters the memory; of a GRU 1 - z.</summary>
    Input,

    /// <summary>f: how much of the memory stays; of a coupled LSTM 1 - i, of a GRU z.</summary>
    Forget,

    /// <summary>o: how much of the memory is shown.</summary>
    Output,

    /// <summary>r: how much of the past a GRU's candidate sees.</summary>
    Reset,

    /// <summary>g, n: what would enter, in -1..1; of the plain network the hidden state itself.</summary>
    Candidate,
}

/// <summary>Which column of a cell holds which gate, and which rows of its tensors make the candidate.</summary>
internal static class CellGates
{
    /// <summary>Each gate's column, as the cell's own file has them, and whether it holds 1 less the gate.</summary>
    public static IReadOnlyList<(Gate Gate, int Column, bool Opposite)> Of(Cell cell) => cell switch
    {
        Cell.Gru =>
        [
            (Gate.Reset, 0, false), (Gate.Forget, 1, false), (Gate.Input, 1, true), (Gate.Candidate, 2, false),
        ],
        Cell.CoupledLstm =>
        [
            (Gate.Input, 0, false), (Gate.Forget, 0, true), (Gate.Candidate, 1, false), (Gate.Output, 2, false),
        ],
        Cell.Rnn => [(Gate.Candidate, 0, false)],
        _ => [(Gate.Input, 0, false), (Gate.Forget, 1, false), (Gate.Candidate, 2, false), (Gate.Output, 3, false)],
    };

    /// <summary>Which of the blocks of rows of weight_input, weight_hidden and bias is the candidate's.</summary>
    public static int CandidateRows(Cell cell) => cell switch
    {
        Cell.Rnn => 0,
        Cell.CoupledLstm => 1,
        _ => 2,
    };
}

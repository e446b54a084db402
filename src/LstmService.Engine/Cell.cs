namespace LstmService.Engine;

/// <summary>What a layer is made of; the equations stand in <c>Cells/</c>, a file for each.</summary>
public enum Cell
{
    /// <summary>Long short-term memory with a forget gate (Hochreiter and Schmidhuber 1997; Gers et al. 2000).</summary>
    Lstm,

    /// <summary>An LSTM whose gates also see the memory (Gers and Schmidhuber 2000).</summary>
    PeepholeLstm,

    /// <summary>An LSTM that forgets only where it writes: f = 1 - i (Greff et al. 2017).</summary>
    CoupledLstm,

    /// <summary>Gated recurrent unit (Cho et al. 2014), with the reset inside the candidate's product.</summary>
    Gru,

    /// <summary>The plain recurrent network with tanh (Elman 1990), whose gradient vanishes: the teaching baseline.</summary>
    Rnn,
}

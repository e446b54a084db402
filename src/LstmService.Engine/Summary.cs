namespace LstmService.Engine;

/// <summary>What the head of a network reads.</summary>
public enum Summary
{
    /// <summary>The top layer's output at the last step.</summary>
    LastOutput,

    /// <summary>The top layer's output at every step in turn: the network answers at each, as labelling a sequence needs.</summary>
    EveryStep,
}

namespace LstmService.Engine;

/// <summary>What the head of a network reads of its top layer.</summary>
public enum Summary
{
    /// <summary>
    /// The output at each window's last step, as in PyTorch. In a network that runs both ways the backward half has seen
    /// only one step there.
    /// </summary>
    LastOutput,

    /// <summary>
    /// The output at every step in turn: the network answers at each, as labelling a sequence needs. Past a window's end
    /// it answers 0.
    /// </summary>
    EveryStep,

    /// <summary>
    /// Where each direction ended: the forward half at the window's last step, the backward half at its first. The better
    /// summary of a window in a network that runs both ways; in another the same as <see cref="LastOutput"/>.
    /// </summary>
    FinalStates,
}

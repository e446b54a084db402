using System.Numerics;
using LstmService.Engine.Heads;
using LstmService.Engine.Kernels;

namespace LstmService.Engine;

/// <summary>
/// The shape of a head: what a network answers from a hidden state. One file for each head, equations and shape together.
/// </summary>
public abstract record HeadSpec
{
    /// <summary>The widest answer a head may give.</summary>
    internal const int MostOutputs = 65536;

    /// <summary>The starting weights are scaled by this, so that a fresh network answers close to 0; 0..10.</summary>
    public double InitialScale { get; init; } = 0.1;

    /// <summary>Numbers answered for each window, or for each of its steps.</summary>
    public abstract int Outputs { get; }

    /// <summary>Does it read numbers of the window beside the hidden state, so that it cannot answer at every step?</summary>
    internal virtual bool ReadsWindow => false;

    /// <summary>Adds every rule this shape breaks.</summary>
    internal virtual void Validate(List<string> failures)
    {
        if (!(InitialScale is >= 0 and <= 10))
            failures.Add($"initialScale must be 0..10, was {InitialScale}");
    }

    /// <summary>Makes the head, reserving its parameters.</summary>
    internal abstract Head<T> Build<T, TV>(ParameterLayout layout, HiddenSize hidden)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
        where TV : unmanaged, IVector<TV, T>;
}

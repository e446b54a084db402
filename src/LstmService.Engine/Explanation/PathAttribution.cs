namespace LstmService.Engine.Explanation;

/// <summary>
/// A function of the answers for one window, and its gradient.
/// </summary>
/// <param name="outputs">[rows of the window, outputs]: the mean answer of the networks.</param>
/// <param name="dOutputs">As long, 0 on entry: the gradient is put here.</param>
/// <returns>The function's value.</returns>
public delegate double PathTarget(ReadOnlySpan<double> outputs, Span<double> dOutputs);

/// <summary>What each number of a window did to a function of the answer.</summary>
/// <param name="Baseline">The function at the window that was started from.</param>
/// <param name="Output">The function at the window itself.</param>
/// <param name="Inputs">[steps, inputSize].</param>
/// <param name="Alternatives">[horizon, alternatives].</param>
/// <param name="Skip">[skip].</param>
/// <param name="Evaluations">At how many points of the path the gradient was taken.</param>
public sealed record PathAttribution(
    double Baseline, double Output, double[] Inputs, double[] Alternatives, double[] Skip, int Evaluations)
{
    /// <summary>What is not attributed: the error of the integral.</summary>
    public double Residual => Output - Baseline - Inputs.Sum() - Alternatives.Sum() - Skip.Sum();
}

namespace LstmService.Engine.Explanation;

/// <summary>
/// Where an answer came from: all of it sums to <see cref="Output"/>, which is
/// Inputs + Alternatives + Skip + ToBiases + Absorbed.
/// </summary>
/// <param name="Output">The answer that was explained.</param>
/// <param name="Inputs">[steps, inputSize] of the window.</param>
/// <param name="Alternatives">[alternatives] of the explained step ahead; empty where the head reads none.</param>
/// <param name="Skip">[skip]; empty where the head reads none.</param>
/// <param name="ToBiases">What came from biases, and so from no input.</param>
/// <param name="Absorbed">What the epsilon of the rule took.</param>
public sealed record Relevance(
    double Output, double[] Inputs, double[] Alternatives, double[] Skip, double ToBiases, double Absorbed);

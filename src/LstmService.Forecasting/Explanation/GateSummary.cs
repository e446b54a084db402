namespace LstmService.Forecasting.Explanation;

/// <summary>What a gate, or a state, was at each step, over the units of a layer in every member.</summary>
/// <param name="Mean">[step].</param>
/// <param name="Lower">[step]: a tenth of the units lie below.</param>
/// <param name="Median">[step].</param>
/// <param name="Upper">[step]: a tenth of the units lie above.</param>
public sealed record UnitSummary(double[] Mean, double[] Lower, double[] Median, double[] Upper);

/// <summary>What one layer, run one way, did along the window.</summary>
/// <param name="Layer">From 1, the bottom.</param>
/// <param name="Direction"><c>forward</c> or <c>backward</c>.</param>
/// <param name="Gates">By their names: <c>input</c>, <c>forget</c>, <c>output</c>, <c>reset</c>, <c>candidate</c>, those the cell has.</param>
/// <param name="CellState">c.</param>
/// <param name="CellNorm">[step]: the root mean square of c.</param>
/// <param name="HiddenState">h.</param>
/// <param name="HiddenNorm">[step]: the root mean square of h.</param>
/// <param name="KeptFor">About how many points the memory of the middle unit keeps what it took in: 1/(1-f) steps, with f its mean forget gate; null in a cell without one.</param>
public sealed record LayerGates(
    int Layer, string Direction, IReadOnlyDictionary<string, UnitSummary> Gates, UnitSummary CellState, double[] CellNorm,
    UnitSummary HiddenState, double[] HiddenNorm, double? KeptFor);

/// <summary>What the gates did while a history was read.</summary>
/// <param name="Times">[step]: the time of each step's last point.</param>
/// <param name="PointsAStep">Points that one step reads.</param>
/// <param name="Layers">Bottom first.</param>
public sealed record GateSummary(IReadOnlyList<string> Times, int PointsAStep, IReadOnlyList<LayerGates> Layers);

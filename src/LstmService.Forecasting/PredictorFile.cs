using LstmService.Forecasting.Pipeline;

namespace LstmService.Forecasting;

/// <summary>A predictor of values as bytes: a <see cref="ModelFile"/> that starts with <c>LSPR</c>.</summary>
public sealed partial class Predictor
{
    private static readonly ModelFile File = new("LSPR", formatVersion: WithShares);

    /// <summary>
    /// Format 2 added bounds and the paths of past errors, 3 covariates, 4 baselines with weights of their own: a reader of an earlier
    /// one would leave them out of its answers.
    /// </summary>
    private const int WithErrorPaths = 2, WithCovariates = 3, WithShares = 4;

    private int Format => !State.Composition.IsEvenlyShared ? WithShares : State.Covariates is null ? WithErrorPaths : WithCovariates;

    /// <summary>Writes the predictor.</summary>
    public void Save(Stream destination) => File.Write(destination, State, _ensemble?.Members ?? [], Format);

    /// <summary>Reads a predictor that <see cref="Save"/> wrote.</summary>
    /// <exception cref="InvalidModelException">It is none, is damaged, or is of a later version.</exception>
    public static Predictor Load(Stream source) => File.Read<PredictorState, Predictor>(
        source, state => WindowBatch.NetworkFor(state.Plan),
        (state, members) => new(state, members.Count > 0 ? new Ensemble(state.Plan, state.Global, members) : null));
}

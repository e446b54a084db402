using LstmService.Api.Jobs;
using LstmService.Api.Storage;

namespace LstmService.Api.Training;

/// <summary>
/// Tells whose worker is dead. With the embedded store it is whoever does not run in this process; with the shared one it is
/// a run whose <c>beat</c> stood still through several looks. No clock of another node is believed, and a look that failed,
/// or a pause of the looking process, starts the watch anew.
/// </summary>
internal sealed class Liveness(Dialect dialect, RunningTrainings running)
{
    /// <summary>Looks, two seconds apart, through which a living worker beats about ten times.</summary>
    public const int LooksUntilDead = 6;

    private Dictionary<(string Tenant, string Id), (long Attempt, long Beat, int Looks)> _seen = [];

    /// <summary>Those of <paramref name="taken"/> whose worker is dead, after one more look at them.</summary>
    public IReadOnlyList<RunRow> Dead(IReadOnlyList<RunRow> taken)
    {
        List<RunRow> elsewhere = [.. taken.Where(run => !running.Has(run))];
        if (!dialect.IsShared) return elsewhere;
        _seen = elsewhere.ToDictionary(run => (run.Tenant, run.Id), run => (run.Attempt, run.Beat, LooksAt(run)));
        return [.. elsewhere.Where(run => _seen[(run.Tenant, run.Id)].Looks >= LooksUntilDead)];
    }

    /// <summary>Starts every watch anew: the store could not be looked at.</summary>
    public void Forget() => _seen.Clear();

    private int LooksAt(RunRow run) =>
        _seen.TryGetValue((run.Tenant, run.Id), out (long Attempt, long Beat, int Looks) before)
        && (before.Attempt, before.Beat) == (run.Attempt, run.Beat) ? before.Looks + 1 : 1;
}

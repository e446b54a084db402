using System.Globalization;
using LstmService.Api.Models;

namespace LstmService.Api.Training;

/// <summary>
/// Decides whether a new version becomes champion: the first always does; a later one if it is at least as good as the
/// champion on the same origins. Two versions share their origins where they were judged on the same data by the same
/// protocol; on other data the old errors say nothing, and the model that knows the newest history takes over.
/// </summary>
internal static class ChampionRule
{
    public static (bool Promoted, string Note) Judge(Judgement challenger, string dataHash, long version, VersionRow? champion)
    {
        if (champion is null) return (true, $"version {version} is champion: it is the first");
        Judgement incumbent = Judgement.Of(champion);
        bool sameOrigins = champion.DataHash == dataHash && incumbent.Protocol == challenger.Protocol;
        if (!sameOrigins)
            return (true, $"version {version} is champion: version {champion.Version} was judged on other data or another horizon");
        if (Comparable(challenger, incumbent) is not { } errors)
            return (true, $"version {version} is champion: the data are too short to judge it against version {champion.Version}");
        string comparison = string.Create(
            CultureInfo.InvariantCulture, $"{errors.Measure} {errors.Challenger:0.0000} against {errors.Incumbent:0.0000} on the same origins");
        return errors.Challenger <= errors.Incumbent
            ? (true, $"version {version} is champion: {comparison} of version {champion.Version}")
            : (false, $"version {champion.Version} stays champion: version {version} has {comparison}");
    }

    private static (string Measure, double Challenger, double Incumbent)? Comparable(Judgement challenger, Judgement incumbent)
    {
        foreach ((string measure, double error) in challenger.Errors)
            foreach ((string other, double before) in incumbent.Errors)
                if (measure == other) return (measure, error, before);
        return null;
    }
}

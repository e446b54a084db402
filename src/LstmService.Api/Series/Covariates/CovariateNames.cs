using System.Text.Json;
using LstmService.Api.Series.Json;
using LstmService.Forecasting.Covariates;

namespace LstmService.Api.Series.Covariates;

/// <summary>What is given beside the values of every series, and when it is known.</summary>
/// <param name="Known">Also of the future.</param>
/// <param name="Past">Of the past only.</param>
/// <param name="Static">One value for the whole series.</param>
public sealed record CovariateNames(IReadOnlyList<string> Known, IReadOnlyList<string> Past, IReadOnlyList<string> Static)
{
    private const int Most = 64;
    private static readonly string[] Reserved = ["id", "start", "timestamps", "values", "frequency", "series"];

    /// <summary>The members that say the names, and the parameters beside a CSV.</summary>
    internal static IReadOnlyList<string> Roles { get; } = ["known", "past", "static"];

    /// <summary>No covariates.</summary>
    public static CovariateNames None { get; } = new([], [], []);

    /// <summary>Every name with its role, known ones first.</summary>
    internal IEnumerable<(string Name, CovariateRole Role)> All() =>
        [.. Known.Select(n => (n, CovariateRole.Known)), .. Past.Select(n => (n, CovariateRole.Past)), .. Static.Select(n => (n, CovariateRole.Static))];

    /// <summary>Numbers that a point takes: its value and what changes with it.</summary>
    internal int PerValue => 1 + Known.Count + Past.Count;

    /// <summary>Those that a model was trained with.</summary>
    internal static CovariateNames Of(CovariateCoding? coding)
    {
        string[] Names(CovariateRole role) => [.. (coding?.Columns ?? []).Where(c => c.Role == role).Select(c => c.Name)];
        return new(Names(CovariateRole.Known), Names(CovariateRole.Past), Names(CovariateRole.Static));
    }

    /// <summary>Reads <c>{"known": ["price"], "past": [], "static": ["region"]}</c>; what is wrong goes to <paramref name="errors"/>.</summary>
    internal static CovariateNames FromJson(JsonElement? element, string pointer, ErrorList errors)
    {
        if (element is not { } given) return None;
        if (given.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"covariates: expected an object with known, past or static, found {JsonText.Found(given)}", pointer);
            return None;
        }
        JsonMembers members = new(given, pointer, Roles, errors);
        CovariateNames names = new(Texts("known"), Texts("past"), Texts("static"));
        names.Check(pointer, errors);
        return names;

        string[] Texts(string role)
        {
            if (members.Find(role) is not { } array) return [];
            if (array.ValueKind == JsonValueKind.Array && array.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String && JsonText.Of(item) is not null))
                return [.. array.EnumerateArray().Select(item => JsonText.Of(item)!)];
            errors.Add($"{role}: expected names such as [\"price\"], found {JsonText.Found(array)}", members.At(role));
            return [];
        }
    }

    /// <summary>With the names of one role, written with commas between them.</summary>
    internal CovariateNames With(string role, string text)
    {
        string[] names = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return role switch
        {
            "known" => this with { Known = names },
            "past" => this with { Past = names },
            _ => this with { Static = names },
        };
    }

    internal void Check(string pointer, ErrorList errors)
    {
        string[] all = [.. All().Select(n => n.Name)];
        if (all.Length > Most) errors.Add($"there may be {Most} covariates, were {all.Length}", pointer);
        foreach (string name in all.Where(n => n.Length is 0 or > SeriesIds.Longest || Reserved.Contains(n)))
            errors.Add($"a covariate's name must be 1..{SeriesIds.Longest} characters and none of {string.Join(", ", Reserved)}, was {Excerpt.Of(name)}", pointer);
        foreach (string name in all.GroupBy(n => n).Where(g => g.Count() > 1).Select(g => g.Key))
            errors.Add($"the covariate {Excerpt.Of(name)} is named twice: it is known, past or static", pointer);
    }
}

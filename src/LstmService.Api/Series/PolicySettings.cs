using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;

namespace LstmService.Api.Series;

/// <summary>Reads the policies for dirty data: members of a body, query parameters or form fields of the same names.</summary>
internal static class PolicySettings
{
    private static readonly Policy[] All =
    [
        Of<GapPolicy>("gaps", (p, v) => p with { Gaps = v }),
        Of<DuplicatePolicy>("duplicates", (p, v) => p with { Duplicates = v }),
        new("aggregate", Frequency.Allowed, AggregateTo),
        Of<Aggregation>("aggregation", (p, v) => p with { Aggregation = v }),
        Of<OutlierPolicy>("outliers", (p, v) => p with { Outliers = v }),
    ];

    public static IReadOnlyList<string> Names { get; } = [.. All.Select(p => p.Name)];

    /// <summary>The values a policy may have, for the document.</summary>
    public static string AllowedOf(string name) => All.Single(p => p.Name == name).Allowed;

    /// <summary>The policies with one more; what is wrong with it goes to <paramref name="errors"/>.</summary>
    /// <param name="policies">Those read so far.</param>
    /// <param name="name">One of <see cref="Names"/>.</param>
    /// <param name="text">Its value.</param>
    /// <param name="pointer">Where it stands.</param>
    /// <param name="errors">Where errors go.</param>
    public static PreparationPolicies Set(PreparationPolicies policies, string name, string text, string pointer, ErrorList errors)
    {
        Policy policy = All.Single(p => p.Name == name);
        if (policy.Set(policies, text) is { } set) return set;
        errors.Add($"{name} must be one of {policy.Allowed}, was {Excerpt.Of(text)}", pointer);
        return policies;
    }

    private static PreparationPolicies? AggregateTo(PreparationPolicies policies, string text) =>
        Frequency.TryParse(text, out Frequency? frequency) ? policies with { Aggregate = frequency.ToString() } : null;

    private static Policy Of<T>(string name, Func<PreparationPolicies, T, PreparationPolicies> set)
        where T : struct, Enum =>
        new(name, string.Join(", ", Enum.GetNames<T>()).ToLowerInvariant(),
            (policies, text) => !int.TryParse(text, out _) && Enum.TryParse(text, ignoreCase: true, out T value) && Enum.IsDefined(value) ? set(policies, value) : null);

    private sealed record Policy(string Name, string Allowed, Func<PreparationPolicies, string, PreparationPolicies?> Set);
}

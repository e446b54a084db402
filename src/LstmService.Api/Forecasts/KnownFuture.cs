using LstmService.Api.Problems;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;

namespace LstmService.Api.Forecasts;

/// <summary>Puts a future that was told after a history.</summary>
internal static class KnownFuture
{
    /// <summary>The history whose named covariates go on as <paramref name="future"/> says; the others go on as they did.</summary>
    public static TimeSeries Of(TimeSeries history, IReadOnlyList<Covariate> future) => history with
    {
        Covariates = [.. history.Covariates.Select(c => future.FirstOrDefault(f => f.Name == c.Name) is { } told ? After(history.Length, c, told) : c)],
    };

    /// <summary>Covariates that are text where the model knows numbers, or the other way round.</summary>
    public static IEnumerable<InputError> OtherKinds(CovariateCoding? coding, IReadOnlyList<Covariate> given, string pointer) =>
        from covariate in given
        let column = coding?.Columns.FirstOrDefault(c => c.Name == covariate.Name)
        let isText = column?.Categories is not null
        where column is not null && covariate.Texts is not null != isText
        select new InputError($"{covariate.Name} is {(isText ? "a category, written as text" : "a number")} in this model", $"{pointer}/{covariate.Name}");

    private static Covariate After(int length, Covariate past, Covariate future)
    {
        int all = length + future.Length;
        Covariate extended = past.Pick(all, i => i < Math.Min(length, past.Length) ? i : -1);
        if (extended.Numbers is { } numbers && future.Numbers is { } told) told.CopyTo(numbers, length);
        if (extended.Texts is { } texts && future.Texts is { } said) said.CopyTo(texts, length);
        return extended;
    }
}

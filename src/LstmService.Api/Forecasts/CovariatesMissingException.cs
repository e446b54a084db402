using LstmService.Api.Problems;
using LstmService.Forecasting.Covariates;

namespace LstmService.Api.Forecasts;

/// <summary>A forecast whose model reads covariates that the request or the store does not hold.</summary>
internal sealed class CovariatesMissingException(IReadOnlyList<MissingCovariate> missing, string series, bool isStored)
    : Exception(Detail(missing[0], series, isStored))
{
    /// <summary>One for each covariate.</summary>
    public IReadOnlyList<InputError> Errors { get; } =
        [.. missing.Select(m => new InputError(Detail(m, series, isStored), Pointer: isStored && !m.InFuture ? "series" : $"/{(m.InFuture ? "future" : "history")}/{m.Name}"))];

    private static string Detail(MissingCovariate missing, string series, bool isStored) => (missing.InFuture, isStored) switch
    {
        (true, true) => $"{missing.Name} is known ahead, and {missing.Given} of the {missing.Needed} values that the horizon needs are stored for series {series}: "
            + $"POST /forecast with future, {missing.Needed} values of {missing.Name}",
        (true, false) => $"{missing.Name} is known ahead: future.{missing.Name} must hold {missing.Needed} values, one for each step of the horizon, held {missing.Given}",
        (false, true) => $"the stored series {series} has no {missing.Name}, which the model was trained with: POST /forecast with a history that has it",
        (false, false) => missing.Role == CovariateRole.Static
            ? $"history.{missing.Name} is missing: the model was trained with it"
            : $"history.{missing.Name} must hold a value for each of the history's, held {missing.Given}: the model was trained with it",
    };
}

using LstmService.Api.Models;
using LstmService.Api.Problems;
using LstmService.Api.Series;
using LstmService.Api.Series.Covariates;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Forecasts;

/// <summary>The history that a POST goes on from: the one it brings, made regular as the version's own were, or the stored one under a future it tells.</summary>
internal static class FreshHistory
{
    /// <summary>What the reader of a body has to know of the models it may name.</summary>
    public static Func<string, int?, CovariateNames> CovariatesOf(string tenant, Catalogue catalogue, Forecaster forecaster) =>
        (model, number) => catalogue.Served(tenant, model, number) is { } served
            ? CovariateNames.Of(forecaster.CovariatesOf(tenant, served))
            : CovariateNames.None;

    /// <summary>The history that was brought; of symbols their numbers. Or why it does not fit the version.</summary>
    public static (TimeSeries? History, ProblemHttpResult? Refusal) Of(HistoryUpload upload, string tenant, ServedVersion version, Forecaster forecaster)
    {
        if (CheckKind(upload, version) is { } otherKind) return (null, otherKind);
        PreparationPolicies policies = forecaster.PoliciesOf(tenant, version);
        Frequency frequency = forecaster.FrequencyOf(tenant, version);
        bool aggregates = policies.Aggregate is not null; // then the history may step finer
        if (upload.Frequency is { } given && given != frequency && !aggregates)
        {
            string detail = $"the model steps by {frequency}, this history by {given}: train a model of that frequency";
            return (null, Problem.Unprocessable(detail, new InputError(detail, "/history/frequency")));
        }
        // a model of positions takes any times: only their order matters to it
        PreparedData prepared = aggregates || frequency == Frequency.Index
            ? SeriesPreparation.Prepare([upload.History], aggregates ? upload.Frequency : null, policies)
            : SeriesPreparation.PrepareHistory(upload.History, frequency, policies);
        return prepared.Problems.Count > 0 ? (null, PreparationProblem.Of(prepared.Problems, upload.Places)) : (prepared.Series[0], null);
    }

    /// <summary>The stored history, where only a future was told.</summary>
    public static (TimeSeries? History, ProblemHttpResult? Refusal) Stored(
        HistoryUpload upload, string tenant, ServedVersion version, Catalogue catalogue, Forecaster forecaster)
    {
        if (forecaster.CovariatesOf(tenant, version) is null)
        {
            string detail = $"model '{version.Model}' was trained without covariates: it has no future to be told; leave future and scenario out, or give a history";
            return (null, Problem.Invalid(detail, new InputError(detail, upload.Scenario is null ? "/future" : "/scenario")));
        }
        const string Missing = "series is missing: the model has many, and no history is given";
        (ServedSeries? series, ProblemHttpResult? refusal) = SeriesChoice.One(catalogue, tenant, version, upload.Series, Missing, "/series");
        return series is null ? (null, refusal) : (forecaster.Stored(tenant, version, series), null);
    }

    /// <summary>A history that goes on as its future was told, with all that a forecast of <paramref name="horizon"/> steps needs.</summary>
    /// <exception cref="CovariatesMissingException">It has not.</exception>
    public static (TimeSeries? History, ProblemHttpResult? Refusal) Told(HistoryUpload upload, CovariateCoding? coding, TimeSeries history, int horizon)
    {
        InputError[] otherKinds = [.. KnownFuture.OtherKinds(coding, history.Covariates, "/history"), .. KnownFuture.OtherKinds(coding, upload.Future, "/future"), .. KnownFuture.OtherKinds(coding, upload.Scenario ?? [], "/scenario")];
        if (otherKinds.Length > 0) return (null, Problem.Invalid(otherKinds[0].Detail, otherKinds));
        TimeSeries told = KnownFuture.Of(history, upload.Future);
        Forecaster.Require(coding, told, horizon, isStored: upload.FromStored && upload.Future.Count == 0);
        return (told, null);
    }

    private static ProblemHttpResult? CheckKind(HistoryUpload upload, ServedVersion version)
    {
        bool symbols = version.Kind == ModelKind.Symbols;
        if (symbols == upload.Symbols is not null) return null;
        string detail = symbols
            ? $"model '{version.Model}' is of symbols: write the values as text, such as [\"rain\", null]"
            : $"model '{version.Model}' is of numbers: write the values as numbers, or name a model of kind symbols";
        return Problem.Invalid(detail, new InputError(detail, "/history/values"));
    }
}

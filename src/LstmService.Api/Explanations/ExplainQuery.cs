using LstmService.Api.Problems;
using LstmService.Api.Requests;
using LstmService.Api.Series;
using LstmService.Forecasting.Explanation;
using LstmService.Forecasting.Options;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Explanations;

/// <summary>What an explanation was asked for; gates belong to no step, method and symbol.</summary>
/// <param name="Model">The model.</param>
/// <param name="Series">The series; null where the model has one.</param>
/// <param name="Version">The version; null is the champion.</param>
/// <param name="Step">Steps ahead, from 1.</param>
/// <param name="Method">How; null is the best for the kind of model.</param>
/// <param name="Symbol">Which symbol, of a model of symbols; null is the most likely.</param>
/// <param name="InBody">Was it asked for in a body, so that pointers say where?</param>
internal sealed record ExplainQuery(
    string Model, string? Series, int? Version, int Step, ExplanationMethod? Method, string? Symbol, bool InBody)
{
    public const string Gradients = "integratedGradients";
    public const string Relevance = "relevance";

    /// <summary>The query of a GET; null where <paramref name="errors"/> say what is wrong with it.</summary>
    public static ExplainQuery? From(HttpRequest request, out IReadOnlyList<InputError> errors)
    {
        QueryReader query = new(request.Query);
        ExplainQuery made = new(
            query.Required("model") ?? "", query.Text("series"), query.Integer("version", 1, int.MaxValue),
            query.Integer("step", 1, TrainingRules.MaxHorizon) ?? 1, MethodOf(query.Text("method"), "method", query.Errors), query.Text("symbol"), InBody: false);
        errors = query.Errors;
        return query.IsValid ? made : null;
    }

    /// <summary>What a POST asks beside its history; null where <paramref name="errors"/> say what is wrong with it.</summary>
    public static ExplainQuery? From(HistoryUpload upload, out IReadOnlyList<InputError> errors)
    {
        List<InputError> found = [];
        if (upload.Step is < 1 or > TrainingRules.MaxHorizon)
            found.Add(new InputError($"step must be 1..{TrainingRules.MaxHorizon}, was {upload.Step}", "/step"));
        ExplainQuery made = new(
            upload.Model, upload.Series, upload.Version, upload.Step ?? 1, MethodOf(upload.Method, "/method", found), upload.Symbol, InBody: true);
        errors = found;
        return found.Count == 0 ? made : null;
    }

    /// <summary>422: what was asked for cannot be; <paramref name="name"/> is what to change.</summary>
    public ProblemHttpResult Refused(string reason, string name) =>
        Problem.Unprocessable(reason, new InputError(reason, InBody ? $"/{name}" : name));

    private static ExplanationMethod? MethodOf(string? method, string pointer, List<InputError> errors)
    {
        if (method is not (null or Gradients or Relevance))
            errors.Add(new InputError($"method must be {Gradients} or {Relevance}, was {Excerpt.Of(method)}", pointer));
        return method switch { Relevance => ExplanationMethod.Relevance, Gradients => ExplanationMethod.IntegratedGradients, _ => null };
    }
}

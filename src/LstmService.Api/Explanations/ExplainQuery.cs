using LstmService.Api.Problems;
using LstmService.Api.Requests;
using LstmService.Forecasting.Explanation;
using LstmService.Forecasting.Options;

namespace LstmService.Api.Explanations;

/// <summary>What <c>GET /explain</c> and <c>GET /explain/gates</c> were asked for; gates belong to no step and no method.</summary>
internal sealed record ExplainQuery(string Model, string? Series, int? Version, int Step, ExplanationMethod Method)
{
    public const string Gradients = "integratedGradients";
    public const string Relevance = "relevance";

    /// <summary>The query; null where <paramref name="errors"/> say what is wrong with it.</summary>
    public static ExplainQuery? From(HttpRequest request, out IReadOnlyList<InputError> errors)
    {
        QueryReader query = new(request.Query);
        ExplainQuery made = new(
            query.Required("model") ?? "", query.Text("series"), query.Integer("version", 1, int.MaxValue),
            query.Integer("step", 1, TrainingRules.MaxHorizon) ?? 1, MethodOf(query));
        errors = query.Errors;
        return query.IsValid ? made : null;
    }

    private static ExplanationMethod MethodOf(QueryReader query)
    {
        string? method = query.Text("method");
        if (method is not (null or Gradients or Relevance))
            query.Errors.Add(new InputError($"method must be {Gradients} or {Relevance}, was {QueryReader.Shown(method)}", "method"));
        return method == Relevance ? ExplanationMethod.Relevance : ExplanationMethod.IntegratedGradients;
    }
}

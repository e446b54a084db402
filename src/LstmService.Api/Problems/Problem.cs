using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Problems;

/// <summary>
/// Every refusal of the service: RFC 9457 problem details whose <c>type</c> names the kind, whose <c>detail</c> says what to
/// change, and whose <c>errors</c> say where.
/// </summary>
public static class Problem
{
    private const int MostErrors = 50; // a file that is wrong in every row needs no list of every row

    /// <summary>400: the input can be read but breaks a rule.</summary>
    public static ProblemHttpResult Invalid(string detail, params IReadOnlyList<InputError> errors) =>
        Make(StatusCodes.Status400BadRequest, "invalid-input", "The input is not valid", detail, errors);

    /// <summary>401: nobody knows who asks.</summary>
    public static ProblemHttpResult Unauthorized(string detail) =>
        Make(StatusCodes.Status401Unauthorized, "unauthorized", "A key is needed", detail, []);

    /// <summary>403: who asks may not.</summary>
    public static ProblemHttpResult Forbidden(string detail) =>
        Make(StatusCodes.Status403Forbidden, "forbidden", "The key does not reach that far", detail, []);

    /// <summary>404: nothing by that name.</summary>
    public static ProblemHttpResult NotFound(string detail) =>
        Make(StatusCodes.Status404NotFound, "not-found", "Not found", detail, []);

    /// <summary>408: the client does not send what it announced.</summary>
    public static ProblemHttpResult TooSlow(string detail) =>
        Make(StatusCodes.Status408RequestTimeout, "too-slow", "The request came too slowly", detail, []);

    /// <summary>409: the state of the resource does not allow it.</summary>
    public static ProblemHttpResult Conflict(string detail) =>
        Make(StatusCodes.Status409Conflict, "conflict", "Not possible in this state", detail, []);

    /// <summary>413: more than the service takes.</summary>
    public static ProblemHttpResult TooLarge(string detail) =>
        Make(StatusCodes.Status413PayloadTooLarge, "too-large", "The upload is too large", detail, []);

    /// <summary>415: a content type the service does not read.</summary>
    public static ProblemHttpResult UnsupportedMediaType(string detail) =>
        Make(StatusCodes.Status415UnsupportedMediaType, "unsupported-media-type", "The content type is not supported", detail, []);

    /// <summary>422: well formed, but it makes no sense together.</summary>
    public static ProblemHttpResult Unprocessable(string detail, params IReadOnlyList<InputError> errors) =>
        Make(StatusCodes.Status422UnprocessableEntity, "unprocessable", "The input makes no sense together", detail, errors);

    /// <summary>429: too much of one client; the caller says in <c>Retry-After</c> when again.</summary>
    public static ProblemHttpResult TooMany(string detail) =>
        Make(StatusCodes.Status429TooManyRequests, "too-many", "Too much at once", detail, []);

    /// <summary>503: not now; the caller says in <c>Retry-After</c> when.</summary>
    public static ProblemHttpResult Unavailable(string detail) =>
        Make(StatusCodes.Status503ServiceUnavailable, "unavailable", "Not now", detail, []);

    /// <summary>500: what is stored was damaged.</summary>
    public static ProblemHttpResult Damaged(string detail) =>
        Make(StatusCodes.Status500InternalServerError, "damaged", "What is stored was damaged", detail, []);

    private static ProblemHttpResult Make(int status, string kind, string title, string detail, IReadOnlyList<InputError> errors)
    {
        Dictionary<string, object?> extensions = [];
        if (errors.Count > 0) extensions["errors"] = errors.Take(MostErrors).ToArray();
        if (errors.Count > MostErrors) extensions["errorCount"] = errors.Count;
        return TypedResults.Problem(
            detail: detail, statusCode: status, title: title, type: $"urn:lstmservice:problem:{kind}", extensions: extensions);
    }
}

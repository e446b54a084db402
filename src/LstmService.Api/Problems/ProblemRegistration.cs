using System.Data.Common;
using System.Diagnostics;
using System.Net.Mime;
using LstmService.Api.Forecasts;
using LstmService.Api.Models;
using LstmService.Api.Series.Columns;
using LstmService.Api.Storage;
using LstmService.Forecasting;
using LstmService.Forecasting.Symbols;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.WebUtilities;

namespace LstmService.Api.Problems;

/// <summary>Makes every error an RFC 9457 problem, also those that no handler of ours has seen.</summary>
internal static partial class ProblemRegistration
{
    private const int ClientClosedRequest = 499;
    private const string RetryAfterSeconds = "5";

    public static IServiceCollection AddProblems(this IServiceCollection services)
    {
        services.AddSingleton<IProblemDetailsWriter, ProblemWriter>();
        services.AddProblemDetails();
        services.AddExceptionHandler<UnexpectedFailure>();
        return services;
    }

    public static WebApplication UseProblems(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = context => context.Exception is not null });
        // An empty 404 or 405 gets a body; a problem is JSON whatever the client accepts.
        app.UseStatusCodePages(async context =>
            await TypedResults.Problem(statusCode: context.HttpContext.Response.StatusCode).ExecuteAsync(context.HttpContext));
        return app;
    }

    private static string Kind(int status) => status switch
    {
        StatusCodes.Status404NotFound => "not-found",
        StatusCodes.Status413PayloadTooLarge => "too-large",
        StatusCodes.Status415UnsupportedMediaType => "unsupported-media-type",
        StatusCodes.Status500InternalServerError => "internal",
        _ => ReasonPhrases.GetReasonPhrase(status).ToLowerInvariant().Replace(' ', '-'),
    };

    /// <summary>Writes a problem as JSON also where the client asked for CSV, with a kind, a detail and the trace id.</summary>
    private sealed class ProblemWriter : IProblemDetailsWriter
    {
        public bool CanWrite(ProblemDetailsContext context) => true;

        public async ValueTask WriteAsync(ProblemDetailsContext context)
        {
            ProblemDetails problem = context.ProblemDetails;
            HttpContext http = context.HttpContext;
            problem.Status ??= http.Response.StatusCode;
            if (problem.Type?.StartsWith("urn:", StringComparison.Ordinal) != true)
                problem.Type = $"urn:lstmservice:problem:{Kind(problem.Status.Value)}";
            problem.Detail ??= Detail(http, problem.Status.Value);
            problem.Extensions["traceId"] = Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier;
            await http.Response.WriteAsJsonAsync(problem, options: null, MediaTypeNames.Application.ProblemJson, http.RequestAborted);
        }

        private static string? Detail(HttpContext http, int status) => status switch
        {
            StatusCodes.Status404NotFound => $"there is no {http.Request.Path}; /swagger lists what there is",
            StatusCodes.Status405MethodNotAllowed =>
                $"{http.Request.Method} is not possible on {http.Request.Path}; allowed: {http.Response.Headers.Allow}",
            _ => null,
        };
    }

    /// <summary>The last resort: a bug becomes a 500 that names only its trace, a broken request what the server found wrong with it.</summary>
    private sealed partial class UnexpectedFailure(Dialect dialect, ILogger<UnexpectedFailure> logger) : IExceptionHandler
    {
        public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
        {
            if (httpContext.RequestAborted.IsCancellationRequested)
            {
                httpContext.Response.StatusCode = ClientClosedRequest; // nobody reads it; the log does
                return true;
            }
            ProblemHttpResult problem = Explain(exception);
            if (problem.StatusCode >= StatusCodes.Status500InternalServerError)
                LogFailure(logger, exception, httpContext.Request.Method, httpContext.Request.Path.ToUriComponent()); // a line of the log stays one
            if (problem.StatusCode == StatusCodes.Status503ServiceUnavailable) httpContext.Response.Headers.RetryAfter = RetryAfterSeconds;
            await problem.ExecuteAsync(httpContext);
            return true;
        }

        private ProblemHttpResult Explain(Exception exception) => exception switch
        {
            BadHttpRequestException refused => TypedResults.Problem(refused.Message, statusCode: refused.StatusCode, title: "The request cannot be read"),
            EndOfCalendarException beyond => Problem.Unprocessable(beyond.Message, new InputError(beyond.Message, "horizon")),
            OtherKindException other => Problem.Conflict(other.Message),
            UnknownSymbolException unknown => Problem.Unprocessable(unknown.Message),
            CovariatesMissingException lacking => Problem.Invalid(lacking.Message, lacking.Errors),
            ModelGoneException gone => Problem.NotFound(gone.Message),
            InvalidModelException damaged => Problem.Damaged($"the stored model cannot be read: {damaged.Message}; train it anew, or restore the database from a backup"),
            _ when dialect.IsUnstorableText(exception) => Problem.Invalid("a text holds a character that cannot be stored, such as U+0000"),
            DbException full when dialect.IsDiskFull(full) => Problem.Unavailable("the store's disk is full or its quota is used up; once there is room, the same request works"),
            ScratchFullException full => Problem.Unavailable(full.Message),
            DbException => Problem.Unavailable("the store does not answer; try again"),
            _ => TypedResults.Problem(
                "this is a bug of the service; its log has the cause under this trace id", statusCode: 500, title: "The service failed"),
        };

        [LoggerMessage(Level = LogLevel.Error, Message = "Unexpected failure of {Method} {Path}")]
        private static partial void LogFailure(ILogger logger, Exception exception, string method, string path);
    }
}

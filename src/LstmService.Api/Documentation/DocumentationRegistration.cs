using LstmService.Api.Security;
using Microsoft.OpenApi;

namespace LstmService.Api.Documentation;

/// <summary>The OpenAPI document and the page that shows it, in every environment.</summary>
internal static class DocumentationRegistration
{
    public const string DocumentPath = "/openapi/v1.json";

    public static IServiceCollection AddDocumentation(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.AddOperationTransformer<ExampleTransformer>();
        options.AddOperationTransformer<AccessTransformer>();
        options.AddDocumentTransformer<AccessTransformer>();
        options.AddSchemaTransformer<ComponentDocs>();
        options.AddDocumentTransformer<ComponentDocs>();
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new OpenApiInfo
            {
                Title = "LstmService",
                Version = "1",
                Description = "Post a series, train an LSTM, get a forecast. A training is a job: POST /train answers 202, "
                    + "GET /jobs/{id} tells how far it is, GET /forecast answers from the model it published.",
            };
            document.Servers = [new OpenApiServer { Url = "/" }];
            return Task.CompletedTask;
        });
    });

    public static IEndpointRouteBuilder MapDocumentation(this IEndpointRouteBuilder routes)
    {
        routes.MapOpenApi(DocumentPath).AllowAnonymous(); // by its one name: another is not found as everything else is not
        return routes;
    }

    /// <summary>The page, which is no route and stands before access is asked about.</summary>
    public static WebApplication UseDocumentationPage(this WebApplication app)
    {
        // It matches each path by expressions of its own, which every request would pay for.
        app.UseWhen(http => http.Request.Path.StartsWithSegments("/swagger", StringComparison.OrdinalIgnoreCase), branch => branch.UseSwaggerUI(page =>
        {
            page.SwaggerEndpoint(DocumentPath, "LstmService");
            page.DocumentTitle = "LstmService";
        }));
        return app;
    }
}

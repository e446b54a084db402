using System.Text.Json;
using System.Text.Json.Nodes;
using NJsonSchema;
using NSwag;

namespace LstmService.Api.Tests.Contract;

/// <summary>Rules for the OpenAPI document: what a reader and a generator of clients need of every route.</summary>
public sealed class LintTests
{
    private const string ProblemType = "application/problem+json";

    [Fact]
    public async Task Every_operation_has_an_id_of_its_own_a_summary_and_tags()
    {
        OpenApiOperation[] operations = [.. await OperationsAsync()];
        Assert.Equal(operations.Length, operations.Select(operation => operation.OperationId).Distinct().Count());
        Assert.All(operations, operation =>
        {
            Assert.Matches("^[A-Z][A-Za-z]+$", operation.OperationId);
            Assert.False(string.IsNullOrWhiteSpace(operation.Summary), operation.OperationId);
            Assert.NotEmpty(operation.Tags);
        });
    }

    [Fact]
    public async Task Every_operation_that_can_be_asked_wrongly_says_which_problems_it_answers()
    {
        foreach (OpenApiOperation operation in await OperationsAsync())
        {
            Assert.True(operation.ActualResponses.ContainsKey("default"), operation.OperationId);
            bool takesInput = operation.ActualParameters.Count > 0 || operation.RequestBody is not null;
            Assert.True(!takesInput || operation.ActualResponses.Keys.Any(status => status[0] == '4'), $"{operation.OperationId} names no 4xx");
            foreach ((string status, OpenApiResponse response) in operation.ActualResponses.Where(response => response.Key[0] == '4'))
                Assert.True(response.Content.ContainsKey(ProblemType), $"{operation.OperationId} {status} is no problem");
        }
    }

    [Fact]
    public async Task Every_parameter_is_described_and_every_member_of_a_request_too()
    {
        List<string> bare = [];
        foreach (OpenApiOperation operation in await OperationsAsync())
        {
            bare.AddRange(operation.ActualParameters.Where(p => p.Kind != OpenApiParameterKind.Body && string.IsNullOrWhiteSpace(p.Description)).Select(p => $"{operation.OperationId} {p.Name}"));
            foreach (OpenApiMediaType media in operation.RequestBody?.Content.Values ?? [])
                bare.AddRange(media.Schema.ActualSchema.Properties.Where(member => string.IsNullOrWhiteSpace(member.Value.Description) && member.Value.AnyOf.Count == 0).Select(member => $"{operation.OperationId} {member.Key}"));
        }
        Assert.Empty(bare);
    }

    [Fact]
    public async Task Every_JSON_body_has_a_schema_and_every_example_is_valid_by_it()
    {
        List<string> wrong = [];
        foreach (OpenApiOperation operation in await OperationsAsync())
        {
            foreach ((string type, OpenApiMediaType media) in operation.RequestBody?.Content ?? new Dictionary<string, OpenApiMediaType>()) Check($"{operation.OperationId} request", type, media);
            foreach ((string status, OpenApiResponse response) in operation.ActualResponses)
                foreach ((string type, OpenApiMediaType media) in response.Content) Check($"{operation.OperationId} {status}", type, media);
        }
        Assert.Empty(wrong);

        void Check(string where, string type, OpenApiMediaType media)
        {
            if (!type.Contains("json", StringComparison.Ordinal) || type.Contains("ndjson", StringComparison.Ordinal)) return;
            JsonSchema schema = media.Schema.ActualSchema;
            if (schema.Properties.Count == 0 && schema.AnyOf.Count == 0) wrong.Add($"{where}: its schema names no member");
            if (media.Example is not { } example) wrong.Add($"{where}: no example");
            else wrong.AddRange(media.Schema.Validate(Text(example)).Select(error => $"{where}: {error}"));
        }
    }

    private static string Text(object example) => example switch
    {
        JsonNode node => node.ToJsonString(),
        string text => text,
        Newtonsoft.Json.Linq.JToken token => token.ToString(),
        _ => JsonSerializer.Serialize(example),
    };

    private static async Task<IEnumerable<OpenApiOperation>> OperationsAsync() =>
        (await ApiDocument.Committed.Value).Document.Operations.Select(operation => operation.Operation);
}

using System.Reflection;
using LstmService.Api.Tests.Hosting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NJsonSchema.CodeGeneration.CSharp;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;

namespace LstmService.Api.Tests.Contract;

/// <summary>What a stranger does with the document: a client is generated of it, compiled, and used.</summary>
public sealed class ClientTests
{
    private const string Program = """
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading.Tasks;
        using Generated;

        public static class Stranger
        {
            public static async Task<string> TrainAndForecastAsync(System.Net.Http.HttpClient http)
            {
                Client client = new(http);
                AcceptedTraining accepted = await client.TrainAsync(body: new TrainingRequest { Sample = "air-passengers", Options = new() { Members = 1, Epochs = 2, Hidden = 4 } });
                Job job = await client.GetJobAsync(accepted.Id);
                while (job.State != "succeeded")
                {
                    if (job.State == "failed") throw new System.InvalidOperationException(job.Error.Detail);
                    await Task.Delay(20);
                    job = await client.GetJobAsync(accepted.Id);
                }
                PublishedModel model = await client.GetModelAsync(job.Result.Model);
                var answer = await client.GetForecastAsync(model.Model); // of numbers or of symbols
                ForecastBody forecast = System.Text.Json.JsonSerializer.Deserialize<ForecastBody>(System.Text.Json.JsonSerializer.Serialize(answer.AdditionalProperties));
                try
                {
                    await client.GetModelAsync("none");
                }
                catch (ApiException<Problem> problem)
                {
                    return $"{forecast.Series}: {forecast.Points.Count()} points; {problem.Result.Title}";
                }
                return "no problem";
            }
        }
        """;

    [Fact]
    public async Task A_client_generated_of_the_document_compiles_trains_and_forecasts()
    {
        CSharpClientGeneratorSettings settings = new()
        {
            ClassName = "Client",
            GenerateOptionalParameters = true,
            OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
            CSharpGeneratorSettings = { Namespace = "Generated", JsonLibrary = CSharpJsonLibrary.SystemTextJson, ClassStyle = CSharpClassStyle.Poco, GenerateOptionalPropertiesAsNullable = true },
        };
        string code = new CSharpClientGenerator((await ApiDocument.Committed.Value).Document, settings).GenerateFile();
        Assembly client = Compile(code, Program);
        using ServiceHost host = new();
        MethodInfo use = client.GetType("Stranger")!.GetMethod("TrainAndForecastAsync")!;
        string seen = await (Task<string>)use.Invoke(null, [host.Client])!;
        Assert.Equal("AirPassengers: 12 points; Not found", seen);
    }

    private static Assembly Compile(params string[] sources)
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var compilation = CSharpCompilation.Create(
            "Generated", sources.Select(source => CSharpSyntaxTree.ParseText(source)),
            Directory.EnumerateFiles(framework, "*.dll").Where(IsManaged).Select(file => MetadataReference.CreateFromFile(file)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using MemoryStream assembly = new();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(assembly);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error));
        return Assembly.Load(assembly.ToArray());
    }

    private static bool IsManaged(string file) => Path.GetFileName(file) is { } name
        && (name.StartsWith("System.", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll" or "Microsoft.CSharp.dll")
        && !name.Contains(".Native.", StringComparison.Ordinal);
}

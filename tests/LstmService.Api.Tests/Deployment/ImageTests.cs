using System.Text.Json.Nodes;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Deployment;

/// <summary>The image is built for two kinds of processors, on either.</summary>
public sealed class ImageTests
{
    private static readonly string[] Kinds = ["linux-x64", "linux-arm64"];

    [Fact]
    public void Every_native_library_of_the_service_is_there_for_each_kind_of_processor()
    {
        JsonNode dependencies = JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "LstmService.Api.deps.json")))!;
        var native = (
            from package in dependencies["targets"]!.AsObject().Single().Value!.AsObject()
            from asset in package.Value!["runtimeTargets"]?.AsObject() ?? []
            where (string?)asset.Value!["assetType"] == "native"
            select (Package: package.Key, File: Path.GetFileName(asset.Key), Kind: (string)asset.Value["rid"]!)).ToLookup(asset => (asset.Package, asset.File), asset => asset.Kind);
        Assert.NotEmpty(native); // SQLite is one
        Assert.All(native.Where(library => library.Intersect(Kinds).Any()), library => Assert.Empty(Kinds.Except(library)));
    }

    [Fact]
    public void The_image_is_compiled_on_the_builders_own_processor_for_the_one_it_is_meant_for()
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "Dockerfile"));
        Assert.Contains(lines, line => line.StartsWith("FROM --platform=$BUILDPLATFORM ", StringComparison.Ordinal)); // no emulator compiles
        Assert.Contains("ARG TARGETARCH", lines);
        Assert.Contains(lines, line => line.Contains("dotnet publish", StringComparison.Ordinal) && line.Contains("-a ${TARGETARCH", StringComparison.Ordinal));
        Assert.Equal(Kinds.Order(), System.Xml.Linq.XDocument.Load(Path.Combine(Repository.Root, "src", "LstmService.Api", "LstmService.Api.csproj"))
            .Descendants("RuntimeIdentifiers").Single().Value.Split(';').Order()); // whose packages are locked
    }
}

using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests;

public sealed partial class ArchitectureTests
{
    private static readonly string Source = Path.Combine(Repository.Root, "src");

    [Theory]
    [InlineData("LstmService.Api", "LstmService.Forecasting")]
    [InlineData("LstmService.Forecasting", "LstmService.Engine")]
    [InlineData("LstmService.Engine")]
    public void Projects_refer_only_to_the_one_below(string project, params string[] allowed)
    {
        XDocument file = XDocument.Load(Path.Combine(Source, project, $"{project}.csproj"));
        IEnumerable<string> references = file.Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/')));
        Assert.Equal(allowed, references);
    }

    [Fact]
    public void The_engine_refers_to_nothing_but_the_base_library()
    {
        IEnumerable<string?> others = Assembly.Load("LstmService.Engine").GetReferencedAssemblies()
            .Select(reference => reference.Name).Where(name => !name!.StartsWith("System.", StringComparison.Ordinal));
        Assert.Empty(others);
    }

    [Fact]
    public void Intrinsics_are_used_in_the_kernels_alone()
    {
        string kernels = Path.Combine(Source, "LstmService.Engine", "Kernels") + Path.DirectorySeparatorChar;
        IEnumerable<string> elsewhere = Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(kernels, StringComparison.Ordinal) && !Generated().IsMatch(file))
            .Where(file => File.ReadAllText(file).Contains("System.Runtime.Intrinsics", StringComparison.Ordinal));
        Assert.Empty(elsewhere);
    }

    [Fact]
    public void Whose_data_it_is_comes_from_who_asks()
    {
        string security = Path.Combine(Source, "LstmService.Api", "Security") + Path.DirectorySeparatorChar;
        string commands = Path.Combine(Source, "LstmService.Api", "Commands") + Path.DirectorySeparatorChar;
        IEnumerable<string> elsewhere = Directory.EnumerateFiles(Source, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.StartsWith(security, StringComparison.Ordinal) && !file.StartsWith(commands, StringComparison.Ordinal) && !Generated().IsMatch(file))
            .Where(file => File.ReadAllText(file).Contains("Tenant.Default", StringComparison.Ordinal));
        Assert.Empty(elsewhere);
    }

    [GeneratedRegex(@"[\\/](bin|obj)[\\/]")]
    private static partial Regex Generated();
}

using System.Reflection;
using System.Text;
using LstmService.Api.Configuration;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Api.Tests.Configuration;

public sealed class SettingTests
{
    private const string Begin = "<!-- settings: made from the code -->\n", End = "<!-- end of settings -->";

    [Fact]
    public async Task Everything_that_is_wrong_is_named_at_once()
    {
        using TemporaryDirectory directory = new();
        string output = await ServiceProcess.RefusesAsync(
            directory.FullPath, "--LstmService:TrainingCores=many", "--LstmService:MaxAttempts=0", "--LstmService:MaxAttempt=3", "--LstmService:AllowAnonymous=perhaps",
            "--LstmService:Jwt:Authority=http://provider.example", "--LstmService:Jwt:Scope=all", "--LstmService:MaxSeries=99999999999");
        foreach (string failure in (string[])[
            "LstmService:TrainingCores must be 1..1024, was 'many'", "LstmService:MaxAttempts must be 1..1000000, was 0", "LstmService:MaxAttempt is no setting",
            "LstmService:AllowAnonymous must be true or false, was 'perhaps'", "LstmService:Jwt:Authority must be the https address", "LstmService:Jwt:Audience belong together",
            "LstmService:Jwt:Scope is no setting", "LstmService:MaxSeries must be 1..10000000, was '99999999999'"])
            Assert.Contains(failure, output, StringComparison.Ordinal);
        Assert.Equal(8, output.Split('\n').Length);
    }

    [Fact]
    public void Every_option_is_a_setting_and_every_setting_an_option()
    {
        IEnumerable<string> options = Names(typeof(ServiceOptions)).Where(name => name != nameof(ServiceOptions.Jwt)).Concat(Names(typeof(JwtOptions)).Select(name => $"Jwt:{name}"));
        Assert.Equal(options.Order(), Settings.All.Select(setting => setting.Name).Order());
        Assert.All(Settings.All, setting => Assert.Null(setting.Check(new ServiceOptions())));

        static IEnumerable<string> Names(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(property => property.Name);
    }

    /// <summary><c>WRITE_DOCUMENTS=1 dotnet test --filter Settings_are_documented</c> makes the table anew.</summary>
    [Fact]
    public async Task Settings_are_documented_as_they_are()
    {
        string file = Path.Combine(Repository.Root, "docs", "configuration.md"), text = await File.ReadAllTextAsync(file);
        int begin = text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, end = text.IndexOf(End, StringComparison.Ordinal);
        string made = text[..begin] + Table() + text[end..];
        if (Environment.GetEnvironmentVariable("WRITE_DOCUMENTS") == "1") await File.WriteAllTextAsync(file, made);
        else Assert.Equal(made, text);
    }

    private static string Table()
    {
        StringBuilder table = new("| setting | unless set | may be | what |\n|---|---|---|---|\n");
        foreach (Setting setting in Settings.All) table.Append(null, $"| `{setting.Name}` | {setting.Unless} | {setting.Allowed} | {setting.What} |\n");
        return table.ToString();
    }
}

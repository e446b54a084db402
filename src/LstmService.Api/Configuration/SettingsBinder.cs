using Microsoft.Extensions.Options;

namespace LstmService.Api.Configuration;

/// <summary>Binds every setting that can be read; of the others <see cref="ServiceOptionsValidator"/> tells.</summary>
internal sealed class SettingsBinder(IConfiguration configuration) : IConfigureOptions<ServiceOptions>
{
    public void Configure(ServiceOptions options) => new ConfigurationBuilder()
        .AddInMemoryCollection(Given(configuration).Where(given => Unreadable(given.Key, given.Value!) is null))
        .Build().Bind(options);

    /// <summary>Why settings that were given cannot be read: nobody knows them, or their text is of another kind.</summary>
    public static IEnumerable<string> Unreadable(IConfiguration configuration) =>
        Given(configuration).Select(given => Unreadable(given.Key, given.Value!)).OfType<string>();

    private static IEnumerable<KeyValuePair<string, string?>> Given(IConfiguration configuration)
    {
        IConfigurationSection section = configuration.GetSection(ServiceOptions.Section);
        return Leaves(section).Select(leaf => KeyValuePair.Create(leaf.Path[(section.Path.Length + 1)..], leaf.Value));
    }

    // What has members of its own has no value, though some sources say an empty one.
    private static IEnumerable<IConfigurationSection> Leaves(IConfiguration from) => from.GetChildren().SelectMany(child =>
        child.GetChildren().Any() ? Leaves(child) : child.Value is null ? [] : [child]);

    private static string? Unreadable(string name, string value) => Settings.Find(name) is { } setting
        ? setting.CheckText(value)
        : $"{Setting.FullNameOf(name)} is no setting; docs/configuration.md lists them";
}

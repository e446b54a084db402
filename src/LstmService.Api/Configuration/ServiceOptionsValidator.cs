using Microsoft.Extensions.Options;

namespace LstmService.Api.Configuration;

/// <summary>Lists everything that cannot be used, not only the first: settings nobody knows, texts of another kind, values out of bounds.</summary>
internal sealed class ServiceOptionsValidator(IConfiguration configuration) : IValidateOptions<ServiceOptions>
{
    public ValidateOptionsResult Validate(string? name, ServiceOptions options)
    {
        string[] failures =
        [
            .. SettingsBinder.Unreadable(configuration),
            .. Settings.All.Select(setting => setting.Check(options)).OfType<string>(),
        ];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}

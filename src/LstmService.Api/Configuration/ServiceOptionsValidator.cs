using Microsoft.Extensions.Options;

namespace LstmService.Api.Configuration;

/// <summary>Lists every setting that cannot be used, not only the first.</summary>
internal sealed class ServiceOptionsValidator : IValidateOptions<ServiceOptions>
{
    private const long MostUploadBytes = 1L << 40;

    public ValidateOptionsResult Validate(string? name, ServiceOptions options)
    {
        List<string> failures = [];
        if (string.IsNullOrWhiteSpace(options.DataDirectory)) failures.Add($"{Name("DataDirectory")} must name a directory, was empty");
        Check("TrainingCores", options.TrainingCores, 1, 1024);
        Check("ConcurrentTrainings", options.ConcurrentTrainings, 1, 64);
        Check("MaxAttempts", options.MaxAttempts, 1, 1_000_000);
        Check("QueueBound", options.QueueBound, 1, 10_000_000);
        Check("MaxUploadBytes", options.MaxUploadBytes, 1024, MostUploadBytes);
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(string setting, long value, long least, long most)
        {
            if (value < least || value > most) failures.Add($"{Name(setting)} must be {least}..{most}, was {value}");
        }
    }

    private static string Name(string setting) => $"{ServiceOptions.Section}:{setting}";
}

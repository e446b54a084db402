using System.Text.Json;
using LstmService.Api.Series.Covariates;
using LstmService.Api.Series.Json;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Time;
using Microsoft.Extensions.Primitives;

namespace LstmService.Api.Series.Csv;

/// <summary>Reads the settings beside a CSV: query parameters or form fields.</summary>
internal static class CsvSettings
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Allowed { get; } =
    [
        "model", "kind", "frequency", "horizon", "levels", "search", "priority", .. TableSettings.Names, .. TrainingOptionTable.Names,
        .. PolicySettings.Names, "covariates", "calendar", .. CovariateNames.Roles,
    ];

    /// <summary>What could be read; the rest is in <paramref name="errors"/>, each by the parameter's name.</summary>
    public static UploadSettings Read(IEnumerable<KeyValuePair<string, StringValues>> given, UploadSettings known, ErrorList errors)
    {
        UploadSettings settings = known with { };
        foreach ((string name, StringValues values) in given)
        {
            if (values is [{ Length: 0 }] && Allowed.Contains(name)) continue; // what a form sends for a field left blank
            if (values is [{ } text]) settings = Set(settings, name, text, errors);
            else if (Allowed.Contains(name)) errors.Add($"{name} is given {values.Count} times: keep one", name);
            else errors.Add(Unknown(name), name);
        }
        settings.Covariates.Check("covariates", errors);
        return settings;
    }

    private static CovariateNames CovariatesOf(string json, ErrorList errors)
    {
        ErrorList inside = new();
        using JsonDocument? document = JsonBody.Parse(System.Text.Encoding.UTF8.GetBytes(json), "{\"known\": [\"price\"]}", inside);
        CovariateNames names = CovariateNames.FromJson(document?.RootElement, "covariates", inside);
        if (inside.Any) errors.Add("covariates: expected JSON such as {\"known\": [\"price\"]}, or known=price", "covariates");
        return names;
    }

    private static UploadSettings Set(UploadSettings settings, string name, string text, ErrorList errors)
    {
        switch (name)
        {
            case "model":
                return settings with { Model = text };
            case "kind":
                return settings with { Kind = UploadKinds.Read(text, name, errors) };
            case "frequency":
                if (Frequency.TryParse(text, out Frequency? frequency)) return settings with { Frequency = frequency };
                errors.Add($"{Excerpt.Of(text)} is no frequency; allowed are {Frequency.Allowed}", name);
                return settings;
            case "horizon":
                if (SettingText.Integer(text) is { } horizon) return settings with { Horizon = horizon };
                errors.Add($"horizon: expected an integer, found {Excerpt.Of(text)}", name);
                return settings;
            case "priority":
                if (SettingText.Integer(text) is { } priority) return settings with { Priority = priority };
                errors.Add($"priority: expected an integer, found {Excerpt.Of(text)}", name);
                return settings;
            case "levels":
                if (SettingText.Levels(text) is { } levels) return settings with { Levels = levels };
                errors.Add($"levels: expected numbers such as 80,95, found {Excerpt.Of(text)}", name);
                return settings;
            case "search":
                return settings with { Search = JsonSearchReader.Read(text, name, errors) };
            case "covariates":
                return settings with { Covariates = CovariatesOf(text, errors) };
            case "calendar":
                return settings with { Calendar = CalendarReader.FromText(text, name, errors) };
            case "known" or "past" or "static":
                return settings with { Covariates = settings.Covariates.With(name, text) };
            case var policy when PolicySettings.Names.Contains(policy):
                return settings with { Policies = PolicySettings.Set(settings.Policies, name, text, name, errors) };
            case var _ when TableSettings.Names.Contains(name):
                return settings with { Table = TableSettings.Set(settings.Table, name, text, errors) };
            default:
                SetOption(settings.Options, name, text, errors);
                return settings;
        }
    }

    private static void SetOption(TrainingOptions options, string name, string text, ErrorList errors)
    {
        if (TrainingOptionTable.Find(name) is not { } option) errors.Add(Unknown(name), name);
        else if (option.FromText(text) is { } value) option.Set(options, value);
        else errors.Add($"{name}: expected {option.Expected}, found {Excerpt.Of(text)}", name);
    }

    private static string Unknown(string name) => $"{Excerpt.Of(name)} is not known here; allowed are {string.Join(", ", Allowed)}";
}

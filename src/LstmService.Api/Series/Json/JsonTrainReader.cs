using System.Text.Json;
using LstmService.Api.Series.Bodies;
using LstmService.Api.Series.Covariates;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;

namespace LstmService.Api.Series.Json;

/// <summary>Reads the JSON body of <c>POST /train</c> and <c>POST /series/inspect</c>.</summary>
internal static class JsonTrainReader
{
    private const string Example = "{\"series\": [{\"id\": \"a\", \"start\": \"2026-01\", \"values\": [1, 2, null]}]}";

    private static readonly string[] Allowed =
    [
        "model", "kind", "sample", "frequency", "horizon", "levels", "options", "search", "series", "values", "timestamps", "start",
        .. TableSettings.OfTimes, "covariates", "calendar", "priority", .. PolicySettings.Names,
    ];

    private static readonly string[] OfOneSeries = ["values", "timestamps", "start"];

    /// <summary>The upload; null, with the reasons in <paramref name="errors"/>, where it is refused.</summary>
    public static TrainUpload? Read(Spool body, UploadLimits limits, UploadSettings known, ErrorList errors)
    {
        if (JsonParts.Of(body, limits, errors) is not { } parts) return null;
        using JsonDocument? document = JsonBody.Parse(parts.Rest(), Example, errors);
        if (document is null) return null;
        JsonElement? named = document.RootElement.TryGetProperty("covariates", out JsonElement given) && given.ValueKind != JsonValueKind.Null ? given : null;
        CovariateNames covariates = named is null ? known.Covariates : CovariateNames.FromJson(named, "/covariates", errors);
        JsonMembers members = new(document.RootElement, "", [.. Allowed, .. covariates.All().Select(n => n.Name).Except(Allowed)], errors);
        UploadSettings settings = new()
        {
            Model = members.Text("model"),
            Kind = members.Text("kind") is { } kind ? UploadKinds.Read(kind, "/kind", errors) : known.Kind,
            Frequency = members.Frequency("frequency"),
            Horizon = members.Integer("horizon"),
            Levels = members.Levels("levels"),
            Options = ReadOptions(members, errors),
            Search = members.Find("search") is { } search ? JsonSearchReader.Read(search, members.At("search"), errors) : null,
            Policies = ReadPolicies(members, errors),
            Covariates = covariates,
            Calendar = CalendarReader.FromJson(members.Find("calendar"), "/calendar", errors),
            Priority = members.Integer("priority"),
        };
        TrainUpload? upload = members.Find("sample") is null
            ? ReadSeries(members, parts, settings, limits, errors)
            : ReadSample(members, settings, errors);
        return errors.Any ? null : upload;
    }

    private static TrainUpload ReadSeries(JsonMembers members, JsonParts parts, UploadSettings settings, UploadLimits limits, ErrorList errors)
    {
        JsonSeriesReader reader = new(limits, errors, settings.Symbols, settings.Covariates) { Notation = TableSettings.NotationOf(members, errors) };
        JsonSeriesList list = new(parts, reader, limits, settings.Covariates);
        string[] atTop = [.. OfOneSeries.Where(n => members.Find(n) is not null)];
        if (members.Find("series") is { } series)
        {
            foreach (string name in atTop) errors.Add($"{name} belongs into the objects of series, where series is given", members.At(name));
            list.Read(series, errors);
        }
        else if (atTop.Length > 0 && reader.Read(members, "", SeriesIds.Unnamed) is { } single) list.Add(single);
        reader.RequireValue(atTop.Length > 0 ? "/values" : "/series");
        return settings.With(list.Series(), list.Places, list.Understood());
    }

    private static TrainUpload? ReadSample(JsonMembers members, UploadSettings settings, ErrorList errors)
    {
        foreach (string name in OfOneSeries.Append("series").Append("covariates"))
            if (members.Find(name) is not null) errors.Add($"sample and {name} are both given: keep one of them", members.At(name));
        if (settings.Kind == UploadKind.Symbols) errors.Add("the samples are of numbers: leave kind out", "/kind");
        if (members.Text("sample") is not { } sample) return null;
        if (Samples.TryGet(sample, out TrainUpload? upload))
        {
            return upload with
            {
                Model = settings.Model ?? upload.Model,
                Frequency = settings.Frequency ?? upload.Frequency,
                Horizon = settings.Horizon,
                Levels = settings.Levels,
                Options = settings.Options,
                Search = settings.Search,
                Policies = settings.Policies,
                Calendar = settings.Calendar,
                Priority = settings.Priority,
            };
        }
        errors.Add($"{Excerpt.Of(sample)} is no sample; there is {string.Join(", ", Samples.Names)}", "/sample");
        return null;
    }

    private static PreparationPolicies ReadPolicies(JsonMembers members, ErrorList errors)
    {
        PreparationPolicies policies = new();
        foreach (string name in PolicySettings.Names)
            if (members.Text(name) is { } text) policies = PolicySettings.Set(policies, name, text, members.At(name), errors);
        return policies;
    }

    private static TrainingOptions ReadOptions(JsonMembers members, ErrorList errors)
    {
        TrainingOptions options = new();
        if (members.Find("options") is not { } element) return options;
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add($"options: expected an object, found {JsonText.Found(element)}", "/options");
            return options;
        }
        JsonMembers given = new(element, "/options", TrainingOptionTable.Names, errors);
        foreach ((string name, JsonElement value) in given.Given)
        {
            TrainingOption option = TrainingOptionTable.Find(name)!;
            if (option.FromJson(value) is { } read) option.Set(options, read);
            else errors.Add($"{name}: expected {option.Expected}, found {JsonText.Found(value)}", given.At(name));
        }
        return options;
    }
}

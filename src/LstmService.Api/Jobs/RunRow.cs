using System.Text.Json.Serialization;
using LstmService.Api.Models;
using LstmService.Api.Series.Covariates;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Options;
using LstmService.Forecasting.Search;

namespace LstmService.Api.Jobs;

/// <summary>The states of a job; the first three are unfinished.</summary>
internal static class RunState
{
    public const string Queued = "queued";
    public const string Running = "running";
    public const string Cancelling = "cancelling";
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    /// <summary>All of them, as a job goes through them.</summary>
    public static IReadOnlyList<string> All { get; } = [Queued, Running, Cancelling, Succeeded, Failed, Cancelled];

    /// <summary>The unfinished ones, for SQL.</summary>
    public const string Unfinished = $"('{Queued}', '{Running}', '{Cancelling}')";

    /// <summary>Will nothing more happen to it?</summary>
    public static bool IsOver(string state) => state is Succeeded or Failed or Cancelled;
}

/// <summary>A row of <c>runs</c>: the record of a job.</summary>
internal class RunRow
{
    public string Tenant { get; init; } = "";
    public string Id { get; init; } = "";
    public string Model { get; init; } = "";
    public string State { get; init; } = "";
    public long Attempt { get; init; }
    public long Beat { get; init; }
    public long Deaths { get; init; }
    public long Priority { get; init; }
    public long Retries { get; init; }
    public long? RetryAt { get; init; }
    public long CreatedAt { get; init; }
    public long? StartedAt { get; init; }
    public long? FinishedAt { get; init; }
    public string? Stage { get; init; }
    public long? Epoch { get; init; }
    public long? Epochs { get; init; }
    public double? TrainLoss { get; init; }
    public double? ValidationLoss { get; init; }
    public long? Point { get; init; }
    public long? Points { get; init; }
    public double Done { get; init; }
    public double? SecondsLeft { get; init; }
    public long Revision { get; init; }
    public string Request { get; init; } = "";
    public string Report { get; init; } = "";
    public string DataHash { get; init; } = "";
    public long? Version { get; init; }
    public string? Note { get; init; }
    public string? Error { get; init; }
    public string? Search { get; init; }
    public string? Trace { get; init; }
}

/// <summary>What a run was asked for, beside its series.</summary>
internal sealed record RunRequest(int? Horizon, IReadOnlyList<double>? Levels, TrainingOptions Options, string Kind = ModelKind.Values)
{
    /// <summary>How the upload was made regular, and every history that is forecast from will be; null is the defaults.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PreparationPolicies? Policies { get; init; }

    /// <summary>What was given beside the values; null for nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public CovariateNames? Covariates { get; init; }

    /// <summary>Special days; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SpecialDays? Calendar { get; init; }

    /// <summary>Which options are to be searched; null for none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SearchRequest? Search { get; init; }
}

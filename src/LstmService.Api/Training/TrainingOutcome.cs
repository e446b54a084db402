namespace LstmService.Api.Training;

/// <summary>How an attempt at a training ended, for metrics and traces.</summary>
internal static class TrainingOutcome
{
    public const string Succeeded = "succeeded";
    public const string Failed = "failed";
    public const string Cancelled = "cancelled";

    /// <summary>It failed of something that can pass, and waits for another try.</summary>
    public const string Retried = "retried";

    /// <summary>The process stops; the run waits for another worker.</summary>
    public const string PutBack = "put_back";

    /// <summary>Another attempt has the run; what this one did is dropped.</summary>
    public const string Fenced = "fenced";
}

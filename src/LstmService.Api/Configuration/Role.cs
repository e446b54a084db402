namespace LstmService.Api.Configuration;

/// <summary>What a process does. One does everything; where nodes share a database, some answer and others train.</summary>
internal static class Role
{
    /// <summary>Answers and trains.</summary>
    public const string All = "all";

    /// <summary>Answers every route and queues trainings; never trains.</summary>
    public const string Api = "api";

    /// <summary>Trains; answers health alone.</summary>
    public const string Worker = "worker";

    public static bool IsKnown(string role) => role is All or Api or Worker;

    public static bool Trains(this ServiceOptions options) => options.Role != Api;

    public static bool Answers(this ServiceOptions options) => options.Role != Worker;
}

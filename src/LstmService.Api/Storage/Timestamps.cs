namespace LstmService.Api.Storage;

/// <summary>Times as the database keeps them: milliseconds since 1970 in UTC.</summary>
internal static class Timestamps
{
    public static long Milliseconds(this TimeProvider clock) => clock.GetUtcNow().ToUnixTimeMilliseconds();

    public static DateTimeOffset FromMilliseconds(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    public static DateTimeOffset? FromMilliseconds(long? milliseconds) => milliseconds is { } some ? FromMilliseconds(some) : null;
}

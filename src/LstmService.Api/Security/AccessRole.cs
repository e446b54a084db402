namespace LstmService.Api.Security;

/// <summary>What who asks may do; each role may also do what those before it may.</summary>
internal enum AccessRole
{
    /// <summary>Look and forecast; changes nothing.</summary>
    Read,

    /// <summary>Train, append, schedule, promote and cancel.</summary>
    Train,

    /// <summary>Delete models.</summary>
    Admin,
}

/// <summary>Roles as text: in the database, in tokens, in messages.</summary>
internal static class AccessRoles
{
    private static readonly string[] All = [.. Enum.GetValues<AccessRole>().Select(Name)];

    /// <summary>All of them, the least first.</summary>
    public static IReadOnlyList<string> Names => All;

    public static string Name(this AccessRole role) => role switch
    {
        AccessRole.Read => "read",
        AccessRole.Train => "train",
        _ => "admin",
    };

    public static AccessRole? Parse(string? name)
    {
        int at = Array.IndexOf(All, name);
        return at < 0 ? null : (AccessRole)at;
    }
}

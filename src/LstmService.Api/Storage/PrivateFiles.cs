using System.Runtime.InteropServices;

namespace LstmService.Api.Storage;

/// <summary>
/// Whatever this process writes is its user's alone to read: the database and the files beside it, backups, and what an upload
/// spills to disk. As PostgreSQL has it (rights 0600), and whatever the system's own mask says.
/// </summary>
internal static partial class PrivateFiles
{
    private const int OfGroupAndOthers = 0x3F; // 077

    /// <summary>Sets the mask of the process; files that are there already keep the rights they have.</summary>
    public static void Begin()
    {
        if (!OperatingSystem.IsWindows()) _ = SetMask(OfGroupAndOthers); // it cannot fail, and answers the mask before
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial int SetMask(int mask);
}

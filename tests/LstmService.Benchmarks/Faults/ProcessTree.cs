using System.Globalization;

namespace LstmService.Benchmarks.Faults;

/// <summary>What a process and its children took of the processors, those that have ended among them (proc(5), <c>/proc/PID/stat</c>).</summary>
internal static class ProcessTree
{
    private const int Parent = 1, User = 11, System = 12, EndedUser = 13, EndedSystem = 14; // counted after the name
    private const double TicksPerSecond = 100; // USER_HZ, the same on every Linux that .NET runs on

    public static TimeSpan ProcessorTime(int root)
    {
        string parent = root.ToString(CultureInfo.InvariantCulture);
        string[] own = Fields(parent) ?? throw new InvalidOperationException($"there is no process {parent}");
        double ticks = Sum(own, User, System, EndedUser, EndedSystem);
        foreach (string directory in Directory.EnumerateDirectories("/proc"))
            if (char.IsAsciiDigit(Path.GetFileName(directory)[0]) && Fields(Path.GetFileName(directory)) is { } child && child[Parent] == parent)
                ticks += Sum(child, User, System);
        return TimeSpan.FromSeconds(ticks / TicksPerSecond);
    }

    private static double Sum(string[] fields, params int[] which) => which.Sum(i => double.Parse(fields[i], CultureInfo.InvariantCulture));

    // The name stands in brackets and may hold anything. Null where the process has ended meanwhile.
    private static string[]? Fields(string process)
    {
        try
        {
            string stat = File.ReadAllText($"/proc/{process}/stat");
            return stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        }
        catch (IOException)
        {
            return null;
        }
    }
}

using System.Globalization;
using LstmService.Api.Tests.Fuzzing;

namespace LstmService.Benchmarks.Fuzzing;

/// <summary>The fuzzer of the tests at a large count. Stops at the first answer that the document does not promise.</summary>
internal static class FuzzBenchmark
{
    public static int Run(string[] args)
    {
        int requests = 100_000, seed = 1;
        for (int i = 0; i + 1 < args.Length; i += 2)
        {
            if (args[i] == "--requests" && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int count)) requests = count;
            else if (args[i] == "--seed" && int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out int given)) seed = given;
            else return Usage();
        }
        if (args.Length % 2 != 0) return Usage();
        FuzzReport report = FuzzRun.RunAsync(requests, seed).GetAwaiter().GetResult();
        Console.WriteLine(string.Join(", ", report.Statuses.Select(status => $"{status.Value} x {(status.Key == 0 ? "cut off" : status.Key)}")));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{report.Requests} requests, the slowest {report.Slowest.TotalSeconds:F1} s; working set {report.MegabytesBefore:F0} MB after a quarter, {report.MegabytesAfter:F0} MB at the end"));
        return 0;
    }

    private static int Usage()
    {
        Console.Error.WriteLine("usage: fuzz [--requests N] [--seed N]");
        return 2;
    }
}

using System.Diagnostics;
using System.Reflection;

namespace LstmService.Benchmarks.Serving;

/// <summary>This program in a process of its own, in another of its modes.</summary>
internal static class Child
{
    public static Process Start(bool redirect, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = redirect, RedirectStandardInput = true };
        start.ArgumentList.Add(Assembly.GetExecutingAssembly().Location);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        return Process.Start(start)!;
    }
}

using System.Diagnostics;
using System.Reflection;

namespace LstmService.Benchmarks.Serving;

/// <summary>This program in a process of its own, in another of its modes.</summary>
internal static class Child
{
    public static Process Start(bool redirect, params string[] arguments) => Start(redirect, new Dictionary<string, string>(), arguments);

    /// <summary>The same, with some variables of its own.</summary>
    public static Process Start(bool redirect, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = redirect, RedirectStandardInput = true };
        start.ArgumentList.Add(Assembly.GetExecutingAssembly().Location);
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        foreach ((string name, string value) in environment) start.Environment[name] = value;
        return Process.Start(start)!;
    }
}

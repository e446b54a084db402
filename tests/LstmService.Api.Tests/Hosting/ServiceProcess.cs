using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LstmService.Api.Tests.Hosting;

/// <summary>The built service in a process of its own, to be killed.</summary>
public sealed partial class ServiceProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly string Built = typeof(Program).Assembly.Location;

    private readonly Process _process;
    private readonly List<string> _lines = [];
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="writable">All that can be written; null for whatever this process can write.</param>
    /// <param name="directory">The data directory.</param>
    /// <param name="arguments">Settings.</param>
    private ServiceProcess(string? writable, string directory, params string[] arguments)
    {
        ProcessStartInfo start = new(writable is null ? "bash" : Path.Combine(Repository.Root, "tests", "read-only.sh"))
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        if (writable is not null)
        {
            start.Environment["DOTNET_EnableDiagnostics"] = "0"; // as in the image: no pipes in /tmp
            start.ArgumentList.Add(writable);
            start.ArgumentList.Add("bash");
        }
        if (Assembly == Built) start.Environment["DOTNET_TieredPGO"] = "0"; // it lives for seconds, and would measure itself in vain
        // A file that meets its limit is an error to be handled, and no signal to die of; the shell replaces itself.
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("trap '' XFSZ; exec dotnet \"$@\"");
        start.ArgumentList.Add("dotnet");
        start.ArgumentList.Add(Assembly);
        start.ArgumentList.Add("--urls=http://127.0.0.1:0");
        start.ArgumentList.Add($"--LstmService:DataDirectory={directory}");
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Read(e.Data);
        _process.ErrorDataReceived += (_, e) => Read(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>The service that is started: the one that was built with the tests, or the published one in its place.</summary>
    public static string Assembly { get; set; } = Built;

    public HttpClient Client { get; } = new();

    /// <summary>What the process took of the processors.</summary>
    public TimeSpan ProcessorTime => _process.TotalProcessorTime;

    public string Output
    {
        get
        {
            lock (_lines) return string.Join('\n', _lines);
        }
    }

    public bool HasExited => _process.HasExited;

    public double WorkingSetMegabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>The files that the process could write to as they are open, by their paths.</summary>
    public IReadOnlyList<string> FilesOpenForWriting
    {
        get
        {
            List<string> paths = [];
            foreach (FileInfo open in new DirectoryInfo($"/proc/{_process.Id}/fd").EnumerateFiles())
            {
                if (open.LinkTarget is not { } path || !path.StartsWith('/') || path.StartsWith("/dev/", StringComparison.Ordinal) || path.StartsWith("/memfd:", StringComparison.Ordinal)) continue;
                string flags = File.ReadLines($"/proc/{_process.Id}/fdinfo/{open.Name}").First(line => line.StartsWith("flags:", StringComparison.Ordinal));
                if (flags[^1] is '1' or '2') paths.Add(path); // O_WRONLY, O_RDWR, in octal digits
            }
            return paths;
        }
    }

    /// <summary>Starts the service on a store and waits until it listens.</summary>
    public static Task<ServiceProcess> StartAsync(TestStore store, params string[] arguments) => StartAsync(
        store.Directory.FullPath,
        [.. store.Settings.Select(setting => $"--LstmService:{setting.Name}={setting.Value}"), .. arguments]);

    /// <summary>Starts the service on an embedded store and waits until it listens.</summary>
    public static Task<ServiceProcess> StartAsync(string directory, params string[] arguments) =>
        ListeningAsync(new(writable: null, directory, arguments));

    /// <summary>The same, where only the directory can be written (<c>tests/read-only.sh</c>).</summary>
    public static Task<ServiceProcess> StartReadOnlyAsync(string directory, params string[] arguments) =>
        ListeningAsync(new(directory, directory, arguments));

    /// <summary>Runs a service that must refuse to start, in words and without a stack trace: what it wrote.</summary>
    public static Task<string> RefusesAsync(string directory, params string[] arguments) => RefusedAsync(new(writable: null, directory, arguments));

    /// <summary>The same, where only <paramref name="writable"/> can be written.</summary>
    public static Task<string> RefusesReadOnlyAsync(string writable, string directory) => RefusedAsync(new(writable, directory));

    /// <summary>Carries out one of the program's commands on an embedded store: its exit code, its output and its complaints.</summary>
    public static async Task<(int ExitCode, string Output, string Errors)> CarryOutAsync(string directory, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Built, .. arguments, $"--LstmService:DataDirectory={directory}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(), errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (process.ExitCode, await output, await errors);
    }

    /// <summary>kill -9.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    /// <summary>Asks the process to end, as an operator or a container does; its exit code.</summary>
    public async Task<int> TerminateAsync(TimeSpan patience)
    {
        await CommandAsync("kill", "-TERM", $"{_process.Id}");
        return await ExitAsync(patience);
    }

    /// <summary>Stops the process where it is, with all it holds open.</summary>
    public Task PauseAsync() => CommandAsync("kill", "-STOP", $"{_process.Id}");

    public Task ResumeAsync() => CommandAsync("kill", "-CONT", $"{_process.Id}");

    /// <summary>Lets no file the process writes grow beyond so many bytes, as a full disk does; null lifts that.</summary>
    /// <remarks>The process must have been started with SIGXFSZ ignored.</remarks>
    public Task LimitFilesAsync(long? bytes) =>
        CommandAsync("prlimit", "--pid", $"{_process.Id}", $"--fsize={bytes?.ToString(CultureInfo.InvariantCulture) ?? "unlimited"}:unlimited");

    /// <summary>Waits until the process writes a line that holds the text.</summary>
    public async Task WaitForOutputAsync(string text)
    {
        using CancellationTokenSource patience = new(Patience);
        while (!Output.Contains(text, StringComparison.Ordinal)) await Task.Delay(5, patience.Token);
    }

    public void Dispose()
    {
        if (!_process.HasExited) Kill();
        _process.Dispose();
        Client.Dispose();
    }

    private static async Task<ServiceProcess> ListeningAsync(ServiceProcess service)
    {
        service.Client.BaseAddress = await service._address.Task.WaitAsync(Patience);
        return service;
    }

    private static async Task<string> RefusedAsync(ServiceProcess service)
    {
        using (service)
        {
            Assert.Equal(1, await service.ExitAsync(Patience));
            Assert.DoesNotContain("   at ", service.Output, StringComparison.Ordinal);
            return service.Output;
        }
    }

    private static async Task CommandAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(program, arguments);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
    }

    private async Task<int> ExitAsync(TimeSpan patience)
    {
        using CancellationTokenSource timeout = new(patience);
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    private void Read(string? line)
    {
        if (line is null) return;
        lock (_lines) _lines.Add(line);
        Match listening = Listening().Match(line);
        if (listening.Success) _address.TrySetResult(new Uri(listening.Groups[1].Value));
    }

    [GeneratedRegex(@"Now listening on: [\\""]*(http://[\d.:]+)")]
    private static partial Regex Listening();
}

using System.Diagnostics;
using System.Runtime.InteropServices;
using LstmService.Api.Tests.Hosting;

namespace LstmService.Benchmarks.Serving;

/// <summary>The service as it ships, published with ReadyToRun, in a process of its own with a directory of its own.</summary>
internal sealed class PublishedService : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly TemporaryDirectory _directory;
    private readonly Process _process;

    private PublishedService(TemporaryDirectory directory, Process process, int port, TimeSpan untilReady)
    {
        (_directory, _process, Port, UntilReady) = (directory, process, port, untilReady);
        Client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
    }

    public int Port { get; }

    public HttpClient Client { get; }

    /// <summary>From the start of the process to the first 200 of <c>/health/ready</c>.</summary>
    public TimeSpan UntilReady { get; }

    public double Megabytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64 / 1048576.0;
        }
    }

    /// <summary>Open files and sockets.</summary>
    public int Handles => Directory.EnumerateFileSystemEntries($"/proc/{_process.Id}/fd").Count();

    /// <summary>Publishes to a directory under the system's temporary one, as the image does.</summary>
    public static string Publish()
    {
        string output = Path.Combine(Path.GetTempPath(), "lstmservice-serving");
        string project = Path.Combine(Repository.Root, "src", "LstmService.Api");
        string[] ahead = ["-p:PublishReadyToRun=true", $"-p:ArtifactsPath={Path.Combine(output, "obj")}/", "-v", "quiet", "--nologo"];
        Run(["restore", project, "--locked-mode", .. ahead]);
        Run(["publish", project, "-c", "Release", "--no-restore", "-a", Architecture, "--self-contained", "false", "-o", Path.Combine(output, "app"), .. ahead]);
        return Path.Combine(output, "app");
    }

    private static string Architecture => RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();

    private static void Run(string[] arguments)
    {
        using Process dotnet = Process.Start("dotnet", arguments);
        dotnet.WaitForExit();
        if (dotnet.ExitCode != 0) throw new InvalidOperationException($"the service could not be published: dotnet {arguments[0]} failed");
    }

    /// <summary>Starts it on a directory, which is new unless given, and waits until it is ready.</summary>
    public static async Task<PublishedService> StartAsync(string app, params string[] arguments)
    {
        TemporaryDirectory directory = new();
        return await StartAsync(app, directory, arguments);
    }

    public static async Task<PublishedService> StartAsync(string app, TemporaryDirectory directory, params string[] arguments)
    {
        int port = FreePort();
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, WorkingDirectory = directory.FullPath };
        foreach (string argument in (string[])[Path.Combine(app, "LstmService.Api.dll"), $"--urls=http://127.0.0.1:{port}", $"--LstmService:DataDirectory={directory.FullPath}", .. arguments])
            start.ArgumentList.Add(argument);
        long started = Stopwatch.GetTimestamp();
        Process process = Process.Start(start)!;
        process.OutputDataReceived += (_, _) => { }; // a pipe that nobody reads would stop the service
        process.BeginOutputReadLine();
        using HttpClient probe = new() { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        while (!await IsReadyAsync(probe))
        {
            if (process.HasExited || Stopwatch.GetElapsedTime(started) > Patience) throw new InvalidOperationException("the service did not become ready");
            await Task.Delay(5);
        }
        return new(directory, process, port, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>kill -9; the directory stays for the next.</summary>
    public TemporaryDirectory Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        Client.Dispose();
        _process.Dispose();
        return _directory;
    }

    public void Dispose() => Kill().Dispose();

    private static async Task<bool> IsReadyAsync(HttpClient probe)
    {
        try
        {
            using HttpResponseMessage response = await probe.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false; // it does not listen yet
        }
    }

    private static int FreePort()
    {
        using System.Net.Sockets.TcpListener listener = new(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}

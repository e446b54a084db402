using System.Diagnostics;

namespace LstmService.Api.Tests.Hosting;

/// <summary>A directory that is gone after the test.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    // A training that a stopped host left behind may be at its last write, which makes files while the directory is emptied.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10), Pause = TimeSpan.FromMilliseconds(50);

    public string FullPath { get; } = Directory.CreateTempSubdirectory("lstmservice-").FullName;

    public string DatabaseFile => Path.Combine(FullPath, "lstmservice.db");

    public void Dispose()
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                Directory.Delete(FullPath, recursive: true);
                return;
            }
            catch (IOException) when (Stopwatch.GetElapsedTime(started) < Patience)
            {
                Thread.Sleep(Pause);
            }
        }
    }
}

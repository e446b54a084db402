namespace LstmService.Api.Tests.Hosting;

/// <summary>A directory that is gone after the test.</summary>
public sealed class TemporaryDirectory : IDisposable
{
    public string FullPath { get; } = Directory.CreateTempSubdirectory("lstmservice-").FullName;

    public string DatabaseFile => Path.Combine(FullPath, "lstmservice.db");

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}

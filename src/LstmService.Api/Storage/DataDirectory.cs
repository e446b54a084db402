using LstmService.Api.Configuration;
using Microsoft.Extensions.Options;

namespace LstmService.Api.Storage;

/// <summary>Another process has the data directory.</summary>
internal sealed class DirectoryInUseFailure(string message, Exception cause) : StartupFailure(message, cause);

/// <summary>
/// The directory that holds the database, for this process alone: it holds an operating-system lock on a file in it, and
/// that lock dies with the process, however the process dies.
/// </summary>
internal sealed class DataDirectory(IOptions<ServiceOptions> options) : IDisposable
{
    private FileStream? _lock;

    public string FullPath => Path.GetFullPath(options.Value.DataDirectory);

    public string DatabaseFile => Path.Combine(FullPath, "lstmservice.db");

    /// <summary>Takes the directory.</summary>
    /// <exception cref="StartupFailure">Another process has it, or it cannot be written.</exception>
    public void Take()
    {
        try
        {
            Directory.CreateDirectory(FullPath);
            string file = Path.Combine(FullPath, "lock");
            _lock = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (UnauthorizedAccessException denied)
        {
            throw new StartupFailure($"the data directory {FullPath} cannot be written by this user", denied);
        }
        catch (IOException taken) when (Directory.Exists(FullPath) && File.Exists(Path.Combine(FullPath, "lock")))
        {
            throw new DirectoryInUseFailure($"the data directory {FullPath} is in use by another process", taken);
        }
        catch (IOException failed)
        {
            throw new StartupFailure($"the data directory {FullPath} cannot be used: {failed.Message}", failed);
        }
    }

    public void Dispose() => _lock?.Dispose();
}

using Microsoft.Win32.SafeHandles;

namespace LstmService.Api.Series.Columns;

/// <summary>The disk has no room for an upload; answered as 503, for it may have later.</summary>
internal sealed class ScratchFullException(string message, Exception inner) : Exception(message, inner);

/// <summary>
/// A file for what does not fit into memory. It has no name once it is open, so it is gone when it is closed, and also when the
/// process dies.
/// </summary>
internal sealed class ScratchFile : IDisposable
{
    private const int LongestGathered = 64 * 1024, Gathers = 256 * 1024;

    private readonly SafeFileHandle handle;
    private byte[] gathered = []; // small pieces at the end, written together
    private int gatheredLength;

    public ScratchFile(string? directory)
    {
        string folder = directory ?? Path.GetTempPath();
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, $"upload-{Guid.NewGuid():N}.tmp");
        handle = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.Delete, FileOptions.DeleteOnClose);
        if (!OperatingSystem.IsWindows()) File.Delete(path);
    }

    public long Length { get; private set; }

    /// <summary>Writes at the end; the offset of what was written.</summary>
    public long Append(ReadOnlySpan<byte> bytes)
    {
        long offset = Length;
        bool isLarge = bytes.Length > LongestGathered;
        if (isLarge || gatheredLength + bytes.Length > gathered.Length) Flush();
        if (isLarge) Write(bytes, offset);
        else
        {
            if (gathered.Length == 0) gathered = new byte[Gathers];
            bytes.CopyTo(gathered.AsSpan(gatheredLength));
            gatheredLength += bytes.Length;
        }
        Length += bytes.Length;
        return offset;
    }

    /// <summary>Reads up to the length of <paramref name="into"/>; how much there was.</summary>
    public int Read(long offset, Span<byte> into)
    {
        Flush();
        int read = 0, more;
        while (read < into.Length && (more = RandomAccess.Read(handle, into[read..], offset + read)) > 0) read += more;
        return read;
    }

    public void Dispose() => handle.Dispose();

    private void Flush()
    {
        if (gatheredLength > 0) Write(gathered.AsSpan(0, gatheredLength), Length - gatheredLength);
        gatheredLength = 0;
    }

    private void Write(ReadOnlySpan<byte> bytes, long offset)
    {
        try
        {
            RandomAccess.Write(handle, bytes, offset);
        }
        catch (IOException full)
        {
            throw new ScratchFullException("there is no room on the disk for this upload", full);
        }
    }
}

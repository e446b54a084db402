namespace LstmService.Api.Series.Bodies;

/// <summary>More bytes than an upload may have; answered as 413.</summary>
internal sealed class UploadTooLargeException : Exception
{
    public UploadTooLargeException(long limit)
        : base($"an upload must be at most {limit} bytes: split it, or raise MaxUploadBytes")
    {
    }

    private UploadTooLargeException(string message)
        : base(message)
    {
    }

    /// <summary>Of JSON that is held in memory.</summary>
    public static UploadTooLargeException OfJson(string what, long limit) => new(
        $"{what} must be at most {limit} bytes, for it is held in memory as a whole: send less, or raise MaxJsonBytes");
}

/// <summary>Reads another stream and stops with <see cref="UploadTooLargeException"/> beyond a bound, so that a small body cannot unfold without end.</summary>
internal sealed class LimitedStream(Stream inner, long limit) : ReadOnlyStream
{
    private long read;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = await inner.ReadAsync(buffer, cancellationToken);
        return (read += count) <= limit ? count : throw new UploadTooLargeException(limit);
    }
}

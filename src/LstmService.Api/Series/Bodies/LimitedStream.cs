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

    public static UploadTooLargeException OfJson(long limit, long limitOfFiles) => new(
        $"a JSON body must be at most {limit} bytes, for it is held in memory as a whole: send CSV or Parquet, which may be {limitOfFiles} bytes, or raise MaxJsonBytes");
}

/// <summary>More values in JSON, which is held in memory as a whole, than a training takes; answered as 413.</summary>
internal sealed class TooManyPointsException(long points, int limit) : Exception(
    $"a training takes at most {limit} values, this JSON holds {points}: send them as CSV or Parquet, of which the latest points of each series are taken, or put them together to a coarser step, or raise MaxTrainingPoints where there is the memory");

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

namespace LstmService.Api.Series.Bodies;

/// <summary>More bytes than an upload may have; answered as 413.</summary>
internal sealed class UploadTooLargeException(long limit, string setting = "MaxUploadBytes")
    : Exception($"an upload must be at most {limit} bytes: split it, or raise {setting}");

/// <summary>More values than a training has the memory for; answered as 413.</summary>
internal sealed class TooManyPointsException(long points, int limit) : Exception(
    $"a training takes at most {limit} values, this upload holds {points}: put them together to a coarser step, send the latest, or raise MaxTrainingPoints where there is the memory");

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

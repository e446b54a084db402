using LstmService.Api.Series.Columns;

namespace LstmService.Api.Series.Bodies;

/// <summary>An uploaded file as it came, to be read from its beginning as often as needed: small in memory, large on disk.</summary>
internal sealed class Spool : IDisposable
{
    private const int MostInMemory = 1024 * 1024;

    private byte[] memory = [];
    private CancellationToken cancellation; // whoever sent it may be gone before it is read
    private ScratchFile? file;

    public long Length { get; private set; }

    /// <summary>Is it too large for memory?</summary>
    public bool IsOnDisk => file is not null;

    /// <summary>What the bytes are as text.</summary>
    public TextCheck Text { get; } = new();

    public static Spool Of(byte[] content)
    {
        Spool spool = new() { memory = content, Length = content.Length };
        spool.Text.Add(content);
        return spool;
    }

    /// <summary>Reads <paramref name="source"/> to its end.</summary>
    public static async Task<Spool> FillAsync(Stream source, string? directory, CancellationToken cancellation)
    {
        Spool spool = new() { cancellation = cancellation };
        byte[] block = new byte[256 * 1024];
        try
        {
            int read = await source.ReadAtLeastAsync(block, 2, throwOnEndOfStream: false, cancellation);
            var utf16 = Utf16Text.Of(block.AsSpan(0, read));
            for (; read > 0; read = await source.ReadAsync(block, cancellation))
                spool.Append(utf16 is null ? block.AsSpan(0, read) : utf16.ToUtf8(block.AsSpan(0, read), isLast: false), directory);
            if (utf16 is not null) spool.Append(utf16.ToUtf8([], isLast: true), directory);
        }
        catch
        {
            spool.Dispose();
            throw;
        }
        return spool;
    }

    /// <summary>The bytes from <paramref name="offset"/> on, as many as there are and fit.</summary>
    public int Read(long offset, Span<byte> into)
    {
        cancellation.ThrowIfCancellationRequested();
        if (offset >= Length) return 0;
        if (file is not null) return file.Read(offset, into);
        int count = (int)Math.Min(into.Length, Length - offset);
        memory.AsSpan((int)offset, count).CopyTo(into);
        return count;
    }

    /// <summary>Opens it for reading from <paramref name="start"/>, which is the stream's position 0.</summary>
    public Stream Open(long start = 0) => new SpoolStream(this, start);

    public void Dispose() => file?.Dispose();

    private void Append(ReadOnlySpan<byte> bytes, string? directory)
    {
        Text.Add(bytes); // while they are in the processor's cache
        if (file is null && Length + bytes.Length > MostInMemory)
        {
            file = new ScratchFile(directory);
            file.Append(memory.AsSpan(0, (int)Length));
            memory = [];
        }
        if (file is not null) file.Append(bytes);
        else
        {
            if (Length + bytes.Length > memory.Length) Array.Resize(ref memory, (int)Math.Max(2 * memory.Length, Length + bytes.Length));
            bytes.CopyTo(memory.AsSpan((int)Length));
        }
        Length += bytes.Length;
    }

    private sealed class SpoolStream(Spool spool, long start) : Stream
    {
        public override bool CanRead => true;
        public override bool CanSeek => true;
        public override bool CanWrite => false;
        public override long Length => spool.Length - start;
        public override long Position { get; set; }

        public override int Read(Span<byte> buffer)
        {
            int read = spool.Read(start + Position, buffer);
            Position += read;
            return read;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
            Task.FromResult(Read(buffer.AsSpan(offset, count)));

        public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
        {
            SeekOrigin.Begin => offset,
            SeekOrigin.Current => Position + offset,
            _ => Length + offset,
        };

        public override void Flush()
        {
        }

        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}

using System.Buffers.Text;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace LstmService.Benchmarks.Serving;

/// <summary>What a load saw.</summary>
/// <param name="Requests">Answered.</param>
/// <param name="Failures">Not answered by 200.</param>
/// <param name="PerSecond">Answers a second.</param>
/// <param name="P50">Median in milliseconds; of a paced load from the time the request was due, so that a stall counts for all it held up.</param>
/// <param name="P99">99 of 100.</param>
internal sealed record LoadResult(int Requests, int Failures, double PerSecond, double P50, double P99);

/// <summary>
/// A load from a process of its own: connections that send one prepared request after the other, as fast as answers come or at
/// a rate. A client of few instructions, for it shares the processor with what it measures; what it sends before its own code is
/// compiled does not count.
/// </summary>
internal static class Load
{
    private static readonly TimeSpan LeadIn = TimeSpan.FromSeconds(2);

    /// <summary><c>load PORT PATH CONNECTIONS SECONDS RATE [BODY FILE]</c>; a rate of 0 is as fast as possible. Prints a <see cref="LoadResult"/>.</summary>
    public static int Run(string[] args)
    {
        int port = Number(args[0]), connections = Number(args[2]);
        double seconds = double.Parse(args[3], CultureInfo.InvariantCulture), rate = double.Parse(args[4], CultureInfo.InvariantCulture);
        byte[] request = Request(port, args[1], args.Length > 5 ? File.ReadAllBytes(args[5]) : null);
        Console.WriteLine(JsonSerializer.Serialize(SendAsync(port, request, connections, TimeSpan.FromSeconds(seconds), rate).GetAwaiter().GetResult()));
        return 0;
    }

    /// <summary>Runs it in a process of its own.</summary>
    public static async Task<LoadResult> InProcessAsync(int port, string path, int connections, double seconds, double rate = 0, string? bodyFile = null)
    {
        List<string> arguments =
        [
            "load", $"{port}", path, $"{connections}", seconds.ToString(CultureInfo.InvariantCulture), rate.ToString(CultureInfo.InvariantCulture),
            .. bodyFile is null ? Array.Empty<string>() : [bodyFile],
        ];
        // At a rate it has time to spare, and must not take the processor's from what it measures: its answers are not handed from thread to thread.
        Dictionary<string, string> environment = rate > 0 ? new() { ["DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS"] = "1" } : [];
        using Process process = Child.Start(redirect: true, environment, [.. arguments]);
        string line = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return JsonSerializer.Deserialize<LoadResult>(line) ?? throw new InvalidOperationException("the load said nothing");
    }

    private static async Task<LoadResult> SendAsync(int port, byte[] request, int connections, TimeSpan duration, double rate)
    {
        List<double>[] took = new List<double>[connections];
        int failures = 0;
        long start = Stopwatch.GetTimestamp(), counted = After(start, LeadIn), end = After(counted, duration);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async number =>
        {
            took[number] = [];
            using Connection connection = await Connection.OpenAsync(port);
            double interval = rate > 0 ? Stopwatch.Frequency * connections / rate : 0, due = start + interval * number / connections;
            while (Stopwatch.GetTimestamp() < end)
            {
                if (rate > 0)
                {
                    double early = (due - Stopwatch.GetTimestamp()) / Stopwatch.Frequency;
                    if (early > 0) await Task.Delay(TimeSpan.FromSeconds(early));
                }
                long from = rate > 0 ? Math.Min((long)due, Stopwatch.GetTimestamp()) : Stopwatch.GetTimestamp();
                if (await connection.AskAsync(request) != 200) Interlocked.Increment(ref failures);
                if (from >= counted) took[number].Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
                due += interval;
            }
        }));
        double[] all = [.. took.SelectMany(list => list).Order()];
        double at(double share) => all.Length == 0 ? double.NaN : all[Math.Min(all.Length - 1, (int)(all.Length * share))];
        return new(all.Length, failures, all.Length / Stopwatch.GetElapsedTime(counted).TotalSeconds, at(0.5), at(0.99));
    }

    private static byte[] Request(int port, string path, byte[]? body)
    {
        string head = body is null
            ? $"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
            : $"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body ?? []];
    }

    private static long After(long timestamp, TimeSpan span) => timestamp + (long)(span.TotalSeconds * Stopwatch.Frequency);

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

/// <summary>A kept-alive HTTP/1.1 connection that reads answers with a length or in chunks.</summary>
internal sealed class Connection(Socket socket) : IDisposable
{
    private readonly byte[] _buffer = new byte[1 << 16];

    public static async Task<Connection> OpenAsync(int port)
    {
        Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, port);
        return new(socket);
    }

    /// <summary>Sends part of a request and waits for nothing.</summary>
    public ValueTask<int> SendAsync(ReadOnlyMemory<byte> bytes) => socket.SendAsync(bytes);

    /// <summary>The status of the answer, all of which was read.</summary>
    public async ValueTask<int> AskAsync(byte[] request)
    {
        await socket.SendAsync(request.AsMemory());
        int read = 0, whole = -1;
        while (whole < 0 || read < whole)
        {
            int more = await socket.ReceiveAsync(_buffer.AsMemory(read));
            if (more == 0) throw new IOException("the connection was closed");
            read += more;
            if (whole < 0) whole = Length(_buffer.AsSpan(0, read));
        }
        return Utf8Parser.TryParse(_buffer.AsSpan(9, 3), out int status, out _) ? status : 0;
    }

    public void Dispose() => socket.Dispose();

    /// <summary>Of the whole answer; -1 where that cannot be told yet.</summary>
    private static int Length(ReadOnlySpan<byte> answer)
    {
        int head = answer.IndexOf("\r\n\r\n"u8);
        if (head < 0) return -1;
        int at = answer[..head].IndexOf("Content-Length: "u8);
        if (at >= 0 && Utf8Parser.TryParse(answer[(at + 16)..], out int length, out _)) return head + 4 + length;
        int end = answer[head..].IndexOf("\r\n0\r\n\r\n"u8);
        return end < 0 ? -1 : head + end + 7;
    }
}

using System.Reflection;
using System.Text;
using LstmService.Api.Requests;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.Metadata;

namespace LstmService.Api.Jobs;

/// <summary>
/// The events of a job as server-sent events (WHATWG HTML, section 9.2), until it is over: every state, and progress as it is
/// recorded. The framework's own result for them writes no comments, which keep a silent connection alive.
/// </summary>
internal sealed class JobEventStream(
    string tenant, string id, JobPosition seen, JobHistory history, JobChanges.Following following, TimeProvider clock, Func<bool> mayGoOn,
    CancellationToken stopping)
    : IResult, IEndpointMetadataProvider
{
    // A signal may get lost with its connection, so the database is looked at as often; nothing is shown a second late.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    private static readonly byte[] Alive = ": alive\n\n"u8.ToArray();

    public static void PopulateMetadata(MethodInfo method, EndpointBuilder builder) =>
        builder.Metadata.Add(new ProducesResponseTypeMetadata(StatusCodes.Status200OK, typeof(Job), ["text/event-stream"]));

    public async Task ExecuteAsync(HttpContext httpContext)
    {
        using (following)
        {
            HttpResponse response = httpContext.Response;
            response.ContentType = "text/event-stream";
            response.Headers.CacheControl = "no-cache, no-store";
            response.Headers["X-Accel-Buffering"] = "no"; // nginx would hold events back
            httpContext.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
            using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(httpContext.RequestAborted, stopping);
            try
            {
                await WriteAsync(response.Body, ended.Token);
            }
            catch (OperationCanceledException) when (ended.IsCancellationRequested)
            {
                // the client went, or the service stops: another connection goes on from the last id
            }
        }
    }

    /// <summary>Writes to <paramref name="body"/> until the job is over or gone, or the key that follows it is not taken any more.</summary>
    public async Task WriteAsync(Stream body, CancellationToken cancellationToken)
    {
        await body.WriteAsync(Alive, cancellationToken); // the headers reach the client before the first news
        await body.FlushAsync(cancellationToken);
        JobPosition position = seen;
        long written = clock.GetTimestamp();
        while (history.After(tenant, id, position) is { } news)
        {
            if (news.Count > 0 || clock.GetElapsedTime(written) >= Heartbeat)
            {
                foreach (JobEvent happened in news) await body.WriteAsync(Bytes(happened), cancellationToken);
                if (news.Count == 0) await body.WriteAsync(Alive, cancellationToken);
                await body.FlushAsync(cancellationToken);
                written = clock.GetTimestamp();
            }
            if (news.Count > 0) position = news[^1].Position;
            if (news.Count > 0 && RunState.IsOver(news[^1].Job.State)) return;
            await following.WaitAsync(LongestWait, clock, cancellationToken);
            if (!mayGoOn()) return;
        }
    }

    private static byte[] Bytes(JobEvent happened) => Encoding.UTF8.GetBytes(
        $"id: {happened.Position}\nevent: {happened.Kind}\ndata: {Json.Write(happened.Job)}\n\n");
}

namespace LstmService.Api.Requests;

/// <summary>200 with bytes that are there already; of files, ranges and dates it knows nothing, as <c>TypedResults.Bytes</c> would.</summary>
internal sealed class BytesAnswer(ReadOnlyMemory<byte> body, string contentType) : IResult
{
    public Task ExecuteAsync(HttpContext httpContext)
    {
        HttpResponse response = httpContext.Response;
        response.ContentType = contentType;
        response.ContentLength = body.Length;
        return response.Body.WriteAsync(body, httpContext.RequestAborted).AsTask();
    }
}

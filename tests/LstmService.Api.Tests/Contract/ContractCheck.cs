namespace LstmService.Api.Tests.Contract;

/// <summary>Stands between every test and the service: an answer that the OpenAPI document does not promise fails the test.</summary>
internal sealed class ContractCheck : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        HttpResponseMessage response = await base.SendAsync(request, cancellationToken);
        if (request.RequestUri!.AbsolutePath.StartsWith("/openapi", StringComparison.Ordinal)) return response; // what is committed may be out of date
        string? wrong = await (await ApiDocument.Committed.Value).WrongAsync(request, response);
        Assert.True(wrong is null, wrong);
        return response;
    }
}

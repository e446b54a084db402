namespace LstmService.Api.Jobs;

/// <summary>Which jobs are listed; what is null leaves none out.</summary>
/// <param name="Search">Those whose model's name is like this pattern.</param>
/// <param name="Model">Those of this model.</param>
/// <param name="State">Those in this state, one of <see cref="RunState"/>.</param>
internal sealed record JobFilter(string? Search, string? Model, string? State);

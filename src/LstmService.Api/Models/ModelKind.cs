namespace LstmService.Api.Models;

/// <summary>What the values of a model's series are, from its first upload on.</summary>
internal static class ModelKind
{
    public const string Values = "values";
    public const string Symbols = "symbols";
}

/// <summary>An upload of one kind to a model of the other.</summary>
internal sealed class OtherKindException(string model, string kind) : Exception(
    $"model '{model}' is of kind {kind}: train this upload under another name, or delete the model first");

namespace LstmService.Api.Forecasts;

/// <summary>A model that was deleted between two looks at it.</summary>
internal sealed class ModelGoneException(string model) : Exception($"there is no model '{model}': it was deleted a moment ago");

using LstmService.Api.Problems;
using LstmService.Forecasting.Data;

namespace LstmService.Api.Series.Json;

/// <summary>Where a series stands in a JSON body, and whether its points have times of their own.</summary>
internal readonly record struct JsonPlace(string Pointer, bool HasTimestamps);

/// <summary>Pointers to the points of a JSON body.</summary>
/// <param name="places">Of each series.</param>
/// <param name="keptOf">Which points of a series were kept; null where all were.</param>
internal sealed class JsonPlaces(IReadOnlyList<JsonPlace> places, Func<int, PointSelection>? keptOf = null) : IUploadPlaces
{
    public IReadOnlyList<InputError> At(IReadOnlyList<DataProblem> problems) => [.. problems.Select(At)];

    // What preparation finds wrong with a point is its time, where it has one.
    private InputError At(DataProblem problem)
    {
        JsonPlace place = places[problem.Series];
        if (problem.Point is not { } point) return new(problem.Detail, Pointer: place.Pointer);
        return new(problem.Detail, Pointer: place.HasTimestamps
            ? $"{place.Pointer}/timestamps/{keptOf?.Invoke(problem.Series).SourceOf(point) ?? point}"
            : $"{place.Pointer}/values/{point}");
    }
}

using LstmService.Api.Problems;
using LstmService.Forecasting.Data;

namespace LstmService.Api.Series.Json;

/// <summary>Where a series stands in a JSON body, and whether its points have times of their own.</summary>
internal readonly record struct JsonPlace(string Pointer, bool HasTimestamps);

/// <summary>Pointers to the points of a JSON body.</summary>
internal sealed class JsonPlaces(IReadOnlyList<JsonPlace> places) : IUploadPlaces
{
    public IReadOnlyList<InputError> At(IReadOnlyList<DataProblem> problems) => [.. problems.Select(At)];

    // What preparation finds wrong with a point is its time, where it has one.
    private InputError At(DataProblem problem)
    {
        JsonPlace place = places[problem.Series];
        return new(problem.Detail, Pointer: problem.Point is { } i ? $"{place.Pointer}/{(place.HasTimestamps ? "timestamps" : "values")}/{i}" : place.Pointer);
    }
}

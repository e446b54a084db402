using LstmService.Api.Problems;

namespace LstmService.Api.Series.Json;

/// <summary>Where a series stands in a JSON body, and whether its points have times of their own.</summary>
internal readonly record struct JsonPlace(string Pointer, bool HasTimestamps);

/// <summary>Pointers to the points of a JSON body.</summary>
internal sealed class JsonPlaces(IReadOnlyList<JsonPlace> places) : IUploadPlaces
{
    // What preparation finds wrong with a point is its time, where it has one.
    public InputError At(string detail, int series, int? point)
    {
        JsonPlace place = places[series];
        return new(detail, Pointer: point is { } i ? $"{place.Pointer}/{(place.HasTimestamps ? "timestamps" : "values")}/{i}" : place.Pointer);
    }
}

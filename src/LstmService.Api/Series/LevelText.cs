using System.Globalization;
using LstmService.Api.Problems;

namespace LstmService.Api.Series;

/// <summary>Interval levels as text: <c>80,95</c>.</summary>
internal static class LevelText
{
    /// <summary>The levels; what is none is said at <paramref name="pointer"/>.</summary>
    public static IReadOnlyList<double>? Parse(string text, string pointer, List<InputError> errors)
    {
        List<double> levels = [];
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double level)) levels.Add(level);
            else errors.Add(new($"levels must be numbers with commas between them, such as 80,95, was {TimeColumn.Shown(text)}", pointer));
        }
        return levels;
    }
}

using System.Globalization;
using LstmService.Api.Problems;
using Microsoft.Extensions.Primitives;

namespace LstmService.Api.Requests;

/// <summary>Reads query parameters and gathers what is wrong with them, so that one answer names every mistake.</summary>
internal sealed class QueryReader(IQueryCollection query)
{
    public List<InputError> Errors { get; } = [];

    public bool IsValid => Errors.Count == 0;

    /// <summary>The value, null where the parameter is missing or empty; given twice, it is an error.</summary>
    public string? Text(string name)
    {
        if (!query.TryGetValue(name, out StringValues values) || values.Count == 0) return null;
        if (values.Count == 1) return string.IsNullOrEmpty(values[0]) ? null : values[0];
        Errors.Add(new InputError($"{name} must be given once, was given {values.Count} times", name));
        return null;
    }

    public string? Required(string name)
    {
        string? text = Text(name);
        if (text is null && !Errors.Exists(error => error.Pointer == name)) Errors.Add(new InputError($"{name} is missing", name));
        return text;
    }

    public int? Integer(string name, int least, int most)
    {
        if (Text(name) is not { } text) return null;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= least && value <= most)
            return (int)value;
        Errors.Add(new InputError($"{name} must be {least}..{most}, was {Excerpt.Bare(text)}", name));
        return null;
    }

    /// <summary>One of <paramref name="allowed"/>; null where the parameter is missing.</summary>
    public string? OneOf(string name, IReadOnlyList<string> allowed)
    {
        string? text = Text(name);
        if (text is null || allowed.Contains(text)) return text;
        Errors.Add(new InputError($"{name} must be one of {string.Join(", ", allowed)}, was {Excerpt.Bare(text)}", name));
        return null;
    }

    /// <summary>Numbers with commas between them; null where the parameter is missing.</summary>
    public IReadOnlyList<double>? Numbers(string name)
    {
        if (Text(name) is not { } text) return null;
        List<double> numbers = [];
        foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            if (double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number))
            {
                numbers.Add(number);
                continue;
            }
            Errors.Add(new InputError($"{name} must be numbers with commas between them, such as 80,95; was {Excerpt.Bare(text)}", name));
            return null;
        }
        return numbers;
    }
}

using LstmService.Api.Series.Json;

namespace LstmService.Api.Series;

/// <summary>Reads what a user says about a file or its times: query parameters, form fields, or members of a JSON body.</summary>
internal static class TableSettings
{
    /// <summary>Those that JSON takes too.</summary>
    public static IReadOnlyList<string> OfTimes { get; } = ["timeZone", "dateFormat"];

    public static IReadOnlyList<string> Names { get; } = ["timeColumn", "idColumn", "valueColumn", "delimiter", "decimal", .. OfTimes];

    /// <summary>Delimiters by name.</summary>
    public static IReadOnlyList<string> Delimiters { get; } = ["comma", "semicolon", "tab", "pipe"];

    /// <summary>Decimal marks by name.</summary>
    public static IReadOnlyList<string> DecimalMarks { get; } = ["point", "comma"];

    /// <summary>The options with one more; what is wrong with it is in <paramref name="errors"/>, at the pointer or its name.</summary>
    public static TableOptions Set(TableOptions options, string name, string text, ErrorList errors, string? pointer = null)
    {
        string? wrong = null;
        TableOptions set = name switch
        {
            "timeColumn" => options with { TimeColumn = text },
            "idColumn" => options with { IdColumn = text },
            "valueColumn" => options with { ValueColumn = text },
            "delimiter" => DelimiterOf(text) is { } delimiter ? options with { Delimiter = delimiter } : Wrong(Either(Delimiters)),
            "decimal" => MarkOf(text) is { } mark ? options with { DecimalMark = mark } : Wrong(Either(DecimalMarks)),
            "timeZone" => TimeNotation.TryZone(text, out var zone) ? options with { Notation = options.Notation with { Zone = zone } } : Wrong(TimeNotation.AllowedZones),
            _ => TimeNotation.OrderOf(text) is { } order ? options with { Notation = options.Notation with { Order = order } } : Wrong(TimeNotation.AllowedFormats),
        };
        if (wrong is not null) errors.Add(wrong, pointer ?? name);
        return set;

        TableOptions Wrong(string allowed)
        {
            wrong = $"{name} must be {allowed}, was {Excerpt.Of(text)}";
            return options;
        }
    }

    /// <summary>What the members of a body say of its times.</summary>
    public static TimeNotation NotationOf(JsonMembers members, ErrorList errors)
    {
        TableOptions read = new();
        foreach (string name in OfTimes)
            if (members.Text(name) is { } text) read = Set(read, name, text, errors, members.At(name));
        return read.Notation;
    }

    private static string Either(IReadOnlyList<string> names) => $"{string.Join(", ", names.SkipLast(1))} or {names[^1]}";

    private static char? DelimiterOf(string text) => text switch
    {
        "comma" or "," => ',',
        "semicolon" or ";" => ';',
        "tab" or "\t" => '\t',
        "pipe" or "|" => '|',
        _ => null,
    };

    private static char? MarkOf(string text) => text switch
    {
        "point" or "." => '.',
        "comma" or "," => ',',
        _ => null,
    };
}

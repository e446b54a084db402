using System.Globalization;

namespace LstmService.Forecasting.Options;

/// <summary>Options that are sound alone and make no sense together; each refusal says why.</summary>
internal static class CombinationRules
{
    private const int MaxDilation = 64;

    public static void Check(ICollection<RuleViolation> broken, TrainingOptions options)
    {
        int layers = options.Layers ?? 1;
        bool decoder = Is(options.Architecture, "encoderDecoder");
        if (options.Residual is true && layers < 2)
            broken.Add(new("options.residual", $"residual adds what a layer reads to what it answers, which needs 2 layers or more, was {layers}"));
        if (options.Dropout is > 0 && layers < 2)
            broken.Add(new("options.dropout", $"dropout drops what passes between layers, which needs 2 layers or more, was {layers}; recurrentDropout drops inside one"));
        if (Is(options.Attention, "additive") && !decoder)
            broken.Add(new("options.attention", "attention looks back from a decoder: set architecture to encoderDecoder"));
        if (options.Dilations is { } text && DilationsOption.Parse(text) is not { } dilations)
            broken.Add(new("options.dilations", $"dilations must be numbers of 1..{MaxDilation} with commas between them, such as 1,2, was {OptionRule.Shown(text)}"));
        else if (options.Dilations is { } given && DilationsOption.Parse(given)!.Count > layers)
            broken.Add(new("options.dilations", $"there may be a dilation for each layer: {layers}, were {DilationsOption.Parse(given)!.Count}"));
    }

    private static bool Is(string? text, string name) => name.Equals(text, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads <c>options.dilations</c>.</summary>
    internal static class DilationsOption
    {
        /// <summary>The numbers; null where the text holds others.</summary>
        public static IReadOnlyList<int>? Parse(string text)
        {
            List<int> dilations = [];
            foreach (string part in text.Split(',', StringSplitOptions.TrimEntries))
            {
                if (!int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int dilation) || dilation is < 1 or > MaxDilation) return null;
                dilations.Add(dilation);
            }
            return dilations;
        }
    }
}

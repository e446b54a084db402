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
        CheckBounds(broken, options);
        if (options.Residual is true && layers < 2)
            broken.Add(new("options.residual", $"residual adds what a layer reads to what it answers, which needs 2 layers or more, was {layers}"));
        if (options.Dropout is > 0 && layers < 2)
            broken.Add(new("options.dropout", $"dropout drops what passes between layers, which needs 2 layers or more, was {layers}; recurrentDropout drops inside one"));
        if (options is { Epochs: not null, BudgetSeconds: not null })
            broken.Add(new("options.budgetSeconds", "budgetSeconds and epochs both say how long to train: keep one of them"));
        if (Is(options.Attention, "additive") && !decoder)
            broken.Add(new("options.attention", "attention looks back from a decoder: set architecture to encoderDecoder"));
        if (options.Dilations is { } text && DilationsOption.Parse(text) is not { } dilations)
            broken.Add(new("options.dilations", $"dilations must be numbers of 1..{MaxDilation} with commas between them, such as 1,2, was {Excerpt.Of(text)}"));
        else if (options.Dilations is { } given && DilationsOption.Parse(given)!.Count > layers)
            broken.Add(new("options.dilations", $"there may be a dilation for each layer: {layers}, were {DilationsOption.Parse(given)!.Count}"));
        CheckOptimizer(broken, options);
        CheckLoss(broken, options);
        CheckTruncation(broken, options, decoder);
    }

    private static void CheckOptimizer(ICollection<RuleViolation> broken, TrainingOptions options)
    {
        if (options.Momentum is not null && !Is(options.Optimizer, "momentum"))
            broken.Add(new("options.momentum", "momentum is of stochastic gradient descent: set optimizer to momentum"));
        if (options.WeightDecay is > 0 && Is(options.Optimizer, "adam"))
            broken.Add(new("options.weightDecay", "adam decays no weights: set optimizer to adamW"));
    }

    private static void CheckLoss(ICollection<RuleViolation> broken, TrainingOptions options)
    {
        if (options.OrderedQuantiles is true && !Is(options.Loss ?? "pinball", "pinball"))
            broken.Add(new("options.orderedQuantiles", $"only the pinball loss makes quantiles one by one, the loss is {options.Loss}"));
        if (!Is(options.Loss, "negativeBinomial")) return;
        if (options.Scaling is { } scaling && !Is(scaling, "mean") && !Is(scaling, "none"))
            broken.Add(new("options.scaling", $"negativeBinomial reads counts, whose zero must stay zero: scaling must be mean or none, was {Excerpt.Of(scaling)}"));
        if (options.Transform is { } transform && !Is(transform, "auto") && !Is(transform, "none"))
            broken.Add(new("options.transform", $"negativeBinomial reads counts as they are: transform must be none, was {Excerpt.Of(transform)}"));
    }

    private static void CheckTruncation(ICollection<RuleViolation> broken, TrainingOptions options, bool decoder)
    {
        if (options.TruncateBack is { } back && options.TruncateEvery is null)
            broken.Add(new("options.truncateBack", $"truncateBack needs truncateEvery, was {back} without it"));
        if (options.TruncateEvery is not { } every) return;
        if (options.TruncateBack < every)
            broken.Add(new("options.truncateBack", $"truncateBack must be at least truncateEvery {every}, was {options.TruncateBack}"));
        if (options.Bidirectional is true)
            broken.Add(new("options.truncateEvery", "truncation carries a state forward through time, which a bidirectional network does not have"));
        if (decoder)
            broken.Add(new("options.truncateEvery", "truncation learns at every step of the window, which an encoder does not answer at: set architecture to direct"));
    }

    private static void CheckBounds(ICollection<RuleViolation> broken, TrainingOptions options)
    {
        if (options.Floor >= options.Ceiling)
            broken.Add(new("options.floor", $"floor must be below ceiling {Written(options.Ceiling)}, was {Written(options.Floor)}"));
        foreach ((string name, double? bound) in new[] { ("floor", options.Floor), ("ceiling", options.Ceiling) })
            if (options.Counts is true && bound is { } end && end != Math.Floor(end))
                broken.Add(new($"options.{name}", $"{name} must be whole where counts are answered, was {Written(end)}"));
    }

    private static string Written(double? value) => value?.ToString("R", CultureInfo.InvariantCulture) ?? "none";

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

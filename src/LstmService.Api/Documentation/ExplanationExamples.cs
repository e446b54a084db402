namespace LstmService.Api.Documentation;

/// <summary>Worked examples of explanations.</summary>
internal static class ExplanationExamples
{
    public const string HowToRead =
        "`output = baseline + the attributions + toBiases + residual`, in the units of the series, and it is also the sum of the `components`. "
        + "`integratedGradients` (Sundararajan et al. 2017) starts from what the model would say had every past point lain on the window's own "
        + "level and season. `relevance` (layer-wise relevance propagation for LSTMs, Arras et al. 2017) shares the network's part among "
        + "what it read; `toBiases` is what came from no input. A covariate's attribution names it and may lie ahead. "
        + "A model of kind symbols answers `symbol`, its `probability` and as `output` the score that the networks give it; "
        + "each attribution is then a past symbol's share of the score: "
        + "`{\"symbol\": \"rain\", \"probability\": 0.7, \"output\": 1.9, \"attributions\": [{\"time\": \"2026-03-31\", \"value\": \"rain\", \"relevance\": 1.2}]}`.";

    public const string Request =
        """
        {
          "model": "air-passengers", "step": 2, "method": "relevance",
          "history": { "timestamps": ["1960-10-01", "1960-11-01", "1960-12-01"], "values": [461, 390, 432] }
        }
        """;

    public const string HowToReadGates =
        "For each step of the window, over the units of a layer in every member: the mean, the median, and between `lower` and `upper` four units "
        + "in five. `keptFor` is about how many points the memory of the middle unit keeps what it took in. At most 256 steps are answered, the last ones.";

    public const string Explanation =
        """
        {
          "model": "air-passengers", "version": 1, "series": "AirPassengers", "step": 1, "time": "1961-01-01", "method": "integratedGradients",
          "output": 438.2, "baseline": 431.5, "residual": 0.003,
          "attributions": [
            { "time": "1960-11-01", "value": 390, "relevance": -1.203 },
            { "time": "1960-12-01", "value": 432, "relevance": 7.9 }
          ],
          "components": { "level": 455.1, "trend": 3.4, "season": -26.1, "network": 5.8 },
          "note": "baseline is the forecast had every past point lain on the window's own level and season, and covariates been ordinary; an attribution is by how much the point's deviation from them moved the forecast."
        }
        """;

    public const string Gates =
        """
        {
          "model": "air-passengers", "version": 1, "series": "AirPassengers", "times": ["1960-11-01", "1960-12-01"], "pointsAStep": 1,
          "layers": [{
            "layer": 1, "direction": "forward",
            "gates": { "forget": { "mean": [0.71, 0.72], "lower": [0.6, 0.6], "median": [0.72, 0.73], "upper": [0.8, 0.8] } },
            "cellState": { "mean": [0.02, 0.03], "lower": [-0.2, -0.2], "median": [0.01, 0.02], "upper": [0.3, 0.3] }, "cellNorm": [0.24, 0.25],
            "hiddenState": { "mean": [0.01, 0.01], "lower": [-0.1, -0.1], "median": [0.01, 0.01], "upper": [0.1, 0.1] }, "hiddenNorm": [0.11, 0.12],
            "keptFor": 3.6
          }]
        }
        """;
}

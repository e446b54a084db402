namespace LstmService.Api.Documentation;

/// <summary>A worked answer of the backtest route.</summary>
internal static class BacktestExamples
{
    public const string Backtest =
        """
        {
          "model": "air-passengers", "version": 1, "series": "AirPassengers", "kept": ["AirPassengers"],
          "origins": [{
            "origin": "1960-10-01", "times": ["1960-11-01", "1960-12-01"], "actual": [390, 432], "forecast": [398.4, 441.2],
            "intervals": { "80": [{ "lower": 374.1, "upper": 423.8 }, { "lower": 411.7, "upper": 470.3 }] },
            "lstmAlone": [398.4, 441.2],
            "baselines": { "naive": [461, 461], "seasonalNaive": [362, 405], "theta": [411.9, 448.6] }
          }]
        }
        """;
}

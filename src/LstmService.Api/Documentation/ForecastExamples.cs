namespace LstmService.Api.Documentation;

/// <summary>Worked examples of the forecast routes.</summary>
internal static class ForecastExamples
{
    public const string Forecast =
        """
        {
          "model": "air-passengers", "version": 1, "series": "AirPassengers", "frequency": "P1M", "origin": "1960-12-01",
          "points": [{
            "time": "1961-01-01", "value": 447.2, "quantiles": { "0.1": 431.0, "0.5": 447.2, "0.9": 463.8 },
            "intervals": { "80": { "lower": 431.0, "upper": 463.8 } }
          }, {
            "time": "1961-02-01", "value": 421.9, "quantiles": { "0.1": 402.3, "0.5": 421.9, "0.9": 441.0 },
            "intervals": { "80": { "lower": 402.3, "upper": 441.0 } }
          }]
        }
        """;

    public const string Csv = "series,time,value,lower80,upper80\npassengers,1961-01-01,447.2,431,463.8\npassengers,1961-02-01,421.9,402.3,441\n";

    public const string Line = "{\"model\":\"air-passengers\",\"version\":1,\"series\":\"passengers\",\"frequency\":\"P1M\",\"origin\":\"1960-12-01\",\"points\":[]}\n";

    public const string OfSymbols =
        "A model of kind symbols answers the most likely symbol and the probability of each: "
        + "`{\"model\": \"weather\", \"version\": 1, \"series\": \"oslo\", \"kind\": \"symbols\", \"frequency\": \"P1D\", \"origin\": \"2026-03-31\", "
        + "\"points\": [{\"time\": \"2026-04-01\", \"value\": \"rain\", \"probabilities\": {\"rain\": 0.7, \"sunny\": 0.3}}]}`; "
        + "as CSV there is a column `probability_rain` for each symbol. It has no levels.";

    public const string Request =
        """
        {
          "model": "air-passengers", "horizon": 2, "levels": [80],
          "history": { "timestamps": ["1960-10-01", "1960-11-01", "1960-12-01"], "values": [461, 390, 432] }
        }
        """;
}

namespace LstmService.Api.Documentation;

/// <summary>Worked answers of the model routes.</summary>
internal static class ModelExamples
{
    public const string Version =
        $$"""
        {
          "version": 1, "createdAt": "2026-11-24T16:00:06.5+00:00", "champion": true, "frequency": "P1M", "horizon": 12,
          "evaluation": {
            "protocol": "rolling origins", "origins": 24, "horizon": 12,
            "train": { "points": 120, "mae": 5.1, "rmse": 7.0, "smape": 2.3, "mase": 0.17, "wape": 0.02, "coverage": null,
              "mape": 2.3, "rmsse": 0.17, "wql": null, "crps": null, "msis": null, "width": null, "coverageByStep": null },
            "test": { "points": 288, "mae": 14.2, "rmse": 18.9, "smape": 3.6, "mase": 0.51, "wape": 0.03, "coverage": { "80": 0.81, "95": 0.94 },
              "mape": 3.6, "rmsse": 0.55, "wql": 0.027, "crps": 10.4, "msis": 4.2, "width": { "80": 48.1, "95": 78.3 },
              "coverageByStep": { "80": [0.83, 0.79], "95": [0.96, 0.92] } },
            "lstmAlone": null,
            "baselines": { "seasonalNaive": { "points": 288, "mae": 37.1, "rmse": 41.2, "smape": 9.5, "mase": 1.31, "wape": 0.09, "coverage": null,
              "mape": 9.4, "rmsse": 1.2, "wql": null, "crps": null, "msis": null, "width": null, "coverageByStep": null } },
            "bestBaseline": "seasonalNaive", "beatsBaseline": true, "verdict": "62% better than repeating the last season, the best baseline.",
            "owa": 0.39
          },
          "composition": { "lstm": 1 }, "pointForecast": "median",
          "options": {
            "horizon": 12, "seasons": [12], "anchorSeason": 12, "lookback": 24, "patch": 1, "hidden": 16, "layers": 1, "cell": "lstm", "bidirectional": false,
            "residual": false, "dilations": [1], "dropout": 0, "recurrentDropout": 0, "encoderDecoder": false, "attention": false, "members": 5, "epochs": 400,
            "stepsPerEpoch": 0, "batch": 32, "learningRate": 0.003, "optimizer": "adamW", "momentum": 0.9, "schedule": "cosine", "warmupSteps": 0,
            "weightDecay": 0, "averageDecay": 0.99, "clipNorm": 1, "patience": 0, "loss": "pinball", "orderedQuantiles": false, "truncateEvery": 0,
            "truncateBack": 0, "quantiles": [0.025, 0.1, 0.5, 0.9, 0.975], "scaling": "local", "transform": "log", "anchor": "profile", "levelPoints": 1,
            "profileSeasons": 4, "drift": 0.5, "gates": true, "skip": true, "location": true, "mask": true, "blend": true, "levels": [80, 95],
            "floor": null, "ceiling": null, "counts": false, "seed": 1
          },
          "choices": ["search by grid over 2 points: point 2 (hidden 16) had the lowest mase, 0.64, on origins before the earliest judged one; it was trained anew", "season(s) of 12 points: usual at P1M, and seen twice in 144 points"],
          "note": "version 1 is champion: it is the first",
          "lineage": {
            "dataHash": "9f2c1e1d0a", "seed": 1, "parent": null, "jobId": "{{JobExamples.Id}}",
            "request": {
              "horizon": null, "levels": null, "options": {}, "kind": "values",
              "search": { "strategy": "grid", "space": [{ "name": "hidden", "values": [8, 16], "range": null }], "metric": "mase", "trials": null, "seed": 1 }
            }
          },
          "search": {{JobExamples.Search}}
        }
        """;

    public const string Model =
        $$"""
        {
          "model": "air-passengers", "kind": "values", "champion": 1, "createdAt": "2026-11-24T16:00:00+00:00", "frequency": "P1M", "horizon": 12,
          "series": ["AirPassengers"], "seriesCount": 1, "versions": [{{Version}}],
          "report": {
            "series": [{
              "id": "AirPassengers", "points": 144, "start": "1949-01-01", "end": "1960-12-01", "frequency": "P1M", "frequencyConfidence": 1,
              "seasons": [12], "missing": 0, "duplicates": 0, "outliers": 0, "kind": "continuous",
              "gaps": { "count": 0, "longest": 0 }, "scale": { "lowest": 104, "median": 266, "highest": 622 }
            }],
            "changes": [], "warnings": [],
            "totals": { "series": 1, "points": 144, "missing": 0, "duplicates": 0, "outliers": 0 }
          },
          "live": { "points": 12, "mae": 15.9, "coverage80": 0.75, "ratio": 1.1 },
          "schedule": {{Schedule}}
        }
        """;

    public const string Append = """{ "series": [{ "id": "AirPassengers", "timestamps": ["1960-12-01", "1961-01-01"], "values": [433, 450] }] }""";

    public const string AppendCsv = "series_id,timestamp,value\nAirPassengers,1960-12-01,433\nAirPassengers,1961-01-01,450\n";

    public const string Appended =
        """
        { "model": "air-passengers", "appended": 1, "corrected": 1, "series": [{ "id": "AirPassengers", "appended": 1, "corrected": 1, "end": "1961-01-01" }], "jobId": null }
        """;

    public const string Schedule =
        """
        { "model": "air-passengers", "cron": "0 0 3 * * ?", "timeZone": "Europe/Vienna", "onDrift": true, "nextAt": "2026-11-25T02:00:00+00:00" }
        """;

    public const string List =
        """
        {
          "items": [{
            "model": "air-passengers", "kind": "values", "champion": 1, "trainedAt": "2026-11-24T16:00:06.5+00:00", "frequency": "P1M", "horizon": 12,
            "beatsBaseline": true, "verdict": "62% better than repeating the last season, the best baseline."
          }],
          "next": null
        }
        """;

    public const string SeriesList =
        """
        { "items": [{ "series": "AirPassengers", "frequency": "P1M", "count": 144, "start": "1949-01-01", "end": "1960-12-01" }], "next": null }
        """;

    public const string History =
        """
        {
          "series": "AirPassengers", "frequency": "P1M", "count": 144,
          "points": [{ "time": "1960-10-01", "value": 461 }, { "time": "1960-11-01", "value": 390 }, { "time": "1960-12-01", "value": 432 }]
        }
        """;
}

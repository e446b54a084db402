namespace LstmService.Api.Documentation;

/// <summary>Worked examples of <c>POST /train</c>.</summary>
internal static class TrainingExamples
{
    public const string Request =
        """
        {
          "model": "shop", "frequency": "P1M", "horizon": 3, "levels": [80, 95], "options": { "seed": 1 },
          "series": [{
            "id": "bread",
            "timestamps": ["2025-01-01", "2025-02-01", "2025-03-01", "2025-04-01", "2025-05-01", "2025-06-01"],
            "values": [31, 28, null, 35, 39, 41]
          }]
        }
        """;

    public const string Csv = "month,bread\n2025-01-01,31\n2025-02-01,28\n2025-03-01,\n2025-04-01,35\n2025-05-01,39\n2025-06-01,41\n";

    public const string Accepted =
        $$"""
        {
          "id": "{{JobExamples.Id}}", "state": "queued", "model": "shop",
          "report": {
            "series": [{
              "id": "bread", "points": 5, "start": "2025-01-01", "end": "2025-06-01", "frequency": "P1M", "frequencyConfidence": 1,
              "seasons": [], "missing": 1, "duplicates": 0, "outliers": 0, "kind": "count",
            "gaps": { "count": 1, "longest": 1 }, "scale": { "lowest": 28, "median": 35, "highest": 41 }
            }],
            "changes": [],
            "warnings": ["bread: only 5 points: too few for a network, a baseline will answer", "bread: too short for a yearly season: 6 of 24 months"],
            "totals": { "series": 1, "points": 5, "missing": 1, "duplicates": 0, "outliers": 0 }
          }
        }
        """;
}

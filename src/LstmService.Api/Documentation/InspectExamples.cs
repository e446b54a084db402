namespace LstmService.Api.Documentation;

/// <summary>A worked answer of <c>POST /series/inspect</c>.</summary>
internal static class InspectExamples
{
    public const string Report =
        """
        {
          "series": [{
            "id": "bread", "points": 5, "start": "2025-01-01", "end": "2025-06-01", "frequency": "P1M", "frequencyConfidence": 1,
            "seasons": [], "missing": 1, "duplicates": 0, "outliers": 0, "kind": "count",
            "gaps": { "count": 1, "longest": 1 }, "scale": { "lowest": 28, "median": 35, "highest": 41 }
          }],
          "changes": [],
          "warnings": ["bread: only 5 points: too few for a network, a baseline will answer", "bread: too short for a yearly season: 6 of 24 months"],
          "totals": { "series": 1, "points": 5, "missing": 1, "duplicates": 0, "outliers": 0 }
        }
        """;

    public const string Preview =
        $$"""
        {
          "report": {{Report}},
          "series": [{ "series": "bread", "frequency": "P1M", "count": 6, "points": [{ "time": "2025-01-01", "value": 31 }, { "time": "2025-02-01", "value": null }] }],
          "columns": [{ "name": "month", "role": "time" }, { "name": "bread", "role": "value" }]
        }
        """;
}

namespace LstmService.Api.Documentation;

/// <summary>Worked answers of the job routes.</summary>
internal static class JobExamples
{
    public const string Id = "019ab5f2-6c1e-7d4a-9a55-2f0c8f1b7a31";

    public const string Succeeded =
        $$"""
        {
          "id": "{{Id}}", "model": "air-passengers", "state": "succeeded", "attempt": 1,
          "createdAt": "2026-11-24T16:00:00+00:00", "startedAt": "2026-11-24T16:00:00.04+00:00", "finishedAt": "2026-11-24T16:00:06.5+00:00",
          "progress": { "stage": "calibrating", "epoch": 400, "epochs": 400, "trainLoss": 0.021, "validationLoss": 0.034, "secondsLeft": 0 },
          "result": { "model": "air-passengers", "version": 1, "note": "version 1 is champion: it is the first" }
        }
        """;

    public const string Cancelling =
        $$"""
        {
          "id": "{{Id}}", "model": "air-passengers", "state": "cancelling", "attempt": 1,
          "createdAt": "2026-11-24T16:00:00+00:00", "startedAt": "2026-11-24T16:00:00.04+00:00",
          "progress": { "stage": "training", "epoch": 120, "epochs": 400, "trainLoss": 0.034, "validationLoss": 0.041, "secondsLeft": 4.1 }
        }
        """;

    public const string List = $$"""{ "items": [{{Succeeded}}], "next": null }""";
}

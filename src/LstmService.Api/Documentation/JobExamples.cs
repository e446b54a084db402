namespace LstmService.Api.Documentation;

/// <summary>Worked answers of the job routes.</summary>
internal static class JobExamples
{
    public const string Id = "019ab5f2-6c1e-7d4a-9a55-2f0c8f1b7a31";

    /// <summary>What became of a search, as jobs and versions answer it.</summary>
    public const string Search =
        """
        {
          "strategy": "grid", "metric": "mase",
          "fold": "24 rolling origins, 1 points apart, 12 steps each, of at most 400 series, all of them before the earliest judged origin; the networks learnt from what lies before the earliest of these",
          "points": [{
            "number": 1, "options": { "hidden": 8 }, "score": 0.71, "epochs": 80, "seconds": 1.2, "state": "finished", "rung": null, "reason": null
          }, {
            "number": 2, "options": { "hidden": 16 }, "score": 0.64, "epochs": 80, "seconds": 1.9, "state": "finished", "rung": null, "reason": null
          }],
          "best": 2
        }
        """;

    public const string Succeeded =
        $$"""
        {
          "id": "{{Id}}", "model": "air-passengers", "state": "succeeded", "attempt": 1,
          "createdAt": "2026-11-24T16:00:00+00:00", "startedAt": "2026-11-24T16:00:00.04+00:00", "finishedAt": "2026-11-24T16:00:06.5+00:00",
          "progress": { "stage": "calibrating", "epoch": 400, "epochs": 400, "trainLoss": 0.021, "validationLoss": 0.034, "secondsLeft": 0 },
          "result": { "model": "air-passengers", "version": 1, "note": "version 1 is champion: it is the first", "search": {{Search}} }
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

    public const string Events =
        $$$"""
        id: 1.0
        event: state
        data: {"id":"{{{Id}}}","model":"air-passengers","state":"queued","attempt":0,"createdAt":"2026-11-24T16:00:00+00:00"}

        id: 2.0
        event: state
        data: {"id":"{{{Id}}}","model":"air-passengers","state":"running","attempt":1,"createdAt":"2026-11-24T16:00:00+00:00","startedAt":"2026-11-24T16:00:00.04+00:00"}

        id: 2.1
        event: progress
        data: {"id":"{{{Id}}}","model":"air-passengers","state":"running","attempt":1,"createdAt":"2026-11-24T16:00:00+00:00","progress":{"stage":"training","epoch":120,"epochs":400,"trainLoss":0.034,"validationLoss":0.041,"secondsLeft":4.1}}

        : alive

        """;

    public const string List = $$"""{ "items": [{{Succeeded}}], "next": null }""";
}

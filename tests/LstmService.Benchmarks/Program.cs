using LstmService.Benchmarks.Accuracy;
using LstmService.Benchmarks.Engine;
using LstmService.Benchmarks.Explanation;
using LstmService.Benchmarks.Faults;
using LstmService.Benchmarks.Fuzzing;
using LstmService.Benchmarks.Ingest;
using LstmService.Benchmarks.Serving;

return args switch
{
    ["accuracy", .. string[] rest] => AccuracyBenchmark.Run(rest),
    ["engine", .. string[] rest] => EngineBenchmark.Run(rest),
    ["airline", .. string[] rest] => AirlineBenchmark.Run(rest),
    ["faults", .. string[] rest] => FaultBenchmark.Run(rest),
    ["workers"] => FleetSpeed.Run(),
    ["ingest", .. string[] rest] => IngestBenchmark.Run(rest),
    ["explain", .. string[] rest] => ExplainBenchmark.Run(rest),
    ["serving", .. string[] rest] => ServingBenchmark.Run(rest),
    ["soak", .. string[] rest] => SoakBenchmark.Run(rest),
    ["fuzz", .. string[] rest] => FuzzBenchmark.Run(rest),
    ["load", .. string[] rest] => Load.Run(rest),
    ["bare", .. string[] rest] => BareServer.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: dotnet run -c Release --project tests/LstmService.Benchmarks -- COMMAND
          accuracy --data DIR [--set NAME] [--out DIR] [--seed N]   trains every set with no options and scores it
          engine [--json] [--quick]                                 speed of the engine beside its peers and the machine's peak
          airline --data DIR                                        airline passengers by the tutorial's protocol, defaults and the tutorial's network
          faults [--kills N] [--store sqlite|postgres]              kills, outages and the speed of the queue on real stores
          workers                                                   how much sooner two workers are through with a queue than one
          ingest [--rows N] [--rounds N]                            speed of reading CSV beside the CSV libraries alone
          explain [--data DIR]                                      does deleting relevant points move forecasts, and how long an explanation takes
          serving [--rounds N] [--seconds S]                        speed beside bare Kestrel, memory, connections and start
          soak [--minutes N]                                        everything at once for long: memory, open files, errors
          fuzz [--requests N] [--seed N]                            wrong requests of every kind, checked against the OpenAPI document
        """);
    return 2;
}

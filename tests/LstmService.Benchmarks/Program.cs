using LstmService.Benchmarks.Accuracy;

return args switch
{
    ["accuracy", .. string[] rest] => AccuracyBenchmark.Run(rest),
    ["airline", .. string[] rest] => AirlineBenchmark.Run(rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("""
        usage: dotnet run -c Release --project tests/LstmService.Benchmarks -- COMMAND
          accuracy --data DIR [--set NAME] [--out DIR] [--seed N]   trains every set with no options and scores it
          airline --data DIR                                        airline passengers by the tutorial's protocol, defaults and the tutorial's network
        """);
    return 2;
}

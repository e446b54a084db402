namespace LstmService.Api.Tests.Faults;

/// <summary>Tests whose moments matter run when no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class AloneOnTheMachine
{
    public const string Name = "Alone on the machine";
}

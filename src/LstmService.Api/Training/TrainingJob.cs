using Quartz;

namespace LstmService.Api.Training;

/// <summary>What Quartz wakes; which runs it trains the database says.</summary>
internal sealed class TrainingJob(TrainingWorker worker) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await worker.RunAllAsync(cancellationToken);
}

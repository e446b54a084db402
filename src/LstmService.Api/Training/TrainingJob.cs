using Quartz;

namespace LstmService.Api.Training;

/// <summary>What Quartz wakes; which run it is for the database says.</summary>
internal sealed class TrainingJob(TrainingWorker worker) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await worker.RunNextAsync(cancellationToken);
}

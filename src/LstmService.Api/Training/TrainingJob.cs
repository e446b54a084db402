using Quartz;

namespace LstmService.Api.Training;

/// <summary>What Quartz wakes: the key of the job is the tenant and the run.</summary>
internal sealed class TrainingJob(TrainingWorker worker) : IJob
{
    public async ValueTask Execute(IJobExecutionContext context, CancellationToken cancellationToken) =>
        await worker.RunAsync(context.JobDetail.Key.Group, context.JobDetail.Key.Name, cancellationToken);
}

using LstmService.Api.Configuration;
using LstmService.Api.Jobs;
using LstmService.Api.Storage;
using Microsoft.Extensions.Options;
using Quartz;

namespace LstmService.Api.Training;

/// <summary>The queue and its worker.</summary>
internal static class TrainingRegistration
{
    public static IServiceCollection AddTraining(this IServiceCollection services)
    {
        services.AddSingleton<Runs>();
        services.AddSingleton<RunningTrainings>();
        services.AddSingleton<TrainingQueue>();
        services.AddSingleton<Publication>();
        services.AddSingleton<TrainingWorker>();
        services.AddTransient<TrainingJob>();
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = TrainingQueue.Scheduler;
                scheduler.InstanceId = "one"; // one process a data directory: what another process left behind is ours
            });
            quartz.UsePersistentStore(store =>
            {
                store.UseSqlite(source => source.DataSourceFactory = provider => provider.GetRequiredService<QuartzSource>());
                store.ConfigureStore(options => options.StoreJobDataAsStrings = true);
            });
        });
        services.AddSingleton<QuartzSource>();
        services.AddOptions<ThreadPoolOptions>().Configure<IOptions<ServiceOptions>>(
            (pool, options) => pool.MaxConcurrency = options.Value.ConcurrentTrainings);
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        services.AddSingleton<Reconciler>();
        services.AddHostedService(provider => provider.GetRequiredService<Reconciler>());
        return services;
    }
}

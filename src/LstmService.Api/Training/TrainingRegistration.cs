using LstmService.Api.Configuration;
using LstmService.Api.Jobs;
using LstmService.Api.Storage;
using Microsoft.Extensions.Options;
using Quartz;

namespace LstmService.Api.Training;

/// <summary>The queue and its worker.</summary>
internal static class TrainingRegistration
{
    // Quartz asks its store that often for work that other nodes queued.
    private static readonly TimeSpan IdleWait = TimeSpan.FromSeconds(1);

    public static IServiceCollection AddTraining(this IServiceCollection services, IConfiguration configuration)
    {
        bool shared = ServiceOptions.IsShared(configuration);
        services.AddSingleton<Runs>();
        services.AddSingleton<JobHistory>();
        services.AddSingleton<JobChanges>();
        services.AddSingleton<RunningTrainings>();
        services.AddSingleton<QueueBounds>();
        services.AddSingleton<TrainingBounds>();
        services.AddSingleton<TrainingQueue>();
        services.AddSingleton<Retraining>();
        services.AddSingleton<Schedules>();
        services.AddSingleton<ScheduleClock>();
        services.AddHostedService(provider => provider.GetRequiredService<ScheduleClock>());
        services.AddSingleton<Cleaner>();
        services.AddHostedService(provider => provider.GetRequiredService<Cleaner>());
        services.AddSingleton<Publication>();
        services.AddSingleton<RunCheckpoints>();
        services.AddSingleton<TrainingWorker>();
        services.AddTransient<TrainingJob>();
        services.AddSingleton<Liveness>();
        services.AddSingleton<Waker>();
        services.AddSingleton<Reconciler>();
        services.AddHostedService(provider => provider.GetRequiredService<Waker>());
        services.AddQuartz(shared);
        services.AddHostedService(provider => provider.GetRequiredService<Reconciler>());
        if (shared) services.AddHostedService<Heartbeat>();
        return services;
    }

    private static void AddQuartz(this IServiceCollection services, bool shared)
    {
        services.AddQuartz(quartz =>
        {
            quartz.ConfigureScheduler(scheduler =>
            {
                scheduler.InstanceName = TrainingQueue.Scheduler;
                scheduler.IdleWaitTime = IdleWait;
                if (shared) scheduler.GenerateInstanceId = true;
                else scheduler.InstanceId = "one"; // one process a data directory: what another process left behind is ours
            });
            quartz.UsePersistentStore(store =>
            {
                if (shared)
                {
                    store.UsePostgres(UseOurs);
                    store.UseClustering();
                }
                else
                {
                    store.UseSqlite(UseOurs);
                }
                store.ConfigureStore(options => options.StoreJobDataAsStrings = true);
            });
        });
        services.AddOptions<ThreadPoolOptions>().Configure<IOptions<ServiceOptions>>(
            (pool, options) => pool.MaxConcurrency = options.Value.ConcurrentTrainings);
        services.AddQuartzHostedService(hosted => hosted.WaitForJobsToComplete = true);
        services.AddOptions<QuartzHostedServiceOptions>().Configure<IOptions<ServiceOptions>>(
            (hosted, options) => hosted.AutoStart = options.Value.Trains());
    }

    private static void UseOurs(DataSourceOptions source) =>
        source.DataSourceFactory = provider => provider.GetRequiredService<QuartzSource>();
}

using Dapper;
using LstmService.Api.Configuration;

namespace LstmService.Api.Storage;

/// <summary>The store: embedded, or shared where a connection string says so.</summary>
internal static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services, IConfiguration configuration)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        services.AddSingleton<Signals>();
        services.AddSingleton<Database>();
        services.AddSingleton<Unchanged>();
        services.AddSingleton<Patience>();
        services.AddSingleton<QuartzSource>();
        services.AddHostedService<StorageStartup>();
        if (ServiceOptions.IsShared(configuration))
        {
            services.AddSingleton<PostgreSqlDialect>();
            services.AddSingleton<Dialect>(provider => provider.GetRequiredService<PostgreSqlDialect>());
            services.AddHostedService<SignalListener>();
        }
        else
        {
            services.AddSingleton<DataDirectory>();
            services.AddSingleton<Dialect, SqliteDialect>();
        }
        return services;
    }
}

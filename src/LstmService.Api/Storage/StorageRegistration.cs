using Dapper;

namespace LstmService.Api.Storage;

/// <summary>The embedded store.</summary>
internal static class StorageRegistration
{
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        DefaultTypeMap.MatchNamesWithUnderscores = true;
        services.AddSingleton<DataDirectory>();
        services.AddSingleton<Database>();
        services.AddHostedService<StorageStartup>();
        return services;
    }
}

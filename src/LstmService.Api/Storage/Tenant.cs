namespace LstmService.Api.Storage;

/// <summary>Whose data it is. Every key in the database carries it; there is one until there are keys.</summary>
internal static class Tenant
{
    public const string Default = "default";
}

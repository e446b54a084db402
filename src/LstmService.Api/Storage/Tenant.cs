using LstmService.Api.Models;

namespace LstmService.Api.Storage;

/// <summary>Whose data it is. Every key in the database carries it.</summary>
internal static class Tenant
{
    /// <summary>Whose it is while nobody needs a key.</summary>
    public const string Default = "default";

    /// <summary>The rule of a tenant's name, for messages.</summary>
    public const string Rule = ModelName.Rule;

    public static bool IsValid(string name) => ModelName.IsValid(name);
}

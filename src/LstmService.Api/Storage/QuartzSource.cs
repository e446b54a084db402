using System.Data.Common;

namespace LstmService.Api.Storage;

/// <summary>Gives Quartz connections that are set up as ours are.</summary>
internal sealed class QuartzSource(Database database) : DbDataSource
{
    public override string ConnectionString => database.ConnectionString;

    protected override DbConnection CreateDbConnection() => database.Create();

    protected override DbConnection OpenDbConnection() => database.Open();
}

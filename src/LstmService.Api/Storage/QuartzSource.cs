using System.Data.Common;

namespace LstmService.Api.Storage;

/// <summary>Gives Quartz its connections.</summary>
internal sealed class QuartzSource(Dialect dialect) : DbDataSource
{
    public override string ConnectionString => dialect.CreateForQuartz().ConnectionString;

    protected override DbConnection CreateDbConnection() => dialect.CreateForQuartz();

    protected override DbConnection OpenDbConnection() => dialect.OpenForQuartz();
}

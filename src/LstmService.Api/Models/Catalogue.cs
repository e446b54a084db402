using System.Data.Common;
using Dapper;
using LstmService.Api.Jobs;
using LstmService.Api.Storage;

namespace LstmService.Api.Models;

/// <summary>Models, their versions and artefacts.</summary>
internal sealed class Catalogue(Database database, Unchanged unchanged, Runs runs)
{
    private const string VersionColumns =
        """
        select v.*, r.request, r.report, r.data_hash, r.search, k.kind, length(a.content) as artefact_bytes from versions v
        join models k on k.tenant = v.tenant and k.model = v.model
        join runs r on r.tenant = v.tenant and r.id = v.run
        join artefacts a on a.tenant = v.tenant and a.model = v.model and a.version = v.version
        """;

    private const string ServedColumns =
        """
        select v.model, v.version, v.run, v.horizon, v.levels, v.frequency, v.revision, m.kind, length(a.content) as artefact_bytes,
          coalesce(m.revision, v.revision) as newest_revision
        from models m
        join versions v on v.tenant = m.tenant and v.model = m.model and v.version = coalesce(@version, m.champion)
        join artefacts a on a.tenant = v.tenant and a.model = v.model and a.version = v.version
        where m.tenant = @tenant and m.model = @model
        """;

    // A series is continued from the newest published upload that holds it at this version's frequency.
    private const string ServedSeriesColumns =
        """
        select series, max(revision) as revision from series
        where tenant = @tenant and model = @model and revision in (@Revision, @NewestRevision) and frequency = @Frequency
        """;

    /// <summary>A published model.</summary>
    public ModelRow? Find(string tenant, string model) => database.Read(connection => connection.QuerySingleOrDefault<ModelRow>(
        "select * from models where tenant = @tenant and model = @model and champion is not null", new { tenant, model }));

    /// <summary>Published models by name, those alone that are like <paramref name="search"/>, from the one after <paramref name="after"/> on.</summary>
    public IReadOnlyList<VersionRow> ListChampions(string tenant, string? search, string? after, int count) => database.Read(connection =>
        connection.Query<VersionRow>(
            VersionColumns +
            """

            join models m on m.tenant = v.tenant and m.model = v.model and m.champion = v.version
            where v.tenant = @tenant and (@after is null or v.model > @after) and (@search is null or v.model like @search escape '\')
            order by v.model limit @count
            """, new { tenant, search, after, count }).AsList());

    /// <summary>The versions of a model, the newest first.</summary>
    public IReadOnlyList<VersionRow> Versions(string tenant, string model) => database.Read(connection => connection.Query<VersionRow>(
        VersionColumns + " where v.tenant = @tenant and v.model = @model order by v.version desc", new { tenant, model }).AsList());

    public static VersionRow? Version(DbConnection connection, string tenant, string model, long version) =>
        connection.QuerySingleOrDefault<VersionRow>(
            VersionColumns + " where v.tenant = @tenant and v.model = @model and v.version = @version", new { tenant, model, version });

    public VersionRow? Version(string tenant, string model, long version) =>
        database.Read(connection => Version(connection, tenant, model, version));

    /// <summary>The champion, or the version that was asked for.</summary>
    public ServedVersion? Served(string tenant, string model, long? version) => unchanged.GetOrRead(
        (tenant, model, version), asked => database.Read(connection => connection.QuerySingleOrDefault<ServedVersion>(
            ServedColumns, new { asked.tenant, asked.model, asked.version })));

    /// <summary>Where a version's series of that name is continued from; null where it has none.</summary>
    public ServedSeries? ServedSeries(string tenant, ServedVersion version, string series) => unchanged.GetOrRead(
        (tenant, version, series), _ => database.Read(connection => connection.QuerySingleOrDefault<ServedSeries>(
            ServedSeriesColumns + " and series = @series group by series",
            new { tenant, model = version.Model, version.Revision, version.NewestRevision, version.Frequency, series })));

    /// <summary>The series of a version in the order of their names, from the one after <paramref name="after"/> on.</summary>
    public IReadOnlyList<ServedSeries> ServedSeries(string tenant, ServedVersion version, string? after, int count) => database.Read(
        connection => connection.Query<ServedSeries>(
            ServedSeriesColumns + " and (@after is null or series > @after) group by series order by series limit @count",
            new { tenant, model = version.Model, version.Revision, version.NewestRevision, version.Frequency, after, count }).AsList());

    /// <summary>The version's only series; null where it has many.</summary>
    /// <exception cref="Forecasts.ModelGoneException">It has none any more.</exception>
    public ServedSeries? OnlySeries(string tenant, ServedVersion version) => unchanged.GetOrRead((tenant, version), _ => ServedSeries(tenant, version, after: null, count: 2)) switch
    {
        [] => throw new Forecasts.ModelGoneException(version.Model),
        [{ } only] => only,
        _ => null,
    };

    public long CountSeries(string tenant, ServedVersion version) => database.Read(connection => connection.ExecuteScalar<long>(
        """
        select count(distinct series) from series
        where tenant = @tenant and model = @model and revision in (@Revision, @NewestRevision) and frequency = @Frequency
        """, new { tenant, model = version.Model, version.Revision, version.NewestRevision, version.Frequency }));

    public byte[]? Artefact(string tenant, string model, long version) => database.Read(connection => connection.QuerySingleOrDefault<byte[]>(
        "select content from artefacts where tenant = @tenant and model = @model and version = @version", new { tenant, model, version }));

    /// <summary>The unfinished job that would publish a first version; null where there is none.</summary>
    public RunRow? FirstRun(string tenant, string model) => database.Read(connection => connection.QueryFirstOrDefault<RunRow>(
        """
        select r.* from runs r join models m on m.tenant = r.tenant and m.model = r.model and m.champion is null
        where r.tenant = @tenant and r.model = @model and r.state in ('queued', 'running') order by r.id limit 1
        """, new { tenant, model }));

    /// <summary>Makes a version the champion; false where there is no such version.</summary>
    public Task<bool> PromoteAsync(string tenant, string model, long version, CancellationToken cancellationToken) =>
        database.WriteAsync(connection => connection.Execute(
            """
            update models set champion = @version where tenant = @tenant and model = @model
              and exists (select 1 from versions v where v.tenant = @tenant and v.model = @model and v.version = @version)
            """, new { tenant, model, version }) == 1, cancellationToken);

    /// <summary>
    /// Deletes a model with its versions, artefacts and series, and asks its jobs to stop; false where there is no such model.
    /// </summary>
    public Task<bool> DeleteAsync(string tenant, string model, CancellationToken cancellationToken) =>
        database.WriteAsync(connection =>
        {
            int stopped = runs.CancelAll(connection, tenant, model);
            int deleted = connection.Execute("delete from models where tenant = @tenant and model = @model", new { tenant, model });
            return deleted == 1 || stopped > 0;
        }, cancellationToken);
}

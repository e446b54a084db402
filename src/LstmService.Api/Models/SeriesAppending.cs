using System.Data.Common;
using Dapper;
using LstmService.Api.Jobs;
using LstmService.Api.Requests;
using LstmService.Api.Series;
using LstmService.Api.Storage;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Symbols;
using LstmService.Forecasting.Time;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LstmService.Api.Models;

/// <summary>What became of one series.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Appended">Points at times it did not have.</param>
/// <param name="Corrected">Points at times it had, with another value.</param>
/// <param name="End">Its last time now.</param>
internal sealed record AppendedSeries(string Id, int Appended, int Corrected, string End);

/// <summary>What a model's series went on with, by which champion they were measured, or why they cannot.</summary>
internal sealed record AppendOutcome(IReadOnlyList<AppendedSeries> Series, ServedVersion Version, ProblemHttpResult? Refusal);

/// <summary>
/// Goes on with a model's series: a new revision holds them with the new points, and every forecast from then on continues it.
/// </summary>
internal sealed class SeriesAppending(Database database, Catalogue catalogue, LiveErrors live)
{
    /// <summary>Appends and corrects, or refuses all of it. Somebody who appended meanwhile is not overwritten.</summary>
    public async Task<AppendOutcome> AppendAsync(string tenant, ServedVersion version, TrainUpload upload, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (Prepare(tenant, version, upload, out IReadOnlyList<Change> changes) is { } refusal) return new([], version, refusal);
            LiveError? error = null;
            foreach (Change change in changes)
                if (change.Before is { } before && live.Measure(tenant, version, before, change.After) is { } one) error = error is null ? one : error + one;
            bool stored = await database.WriteAsync(connection => Store(connection, tenant, version, changes, error), cancellationToken);
            if (stored) return new([.. changes.Select(change => change.Appended)], version, null);
            if (catalogue.Served(tenant, version.Model, version: null) is not { } newer) throw new Forecasts.ModelGoneException(version.Model);
            version = newer;
        }
    }

    private static bool Store(DbConnection connection, string tenant, ServedVersion version, IReadOnlyList<Change> changes, LiveError? error)
    {
        long? revision = connection.ExecuteScalar<long?>(
            """
            update models set revisions = revisions + 1, revision = revisions + 1
            where tenant = @tenant and model = @Model and coalesce(revision, @Revision) = @NewestRevision
            returning revision
            """, new { tenant, version.Model, version.Revision, version.NewestRevision });
        if (revision is not { } added) return false;
        SeriesArchive.AddChanged(connection, tenant, version.Model, version.NewestRevision, added, [.. changes.Select(change => change.Filled)]);
        bool isThere = connection.ExecuteScalar<long>(
            "select count(*) from versions where tenant = @tenant and model = @Model and version = @Version", new { tenant, version.Model, version.Version }) == 1;
        if (error is not null && isThere) LiveErrors.Keep(connection, tenant, version, added, error);
        return true;
    }

    private ProblemHttpResult? Prepare(string tenant, ServedVersion version, TrainUpload upload, out IReadOnlyList<Change> changes)
    {
        changes = [];
        PreparationPolicies? policies = catalogue.Version(tenant, version.Model, version.Version) is { } row
            ? Json.Read<RunRequest>(row.Request).Policies : null;
        Frequency? frequency = Frequency.TryParse(version.Frequency, out Frequency? step) ? step : null;
        Vocabulary? vocabulary = database.Read(connection => SymbolArchive.Vocabulary(connection, tenant, version.Model, version.NewestRevision));
        string? onlySeries = OnlySeries(tenant, version, upload);
        TimeSeries?[] stored = [.. upload.Series.Select(series => database.Read(
            connection => SeriesArchive.Read(connection, tenant, version.Model, version.NewestRevision, onlySeries ?? series.Id)))];
        List<DataProblem> problems = [];
        RawSeries[] given = [.. upload.Series.Select((series, i) => PutTogether(series, i).GoingOn(stored[i]?.Axis))];
        if (problems.Count > 0) return PreparationProblem.Of(problems, upload.Places);
        // Gaps and outliers of a few points alone say nothing.
        PreparedData data = SeriesPreparation.Prepare(given, frequency, new() { Duplicates = policies?.Duplicates }, upload.Symbols);
        if (data.Problems.Count > 0) return PreparationProblem.Of(data.Problems, upload.Places);
        List<Change> made = [];
        for (int i = 0; i < data.Series.Count; i++)
        {
            (TimeSeries? more, string? problem) = upload.Symbols is { } symbols && vocabulary is not null
                ? Renumbered(data.Series[i], symbols, vocabulary) : (data.Series[i], null);
            if (more is not null && onlySeries is not null) more = more with { Id = onlySeries };
            TimeSeries? before = stored[i];
            RawSeries raw = upload.Series[i];
            bool follows = raw is { Times: null, Positions: null, Start: null };
            ContinuedSeries? after = more is null ? null
                : before is null ? new(more, more.Values.Count(value => !double.IsNaN(value)), 0, 0)
                : SeriesContinuation.Join(before, more, follows, out problem);
            if (after is null) problems.Add(new($"series {raw.Id}: {problem}", i));
            else made.Add(new(before, after, SeriesContinuation.Fill(after.Series, policies)));
        }
        if (problems.Count > 0) return PreparationProblem.Of(problems, upload.Places);
        changes = made;
        return null;

        RawSeries PutTogether(RawSeries series, int i)
        {
            RawSeries? whole = SeriesContinuation.PutTogether(series, policies, out string? problem);
            if (whole is null) problems.Add(new($"series {series.Id}: {problem}", i));
            return whole ?? series;
        }
    }

    /// <summary>The name of a model's only series, where the upload has one without a name.</summary>
    private string? OnlySeries(string tenant, ServedVersion version, TrainUpload upload) =>
        upload.Series is [{ Id: SeriesIds.Unnamed }] ? catalogue.OnlySeries(tenant, version)?.Series : null;

    /// <summary>The numbers by which the model knows the symbols.</summary>
    private static (TimeSeries? Series, string? Problem) Renumbered(TimeSeries series, Vocabulary given, Vocabulary known)
    {
        int?[] numbers = [.. given.Symbols.Select(known.NumberOf)];
        double[] values = [.. series.Values.Select(value => double.IsNaN(value) ? value : numbers[(int)value] ?? double.NaN)];
        int unknown = Enumerable.Range(0, values.Length).FirstOrDefault(i => double.IsNaN(values[i]) && !double.IsNaN(series.Values[i]), -1);
        return unknown < 0
            ? (series with { Values = values }, null)
            : (null, $"'{given.Symbols[(int)series.Values[unknown]]}' is not among the model's symbols: train it anew by POST /train with all of the series, or write null for it");
    }

    private sealed record Change(TimeSeries? Before, ContinuedSeries After, TimeSeries Filled)
    {
        public AppendedSeries Appended => new(Filled.Id, After.Appended, After.Corrected, Filled.Axis.TimeOf(Filled.Length - 1));
    }
}

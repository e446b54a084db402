using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using LstmService.Forecasting.Data;
using LstmService.Forecasting.Time;
using NodaTime;
using NodaTime.Text;

namespace LstmService.Api.Storage;

/// <summary>Series as immutable revisions; points lie in chunks of 4096, little-endian doubles.</summary>
internal static class SeriesArchive
{
    private const int ChunkPoints = 4096;

    private static readonly LocalDateTimePattern StartPattern = LocalDateTimePattern.ExtendedIso;

    /// <summary>Adds a revision that holds <paramref name="series"/>, inside the caller's transaction.</summary>
    public static void Add(DbConnection connection, string tenant, string model, long revision, IReadOnlyList<TimeSeries> series)
    {
        for (int position = 0; position < series.Count; position++) Add(connection, tenant, model, revision, series[position], position);
    }

    /// <summary>Adds one series to a revision.</summary>
    public static void Add(DbConnection connection, string tenant, string model, long revision, TimeSeries one, long position)
    {
        connection.Execute(
            """
            insert into series (
              tenant, model, revision, series, position, frequency, start_time, utc_offset, start_index, position_step, position_offset, points)
            values (
              @tenant, @model, @revision, @Id, @position, @Frequency, @Start, @Offset, @StartIndex, @PositionStep, @PositionOffset, @Length)
            """,
            new
            {
                tenant,
                model,
                revision,
                one.Id,
                position,
                Frequency = one.Axis.Frequency.ToString(),
                Start = one.Axis.Start is { } start ? StartPattern.Format(start) : null,
                Offset = one.Axis.Offset is { } offset ? OffsetPattern.GeneralInvariant.Format(offset) : null,
                one.Axis.StartIndex,
                one.Axis.PositionStep,
                one.Axis.PositionOffset,
                one.Length,
            });
        AddPoints(connection, tenant, model, revision, one);
        CovariateArchive.Add(connection, tenant, model, revision, one);
    }

    /// <summary>Adds a revision with the series of another, some of them replaced and some new, inside the caller's transaction.</summary>
    public static void AddChanged(DbConnection connection, string tenant, string model, long from, long revision, IReadOnlyList<TimeSeries> changed)
    {
        var copied = new { tenant, model, from, revision };
        connection.Execute(
            """
            insert into series (
              tenant, model, revision, series, position, frequency, start_time, utc_offset, start_index, position_step, position_offset, points)
            select tenant, model, @revision, series, position, frequency, start_time, utc_offset, start_index, position_step, position_offset, points
            from series where tenant = @tenant and model = @model and revision = @from
            """, copied);
        long next = connection.ExecuteScalar<long>(
            "select 1 + max(position) from series where tenant = @tenant and model = @model and revision = @from", copied);
        List<long> positions = [];
        foreach (TimeSeries one in changed)
            positions.Add(connection.ExecuteScalar<long?>(
                "delete from series where tenant = @tenant and model = @model and revision = @revision and series = @Id returning position",
                new { tenant, model, revision, one.Id }) ?? next++);
        connection.Execute(
            """
            insert into series_points (tenant, model, revision, series, first_point, content)
            select p.tenant, p.model, @revision, p.series, p.first_point, p.content from series_points p
            where p.tenant = @tenant and p.model = @model and p.revision = @from and exists (
              select 1 from series s where s.tenant = @tenant and s.model = @model and s.revision = @revision and s.series = p.series)
            """, copied);
        connection.Execute(
            """
            insert into series_covariates (tenant, model, revision, series, name, position, role, points, texts, numbers)
            select c.tenant, c.model, @revision, c.series, c.name, c.position, c.role, c.points, c.texts, c.numbers from series_covariates c
            where c.tenant = @tenant and c.model = @model and c.revision = @from and exists (
              select 1 from series s where s.tenant = @tenant and s.model = @model and s.revision = @revision and s.series = c.series)
            """, copied);
        connection.Execute(
            """
            insert into vocabularies (tenant, model, revision, symbols)
            select tenant, model, @revision, symbols from vocabularies where tenant = @tenant and model = @model and revision = @from
            """, copied);
        for (int i = 0; i < changed.Count; i++) Add(connection, tenant, model, revision, changed[i], positions[i]);
    }

    /// <summary>All series of a revision in the order of the upload.</summary>
    public static IReadOnlyList<TimeSeries> ReadAll(DbConnection connection, string tenant, string model, long revision) =>
    [
        .. connection.Query<SeriesRow>(
            "select * from series where tenant = @tenant and model = @model and revision = @revision order by position",
            new { tenant, model, revision }).Select(row => ReadPoints(connection, tenant, model, row)),
    ];

    /// <summary>One series of a revision; null where it holds none by that name.</summary>
    public static TimeSeries? Read(DbConnection connection, string tenant, string model, long revision, string series) =>
        Find(connection, tenant, model, revision, series) is { } row ? ReadPoints(connection, tenant, model, row) : null;

    /// <summary>Where a series of a revision lies, and how many points it has; null where there is none by that name.</summary>
    public static (TimeAxis Axis, int Points)? ExtentOf(DbConnection connection, string tenant, string model, long revision, string series) =>
        Find(connection, tenant, model, revision, series) is { } row ? (row.Axis(), (int)row.Points) : null;

    /// <summary>SHA-256 over ids, axes, values and what they stand for: equal data have equal hashes.</summary>
    public static string Hash(IReadOnlyList<TimeSeries> series, IReadOnlyList<string>? symbols = null)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string symbol in symbols ?? []) hash.AppendData(Encoding.UTF8.GetBytes($"{symbol.Length}:{symbol}|"));
        foreach (TimeSeries one in series)
        {
            string head = string.Create(CultureInfo.InvariantCulture, $"{one.Id.Length}:{one.Id}|{one.Axis.Frequency}|{one.Axis.TimeOf(0)}|{one.Length}|");
            hash.AppendData(Encoding.UTF8.GetBytes(head));
            hash.AppendData(MemoryMarshal.AsBytes<double>(one.Values));
            CovariateArchive.Hash(hash, one);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void AddPoints(DbConnection connection, string tenant, string model, long revision, TimeSeries series)
    {
        for (int first = 0; first < series.Length; first += ChunkPoints)
        {
            int count = Math.Min(ChunkPoints, series.Length - first);
            byte[] content = MemoryMarshal.AsBytes(series.Values.AsSpan(first, count)).ToArray(); // every machine .NET runs on is little-endian
            connection.Execute(
                """
                insert into series_points (tenant, model, revision, series, first_point, content)
                values (@tenant, @model, @revision, @Id, @first, @content)
                """,
                new { tenant, model, revision, series.Id, first, content });
        }
    }

    private static SeriesRow? Find(DbConnection connection, string tenant, string model, long revision, string series) =>
        connection.QuerySingleOrDefault<SeriesRow>(
            "select * from series where tenant = @tenant and model = @model and revision = @revision and series = @series",
            new { tenant, model, revision, series });

    private static TimeSeries ReadPoints(DbConnection connection, string tenant, string model, SeriesRow row)
    {
        double[] values = new double[row.Points];
        IEnumerable<ChunkRow> chunks = connection.Query<ChunkRow>(
            """
            select first_point, content from series_points
            where tenant = @tenant and model = @model and revision = @Revision and series = @Series
            """,
            new { tenant, model, row.Revision, row.Series }, buffered: false);
        foreach (ChunkRow chunk in chunks)
            MemoryMarshal.Cast<byte, double>(chunk.Content).CopyTo(values.AsSpan((int)chunk.FirstPoint));
        return CovariateArchive.Join(connection, tenant, model, row.Revision, new TimeSeries(row.Series, row.Axis(), values));
    }

    private sealed class ChunkRow
    {
        public long FirstPoint { get; init; }
        public byte[] Content { get; init; } = [];
    }

    private sealed class SeriesRow
    {
        public long Revision { get; init; }
        public string Series { get; init; } = "";
        public string Frequency { get; init; } = "";
        public string? StartTime { get; init; }
        public string? UtcOffset { get; init; }
        public long StartIndex { get; init; }
        public long PositionStep { get; init; }
        public long PositionOffset { get; init; }
        public long Points { get; init; }

        public TimeAxis Axis()
        {
            if (!LstmService.Forecasting.Time.Frequency.TryParse(Frequency, out Frequency? frequency))
                throw new InvalidDataException($"the stored frequency '{Frequency}' cannot be read");
            LocalDateTime? start = StartTime is { } text ? StartPattern.Parse(text).Value : null;
            Offset? offset = UtcOffset is { } written ? OffsetPattern.GeneralInvariant.Parse(written).Value : null;
            return new TimeAxis(frequency, start, offset, StartIndex) { PositionStep = PositionStep, PositionOffset = PositionOffset };
        }
    }
}

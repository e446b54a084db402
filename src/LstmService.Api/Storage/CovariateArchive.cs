using System.Data.Common;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using LstmService.Api.Requests;
using LstmService.Forecasting.Covariates;
using LstmService.Forecasting.Data;

namespace LstmService.Api.Storage;

/// <summary>The covariates of stored series; they belong to a revision as the points do.</summary>
internal static class CovariateArchive
{
    /// <summary>Adds those of a series that is stored already, inside the caller's transaction.</summary>
    public static void Add(DbConnection connection, string tenant, string model, long revision, TimeSeries series)
    {
        for (int position = 0; position < series.Covariates.Count; position++)
        {
            Covariate covariate = series.Covariates[position];
            connection.Execute(
                """
                insert into series_covariates (tenant, model, revision, series, name, position, role, points, texts, numbers)
                values (@tenant, @model, @revision, @Id, @Name, @position, @role, @Length, @texts, @numbers)
                """,
                new
                {
                    tenant,
                    model,
                    revision,
                    series.Id,
                    covariate.Name,
                    position,
                    role = covariate.Role.ToString().ToLowerInvariant(),
                    covariate.Length,
                    texts = covariate.Texts is { } texts ? Json.Write(texts) : null,
                    numbers = covariate.Numbers is { } numbers ? MemoryMarshal.AsBytes<double>(numbers).ToArray() : null,
                });
        }
    }

    /// <summary>The series with its covariates.</summary>
    public static TimeSeries Join(DbConnection connection, string tenant, string model, long revision, TimeSeries series) => series with
    {
        Covariates =
        [
            .. connection.Query<Row>(
                """
                select name, role, texts, numbers from series_covariates
                where tenant = @tenant and model = @model and revision = @revision and series = @Id order by position
                """, new { tenant, model, revision, series.Id }).Select(row => row.ToCovariate()),
        ],
    };

    /// <summary>Adds them to a hash over the data; a series without covariates adds nothing.</summary>
    public static void Hash(IncrementalHash hash, TimeSeries series)
    {
        foreach (Covariate covariate in series.Covariates)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{covariate.Role}|{covariate.Name.Length}:{covariate.Name}|{covariate.Length}|"));
            if (covariate.Numbers is { } numbers) hash.AppendData(MemoryMarshal.AsBytes<double>(numbers));
            if (covariate.Texts is { } texts) hash.AppendData(Encoding.UTF8.GetBytes(Json.Write(texts)));
        }
    }

    private sealed class Row
    {
        public string Name { get; init; } = "";
        public string Role { get; init; } = "";
        public string? Texts { get; init; }
        public byte[]? Numbers { get; init; }

        public Covariate ToCovariate() => new(
            Name, Enum.Parse<CovariateRole>(Role, ignoreCase: true),
            Numbers is null ? null : MemoryMarshal.Cast<byte, double>(Numbers).ToArray(), Texts is null ? null : Json.Read<string?[]>(Texts));
    }
}

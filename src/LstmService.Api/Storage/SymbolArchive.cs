using System.Data.Common;
using Dapper;
using LstmService.Api.Requests;
using LstmService.Forecasting.Symbols;

namespace LstmService.Api.Storage;

/// <summary>Series of symbols: <see cref="SeriesArchive"/> keeps the symbols' numbers, a vocabulary a revision what they stand for.</summary>
internal static class SymbolArchive
{
    /// <summary>Adds the vocabulary of a revision, inside the caller's transaction.</summary>
    public static void Add(DbConnection connection, string tenant, string model, long revision, Vocabulary vocabulary) => connection.Execute(
        "insert into vocabularies (tenant, model, revision, symbols) values (@tenant, @model, @revision, @symbols)",
        new { tenant, model, revision, symbols = Json.Write(vocabulary.Symbols) });

    /// <summary>All series of a revision in the order of the upload.</summary>
    public static IReadOnlyList<SymbolSeries> ReadAll(DbConnection connection, string tenant, string model, long revision)
    {
        Vocabulary vocabulary = Vocabulary(connection, tenant, model, revision) ?? throw new InvalidDataException($"revision {revision} of {model} has no vocabulary");
        return [.. SeriesArchive.ReadAll(connection, tenant, model, revision).Select(series => SymbolSeries.Of(series, vocabulary))];
    }

    /// <summary>One series of a revision; null where it holds none by that name, or no symbols.</summary>
    public static SymbolSeries? Read(DbConnection connection, string tenant, string model, long revision, string series) =>
        Vocabulary(connection, tenant, model, revision) is { } vocabulary && SeriesArchive.Read(connection, tenant, model, revision, series) is { } numbers
            ? SymbolSeries.Of(numbers, vocabulary)
            : null;

    /// <summary>What the numbers of a revision stand for; null where they are values.</summary>
    public static Vocabulary? Vocabulary(DbConnection connection, string tenant, string model, long revision) =>
        connection.QuerySingleOrDefault<string>(
            "select symbols from vocabularies where tenant = @tenant and model = @model and revision = @revision",
            new { tenant, model, revision }) is { } symbols ? new(Json.Read<string[]>(symbols)) : null;
}

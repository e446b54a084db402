using System.Data.Common;
using Dapper;
using LstmService.Api.Configuration;
using Npgsql;
using NpgsqlTypes;

namespace LstmService.Api.Storage;

/// <summary>
/// Copies everything in an embedded store into an empty shared one, in one transaction, and counts what arrived. Quartz's
/// triggers stay behind: the reconciler makes new ones. Both schemas have been brought up to date before.
/// </summary>
internal sealed class StoreMove(SqliteDialect from, PostgreSqlDialect to)
{
    private const string OwnTables =
        """
        select m.name, f."table" as parent from sqlite_master m left join pragma_foreign_key_list(m.name) f
        where m.type = 'table' and m.name not like 'QRTZ%' and m.name not like 'sqlite%' and lower(m.name) <> 'schemaversions'
        """;

    /// <summary>Copies; how many rows of each table.</summary>
    /// <exception cref="StartupFailure">It cannot be done; nothing was copied, and the embedded store is as it was.</exception>
    public IReadOnlyList<(string Table, long Rows)> Run()
    {
        using DbConnection source = from.Open();
        using var target = (NpgsqlConnection)to.Open();
        using NpgsqlTransaction transaction = target.BeginTransaction();
        to.AwaitTurn(target);
        List<string> tables = ParentsFirst([.. source.Query<(string Name, string? Parent)>(OwnTables)]);
        foreach (string table in tables)
            if (Count(target, table) > 0) throw new StartupFailure($"the database {to.Name} must be empty, and its table {table} is not");
        foreach (string table in tables) CopyOrExplain(source, target, table);
        List<(string Table, long Rows)> moved = [.. tables.Select(table => (table, Count(source, table)))];
        foreach ((string table, long rows) in moved)
            if (Count(target, table) is var arrived && arrived != rows) throw new StartupFailure($"nothing was moved: of {rows} rows of {table}, {arrived} arrived");
        transaction.Commit();
        return moved;
    }

    /// <summary>An order in which every row finds the rows that it refers to.</summary>
    private static List<string> ParentsFirst(IReadOnlyCollection<(string Name, string? Parent)> references)
    {
        List<string> ordered = [];
        HashSet<string> left = [.. references.Select(reference => reference.Name)];
        while (left.Count > 0)
        {
            string[] next = [.. left.Where(table => !references.Any(r => r.Name == table && r.Parent is { } parent && parent != table && left.Contains(parent))).Order(StringComparer.Ordinal)];
            if (next.Length == 0) throw new InvalidOperationException($"tables refer to each other in a circle: {string.Join(", ", left)}");
            ordered.AddRange(next);
            left.ExceptWith(next);
        }
        return ordered;
    }

    private void CopyOrExplain(DbConnection source, NpgsqlConnection target, string table)
    {
        try
        {
            Copy(source, target, table);
        }
        catch (DbException refused)
        {
            string reason = to.IsUnstorableText(refused) ? "a text in it holds a character that PostgreSQL cannot" : refused.Message;
            throw new StartupFailure($"nothing was moved: table {table} was refused, {reason}", refused);
        }
    }

    private static void Copy(DbConnection source, NpgsqlConnection target, string table)
    {
        (string Name, NpgsqlDbType Type)[] columns = [.. target.Query<(string Name, string Type)>(
            "select column_name, data_type from information_schema.columns where table_schema = current_schema() and table_name = @table order by ordinal_position",
            new { table }).Select(column => (column.Name, TypeOf(column.Type)))];
        string names = string.Join(", ", columns.Select(column => $"\"{column.Name}\""));
        target.Execute($"delete from {table}"); // what a trigger wrote while another table was copied
        using NpgsqlBinaryImporter importer = target.BeginBinaryImport($"copy {table} ({names}) from stdin (format binary)");
        using var reader = (DbDataReader)source.ExecuteReader($"select {names} from {table}");
        while (reader.Read())
        {
            importer.StartRow();
            for (int i = 0; i < columns.Length; i++) Write(importer, reader, i, columns[i].Type);
        }
        importer.Complete();
    }

    private static void Write(NpgsqlBinaryImporter importer, DbDataReader reader, int i, NpgsqlDbType type)
    {
        if (reader.IsDBNull(i)) importer.WriteNull();
        else if (type == NpgsqlDbType.Bigint) importer.Write(reader.GetInt64(i), type);
        else if (type == NpgsqlDbType.Double) importer.Write(reader.GetDouble(i), type);
        else if (type == NpgsqlDbType.Bytea) importer.Write(reader.GetFieldValue<byte[]>(i), type);
        else importer.Write(reader.GetString(i), type);
    }

    private static NpgsqlDbType TypeOf(string name) => name switch
    {
        "bigint" => NpgsqlDbType.Bigint,
        "double precision" => NpgsqlDbType.Double,
        "bytea" => NpgsqlDbType.Bytea,
        "text" => NpgsqlDbType.Text,
        _ => throw new InvalidOperationException($"a column of type {name} is none that both stores have (see README.md here)"),
    };

    private static long Count(DbConnection connection, string table) => connection.ExecuteScalar<long>($"select count(*) from {table}");
}

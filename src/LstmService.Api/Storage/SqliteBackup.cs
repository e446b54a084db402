using LstmService.Api.Configuration;
using Microsoft.Data.Sqlite;

namespace LstmService.Api.Storage;

/// <summary>Copies of the embedded store by SQLite's online backup, which sees one state of it, whoever writes meanwhile.</summary>
internal static class SqliteBackup
{
    private const string Sound = "ok";

    /// <summary>Writes the store into a new file, whole or not at all.</summary>
    /// <exception cref="StartupFailure">There is no store, or the file cannot be written.</exception>
    public static void Write(string store, string file)
    {
        if (!File.Exists(store)) throw new StartupFailure($"there is no store {store}");
        if (File.Exists(file)) throw new StartupFailure($"{file} exists; name a new file");
        string unfinished = file + ".unfinished";
        Explained(file, () =>
        {
            File.Delete(unfinished);
            using (SqliteConnection source = Open(store, SqliteOpenMode.ReadWrite), target = Open(unfinished, SqliteOpenMode.ReadWriteCreate))
            {
                source.BackupDatabase(target);
                Execute(target, "pragma journal_mode = delete"); // readable also where nothing may be written beside it
                Check(target, unfinished);
            }
            File.Move(unfinished, file);
        });
    }

    /// <summary>Puts a backup in the place of the store, in one transaction of the store's; nobody else may have it open.</summary>
    /// <exception cref="StartupFailure">The file is no sound backup, or of a newer version.</exception>
    public static void Restore(string file, string store)
    {
        if (!File.Exists(file)) throw new StartupFailure($"there is no file {file}");
        Explained(file, () =>
        {
            using SqliteConnection source = Open(file, SqliteOpenMode.ReadOnly);
            Check(source, file);
            using SqliteConnection target = Open(store, SqliteOpenMode.ReadWriteCreate);
            source.BackupDatabase(target);
        });
    }

    private static void Explained(string file, Action work)
    {
        try
        {
            work();
        }
        catch (Exception failure) when (failure is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StartupFailure($"{file}: {failure.Message}", failure);
        }
    }

    private static void Check(SqliteConnection connection, string file)
    {
        if (Scalar(connection, "pragma integrity_check") is not Sound and var damage) throw new StartupFailure($"{file} is damaged: {damage}");
        if (Scalar(connection, "select count(*) from sqlite_master where name in ('models', 'SchemaVersions')") != "2")
            throw new StartupFailure($"{file} is a database, but not of LstmService");
        HashSet<string> known = [.. typeof(SqliteBackup).Assembly.GetManifestResourceNames()];
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "select ScriptName from SchemaVersions";
        using SqliteDataReader scripts = command.ExecuteReader();
        while (scripts.Read())
            if (!known.Contains(scripts.GetString(0)))
                throw new StartupFailure($"{file} was written by a newer version, which knows {scripts.GetString(0)}: restore it with that version");
    }

    private static string? Scalar(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()?.ToString();
    }

    private static void Execute(SqliteConnection connection, string sql) => Scalar(connection, sql);

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        SqliteConnection connection = new(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 20 }.ToString());
        connection.Open();
        return connection;
    }
}

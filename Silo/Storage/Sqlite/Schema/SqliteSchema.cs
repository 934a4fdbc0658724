using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;
using RetailPulse.Grains.Images.Hashing;
using RetailPulse.Silo.Platform;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using static SQLitePCL.raw;

namespace RetailPulse.Silo.Storage.Sqlite.Schema;

/// <summary>Prepares a database file, or rejects it without changing a byte. Several processes may do so at once.</summary>
internal static class SqliteSchema
{
    public static readonly ImmutableArray<MigrationScript> Scripts = MigrationScript.ReadAll("Sqlite");

    /// <summary>Schema version in <c>user_version</c>. A file with a higher version is rejected.</summary>
    public static readonly int Version = Scripts[^1].Version;

    /// <summary>"RtPl" in <c>application_id</c>, which marks a file as belonging to RetailPulse.</summary>
    private const int ApplicationId = 0x5274506C;

    /// <summary>Returns the lock on the file, which is released when it is disposed, and the installation's secret.</summary>
    /// <exception cref="StorageException">The file cannot be used; the message says why and what to do.</exception>
    public static (FileStream Held, InstallationSecret Secret) Prepare(string connectionString, bool alone, ILogger logger)
    {
        var settings = new SqliteConnectionStringBuilder(connectionString);
        var file = settings.DataSource;
        try
        {
            PrivateFiles.MakeFolder(Path.GetDirectoryName(file)!);
            SqliteFile.Inspect(file, ApplicationId, Version);
            return Prepare(connectionString, file, SqliteLock.Acquire(file, alone), logger);
        }
        catch (SqliteException exception)
        {
            throw new StorageException(Explain(exception, file), exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                $"The database file '{file}' cannot be used: {exception.Message} Choose another in ConnectionStrings:RetailPulse.",
                exception
            );
        }
    }

    /// <summary>Rejects a database that is not ours, or does not have the present schema. Nothing is written.</summary>
    /// <exception cref="StorageException">The database has another schema; the message says what to do.</exception>
    public static void RequirePresent(SqliteConnection connection)
    {
        var file = connection.DataSource;
        if (ReadNumber(connection, "PRAGMA application_id") != ApplicationId)
            throw new StorageException(
                $"The file '{file}' is not a database of RetailPulse; name another one in ConnectionStrings:RetailPulse."
            );
        var found = ReadNumber(connection, "PRAGMA user_version");
        if (found > Version)
            throw SqliteFile.Newer(file, found, Version);
        if (found < Version)
            throw MigrationScript.Older($"'{file}'", found, Version);
    }

    public static string Explain(SqliteException exception, string file) =>
        exception.SqliteErrorCode switch
        {
            SQLITE_READONLY => $"The database file '{file}' or its folder is read-only; give this user the right to write to both.",
            SQLITE_NOTADB or SQLITE_CORRUPT =>
                $"The database file '{file}' is corrupt; restore it from a backup, or move it away to begin a new one.",
            SQLITE_FULL => $"The disk that holds '{file}' is full; free some space.",
            SQLITE_BUSY or SQLITE_LOCKED => $"The database file '{file}' is locked by another process; stop that process.",
            _ => $"The database file '{file}' cannot be opened: {exception.Message} Choose another in ConnectionStrings:RetailPulse.",
        };

    private static (FileStream Held, InstallationSecret Secret) Prepare(
        string connectionString,
        string file,
        FileStream held,
        ILogger logger
    )
    {
        try
        {
            SqliteFile.Make(file);
            using var connection = SqliteConnections.Open(new SqliteConnection(connectionString));
            Claim(connection);
            Migrate(connection, logger);
            return (held, SqliteInstallation.ReadSecret(connection));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Marks a new file as belonging to RetailPulse before anything else is written.</summary>
    /// <remarks>
    /// The mark is written before the file switches to WAL mode, so that it is in the file itself, where <see cref="SqliteFile"/> looks,
    /// even after a crash.
    /// </remarks>
    private static void Claim(SqliteConnection connection)
    {
        if (ReadNumber(connection, "PRAGMA application_id") == 0)
            Execute(connection, $"PRAGMA application_id = {ApplicationId.ToString(CultureInfo.InvariantCulture)}");
        Execute(connection, "PRAGMA journal_mode = WAL");
    }

    /// <summary>Commits after each version, so that an interrupted upgrade resumes after the last one.</summary>
    private static void Migrate(SqliteConnection connection, ILogger logger)
    {
        SqliteFunctions.AddTo(connection);
        var first = ReadVersion(connection);
        if (first > 0 && first < Version)
            SchemaProgress.LogBegun(logger, first, Version);
        var began = Stopwatch.GetTimestamp();
        while (ReadVersion(connection) < Version)
        {
            var version = MigrateToNext(connection, logger);
            var took = Stopwatch.GetElapsedTime(began);
            if (version is { } reached && first > 0)
                SchemaProgress.LogUpgraded(logger, reached, Version, took);
        }
    }

    /// <summary>
    /// Returns the next version; <see langword="null"/> if another process holds the lock on the file, which it may do for hours to upgrade
    /// it, or has upgraded it.
    /// </summary>
    private static int? MigrateToNext(SqliteConnection connection, ILogger logger)
    {
        using var transaction = TryBegin(connection);
        if (transaction is null)
        {
            SchemaProgress.LogWaiting(logger);
            return null;
        }

        var found = ReadVersion(connection);
        if (found == Version)
            return null;
        var next = Scripts.First(script => script.Version > found).Version;
        foreach (var script in Scripts.Where(script => script.Version == next))
            Execute(connection, script.Text);
        Execute(connection, $"PRAGMA user_version = {next.ToString(CultureInfo.InvariantCulture)}");
        transaction.Commit();
        return next;
    }

    /// <summary>Waits for the lock on the file for a limited time. Returns <see langword="null"/> if another process kept it.</summary>
    private static SqliteTransaction? TryBegin(SqliteConnection connection)
    {
        try
        {
            return connection.BeginTransaction(deferred: false);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SQLITE_BUSY)
        {
            return null;
        }
    }

    private static int ReadVersion(SqliteConnection connection)
    {
        var found = ReadNumber(connection, "PRAGMA user_version");
        return found <= Version ? (int)found : throw SqliteFile.Newer(connection.DataSource, found, Version);
    }

    private static long ReadNumber(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return (long)command.ExecuteScalar()!;
    }

    private static void Execute(SqliteConnection connection, string statement)
    {
        using var command = connection.CreateCommand();
        command.CommandText = statement;
        command.ExecuteNonQuery();
    }
}

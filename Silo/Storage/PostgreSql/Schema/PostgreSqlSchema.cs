using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using Npgsql;
using RetailPulse.Grains.Images.Hashing;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.PostgreSql.Connections;

namespace RetailPulse.Silo.Storage.PostgreSql.Schema;

/// <summary>Upgrades a database to our schema before anything uses it. Several processes may do so at once: they take turns.</summary>
internal static class PostgreSqlSchema
{
    public static readonly ImmutableArray<MigrationScript> Scripts = MigrationScript.ReadAll("PostgreSql");

    /// <summary>Schema version in <c>retailpulse_schema</c>. A database with a higher version is rejected.</summary>
    public static readonly int Version = Scripts[^1].Version;

    /// <summary>All tables. The user of the service needs all rights on their rows.</summary>
    public static readonly string[] Tables =
    [
        "retailpulse_schema",
        "orleansquery",
        "orleansstorage",
        "orleansmembershipversiontable",
        "orleansmembershiptable",
        "jobs",
        "job_metadata",
        "job_retries",
        "visits",
        "image_results",
        "retries",
        "job_counts",
        "job_failures",
        "store_masters",
        "webhook_deliveries",
        "webhook_attempts",
        "commit_origin",
        "content_hashes",
        "installation",
        "uploads",
        "job_events",
        "throughput",
    ];

    /// <summary>"RtPS": key among the advisory locks of the database.</summary>
    private const long Key = 0x52745053;

    /// <summary>Minimum timeout of a check, in seconds. A start happens once, possibly while the server is busy.</summary>
    private const int CheckTimeout = 60;

    /// <summary>Prepares the database and returns the installation's secret.</summary>
    /// <param name="connectionString">
    /// A complete connection string. Its command timeout is for the running service and does not limit a migration.
    /// </param>
    /// <exception cref="StorageException">
    /// The schema is newer, or the database cannot guarantee that an accepted job is on disk.
    /// </exception>
    /// <exception cref="NpgsqlException">The server does not respond, or rejects the connection.</exception>
    public static InstallationSecret Prepare(string connectionString, ILogger logger)
    {
        using var source = NpgsqlDataSource.Create(WithCheckTimeout(connectionString));
        using var connection = PostgreSqlConnectRetry.Open(source, logger);
        PostgreSqlPooler.Refuse(connection, source);
        CheckDurability(connection);
        CheckEncoding(connection);
        if (ReadVersion(connection) < Version)
            Migrate(connection, logger);
        CheckRights(connection);
        PostgreSqlServerIdentity.ResetCommitsIfMoved(connection);
        return PostgreSqlInstallation.ReadSecret(connection);
    }

    /// <summary>Rejects a database that does not have the present schema. Nothing is written.</summary>
    /// <exception cref="StorageException">The database has another schema; the message says what to do.</exception>
    public static void RequirePresent(NpgsqlConnection connection)
    {
        var found = ReadVersion(connection);
        if (found == 0)
            throw new StorageException(
                $"The database '{connection.Database}' has no tables of RetailPulse; name another one in ConnectionStrings:RetailPulse."
            );
        if (found < Version)
            throw MigrationScript.Older($"'{connection.Database}'", found, Version);
    }

    private static NpgsqlConnectionStringBuilder WithCheckTimeout(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        if (settings.CommandTimeout is > 0 and < CheckTimeout)
            settings.CommandTimeout = CheckTimeout;
        return settings;
    }

    /// <summary>Commits after each version, so that an interrupted upgrade resumes after the last one.</summary>
    private static void Migrate(NpgsqlConnection connection, ILogger logger)
    {
        var first = ReadVersion(connection);
        if (first > 0)
            SchemaProgress.LogBegun(logger, first, Version);
        var began = Stopwatch.GetTimestamp();
        while (MigrateToNext(connection, logger) is { } version)
        {
            if (first > 0)
                SchemaProgress.LogUpgraded(logger, version, Version, Stopwatch.GetElapsedTime(began));
        }
    }

    /// <summary>Waits for other processes that do the same, and returns the next version, or <see langword="null"/> if there is none.</summary>
    private static int? MigrateToNext(NpgsqlConnection connection, ILogger logger)
    {
        using var transaction = connection.BeginTransaction();
        Lock(connection, logger);
        Execute(connection, "CREATE TABLE IF NOT EXISTS retailpulse_schema(version integer NOT NULL)");
        var found = ReadVersion(connection);
        if (found == Version)
            return null;
        var next = Scripts.First(script => script.Version > found).Version;
        foreach (var script in Scripts.Where(script => script.Version == next))
            Execute(connection, script.Text);
        Execute(
            connection,
            string.Create(CultureInfo.InvariantCulture, $"DELETE FROM retailpulse_schema; INSERT INTO retailpulse_schema VALUES({next})")
        );
        transaction.Commit();
        return next;
    }

    private static void Lock(NpgsqlConnection connection, ILogger logger)
    {
        var key = Key.ToString(CultureInfo.InvariantCulture);
        if (Read<bool>(connection, $"SELECT pg_try_advisory_xact_lock({key})"))
            return;
        SchemaProgress.LogWaiting(logger);
        Execute(connection, $"SELECT pg_advisory_xact_lock({key})");
    }

    /// <summary>Returns the schema version, or 0 for a database without our tables.</summary>
    private static int ReadVersion(NpgsqlConnection connection)
    {
        if (Read<bool>(connection, "SELECT to_regclass('retailpulse_schema') IS NULL"))
            return 0;
        var found = Read<int>(connection, "SELECT coalesce(max(version), 0) FROM retailpulse_schema");
        return found <= Version
            ? found
            : throw new StorageException(
                $"The database '{connection.Database}' has schema {found}, and this program knows up to {Version}; nothing was written to it. Run the newer program, or choose another database in ConnectionStrings:RetailPulse."
            );
    }

    private static void CheckDurability(NpgsqlConnection connection)
    {
        if (Read<bool>(connection, "SELECT pg_is_in_recovery()"))
            throw new StorageException(
                $"PostgreSQL at {connection.Host}:{connection.Port} is a standby, which accepts no writes; name the primary server in ConnectionStrings:RetailPulse."
            );
        if (Read<string>(connection, "SHOW synchronous_commit") == "off")
            throw new StorageException(
                $"synchronous_commit is off in the database '{connection.Database}', so that a job could be accepted and lost; turn it on: ALTER DATABASE \"{connection.Database}\" SET synchronous_commit = on"
            );
    }

    /// <summary>Rejects encodings other than UTF8: the texts of jobs may contain every character, and other encodings lack some.</summary>
    private static void CheckEncoding(NpgsqlConnection connection)
    {
        var encoding = Read<string>(connection, "SHOW server_encoding");
        if (encoding != "UTF8")
            throw new StorageException(
                $"The database '{connection.Database}' has the encoding {encoding}, which lacks characters that jobs may contain. Create one with UTF8, and name it in ConnectionStrings:RetailPulse: "
                    + $"CREATE DATABASE \"{connection.Database}_utf8\" ENCODING 'UTF8' LOCALE 'C' TEMPLATE template0"
            );
    }

    private static void CheckRights(NpgsqlConnection connection)
    {
        foreach (var table in Tables)
        {
            var missing = Read<string>(
                connection,
                $"SELECT coalesce(string_agg(wanted, ', '), '') FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) AS wanted WHERE NOT has_table_privilege('{table}', wanted)"
            );
            if (missing.Length > 0)
                throw new StorageException(
                    PostgreSqlFaults.MissingRights(connection.UserName, connection.Database, $"{missing} on {table}")
                );
        }
    }

    private static T Read<T>(NpgsqlConnection connection, string query)
    {
        using var command = new NpgsqlCommand(query, connection);
        return (T)command.ExecuteScalar()!;
    }

    private static void Execute(NpgsqlConnection connection, string statements)
    {
        // No timeout: an index of millions of rows takes minutes, and so does waiting for another process that builds it.
        using var command = new NpgsqlCommand(statements, connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }
}

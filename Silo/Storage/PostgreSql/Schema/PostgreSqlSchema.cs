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

    /// <summary>Schema version that this program knows, in <c>retailpulse_schema.applied</c>.</summary>
    /// <remarks>
    /// A database with a higher one is rejected, unless the scripts that it has run left the structure that this program needs.
    /// </remarks>
    public static readonly int Version = Scripts[^1].Version;

    /// <summary>Oldest schema version whose programs work with this schema, in <c>retailpulse_schema.version</c>.</summary>
    public static readonly int OldestProgram = Scripts.Max(script => script.OldestProgram);

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
    public static InstallationSecret Prepare(string connectionString, ILogger logger) => Prepare(connectionString, logger, Scripts);

    /// <summary>Prepares the database as a program does that has these scripts.</summary>
    internal static InstallationSecret Prepare(string connectionString, ILogger logger, ImmutableArray<MigrationScript> scripts)
    {
        using var source = NpgsqlDataSource.Create(WithCheckTimeout(connectionString));
        using var connection = PostgreSqlConnectRetry.Open(source, logger);
        PostgreSqlPooler.Refuse(connection, source);
        CheckDurability(connection);
        CheckEncoding(connection);
        if (ReadVersion(connection, scripts) < scripts[^1].Version)
            Migrate(connection, logger, scripts);
        CheckRights(connection);
        PostgreSqlServerIdentity.ResetCommitsIfMoved(connection);
        return PostgreSqlInstallation.ReadSecret(connection);
    }

    /// <summary>Rejects a database that does not have the present schema. Nothing is written.</summary>
    /// <exception cref="StorageException">The database has another schema; the message says what to do.</exception>
    public static void RequirePresent(NpgsqlConnection connection)
    {
        var found = ReadVersion(connection, Scripts);
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
    private static void Migrate(NpgsqlConnection connection, ILogger logger, ImmutableArray<MigrationScript> scripts)
    {
        var (first, last) = (ReadVersion(connection, scripts), scripts[^1].Version);
        if (first > 0)
            SchemaProgress.LogBegun(logger, first, last);
        var began = Stopwatch.GetTimestamp();
        while (MigrateToNext(connection, logger, scripts) is { } version)
        {
            var took = Stopwatch.GetElapsedTime(began);
            if (first > 0)
                SchemaProgress.LogUpgraded(logger, version, last, took);
        }
    }

    /// <summary>Waits for other processes that do the same, and returns the next version, or <see langword="null"/> if there is none.</summary>
    private static int? MigrateToNext(NpgsqlConnection connection, ILogger logger, ImmutableArray<MigrationScript> scripts)
    {
        using var transaction = connection.BeginTransaction();
        Lock(connection, logger);
        Execute(connection, "CREATE TABLE IF NOT EXISTS retailpulse_schema(version integer NOT NULL, applied integer)");
        var found = ReadVersion(connection, scripts);
        if (found >= scripts[^1].Version)
            return null;
        var next = scripts.First(script => script.Version > found).Version;
        foreach (var script in scripts.Where(script => script.Version == next))
            Execute(connection, script.Text);

        // Last, because other processes that start cannot read the table from here on.
        Execute(connection, "ALTER TABLE retailpulse_schema ADD COLUMN IF NOT EXISTS applied integer");
        var oldest = scripts.Where(script => script.Version <= next).Max(script => script.OldestProgram);
        Execute(
            connection,
            string.Create(
                CultureInfo.InvariantCulture,
                $"DELETE FROM retailpulse_schema; INSERT INTO retailpulse_schema(version, applied) VALUES({oldest}, {next})"
            )
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
    /// <remarks>
    /// <c>version</c> is the oldest schema whose programs work with the database, and <c>applied</c> its own. Earlier programs know
    /// <c>version</c> only, and start if they know that schema.
    /// </remarks>
    private static int ReadVersion(NpgsqlConnection connection, ImmutableArray<MigrationScript> scripts)
    {
        if (Read<bool>(connection, "SELECT to_regclass('retailpulse_schema') IS NULL"))
            return 0;
        var known = scripts[^1].Version;
        var oldest = Read<int>(connection, "SELECT coalesce(max(version), 0) FROM retailpulse_schema");

        // The column does not exist in a database of an earlier version.
        var found = Read<int>(
            connection,
            "SELECT coalesce(max(greatest(version, (to_jsonb(s) ->> 'applied')::integer)), 0) FROM retailpulse_schema AS s"
        );
        return oldest <= known
            ? found
            : throw new StorageException(
                $"The database '{connection.Database}' has schema {found}, and this program knows up to {known}; nothing was written to it. Run the newer program, or choose another database in ConnectionStrings:RetailPulse."
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

using System.Data.Common;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using RetailPulse.Silo.Storage.Checks;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.Sqlite.Connections;
using RetailPulse.Silo.Storage.Sqlite.Ledger;
using RetailPulse.Silo.Storage.Sqlite.Schema;
using static SQLitePCL.raw;

namespace RetailPulse.Silo.Storage.Sqlite.Checks;

/// <summary>A SQLite file that is read for a check, while other processes may use it.</summary>
internal sealed class SqliteCheck : ICheckedDatabase
{
    private readonly SqliteConnection connection;

    private SqliteCheck(SqliteConnection connection) => this.connection = connection;

    public DbConnection Connection => connection;

    public CheckSql Sql { get; } =
        new(
            DocumentOfJob: $"d.GrainIdHash = document_hash(j.job_id) AND d.GrainTypeHash = {JobDocumentKey.TypeHash}",
            UrlCount: Count("v.image_urls"),
            ReferenceCount: $"CASE WHEN v.image_references IS NOT NULL THEN {Count("v.image_references")} END",
            FailuresByHost: $"""
            SELECT r.job_id, r.reason, host_and_port_of({SqliteRetries.CurrentUrl}) AS host, 0, count(*)
            FROM (SELECT DISTINCT job_id, visit_no FROM image_results WHERE reason IS NOT NULL) AS failing
              CROSS JOIN visits AS v ON v.job_id = failing.job_id AND v.visit_no = failing.visit_no
              CROSS JOIN json_each(CASE WHEN json_valid(v.image_urls) THEN v.image_urls ELSE '[]' END) AS url
              CROSS JOIN image_results AS r ON r.job_id = v.job_id AND r.visit_no = v.visit_no AND r.image_no = url.key
            WHERE r.reason IS NOT NULL AND {SqliteRetries.IsLatest} GROUP BY 1, 2, 3
            """,
            HashStart: "hash_start(content_hash)"
        );

    public IReadOnlyList<RowRule> Rules { get; } =
    [
        new(
            "commits",
            """
            SELECT NULL, last, used, number FROM (SELECT max(last) AS last, count(*) AS number FROM commits) CROSS JOIN (
              SELECT max(ifnull((SELECT max(commit_no) FROM job_events), 0), ifnull((SELECT max(commit_no) FROM image_results WHERE reason IS NOT NULL), 0)) AS used)
            WHERE number <> 1 OR last < used
            """,
            row =>
                $"the table must have one row with at least {row.GetInt64(2)}, the number of the last transaction with an event, and has {row.GetInt64(3)} rows up to {(row.IsDBNull(1) ? 0 : row.GetInt64(1))}.",
            "Event streams would lose events. Stop the service, and set the number to the expected one."
        ),
    ];

    /// <summary>Opens a file, and begins the snapshot.</summary>
    /// <exception cref="StorageException">The file cannot be checked; the message says why and what to do.</exception>
    public static SqliteCheck Open(string connectionString)
    {
        var settings = new SqliteConnectionStringBuilder(SqliteLocation.Resolve(connectionString))
        {
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        };
        if (!File.Exists(settings.DataSource))
            throw new StorageException(
                $"There is no database '{settings.DataSource}'; name another file in ConnectionStrings:RetailPulse."
            );
        var connection = new SqliteConnection(settings.ConnectionString);
        try
        {
            connection.Open();
            Begin(connection);
            return new SqliteCheck(connection);
        }
        catch (Exception exception)
        {
            connection.Dispose();
            if (exception is SqliteException refused)
                throw new StorageException(SqliteSchema.Explain(refused, settings.DataSource), refused);
            throw;
        }
    }

    public async IAsyncEnumerable<Finding> FindDamageAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (
            var problem in ReadAsync($"PRAGMA integrity_check({FindingCounter.MaxShown})", cancellationToken).ConfigureAwait(false)
        )
        {
            if (problem != "ok")
                yield return new Finding(
                    "PRAGMA integrity_check",
                    null,
                    problem.TrimEnd('.') + ".",
                    "The file is corrupt. " + Advice.Restore
                );
        }

        var found = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        await foreach (var name in ReadAsync("SELECT name FROM sqlite_schema", cancellationToken).ConfigureAwait(false))
            found.Add(name);
        foreach (var missing in SchemaObjects.ReadAll("Sqlite").Where(known => !found.Contains(known.Name)))
            yield return SchemaObjects.Missing(missing.Name);

        // Rows of jobs that do not exist have rules of their own, which say more.
        await foreach (
            var table in ReadAsync("""SELECT DISTINCT "table" FROM pragma_foreign_key_check WHERE "table" <> 'visits'""", cancellationToken)
                .ConfigureAwait(false)
        )
            yield return new Finding(table, null, "rows refer to a row that does not exist (PRAGMA foreign_key_check).", Advice.Restore);
    }

    /// <summary>A file that became unreadable is damaged, so only a lock and the disk prevent a check.</summary>
    public StorageException? Explain(Exception exception) =>
        exception
            is SqliteException { SqliteErrorCode: SQLITE_BUSY or SQLITE_LOCKED or SQLITE_IOERR or SQLITE_FULL or SQLITE_CANTOPEN } refused
            ? new StorageException(SqliteSchema.Explain(refused, connection.DataSource), refused)
            : null;

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private static string Count(string array) => $"CASE WHEN json_valid({array}) THEN json_array_length({array}) ELSE -1 END";

    private static void Begin(SqliteConnection connection)
    {
        SqliteFunctions.AddTo(connection);
        connection.CreateFunction<long, long>("document_hash", job => JobDocumentKey.HashOf(job), isDeterministic: true);
        using var begin = connection.CreateCommand();
        begin.CommandText = "PRAGMA busy_timeout = 5000; PRAGMA query_only = ON; BEGIN";
        begin.ExecuteNonQuery();
        SqliteSchema.RequirePresent(connection);
    }

    private async IAsyncEnumerable<string> ReadAsync(string query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = query;
        await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            yield return rows.GetString(0);
    }
}

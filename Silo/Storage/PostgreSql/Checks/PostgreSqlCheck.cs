using System.Data.Common;
using System.Runtime.CompilerServices;
using Npgsql;
using RetailPulse.Silo.Storage.Checks;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.PostgreSql.Connections;
using RetailPulse.Silo.Storage.PostgreSql.Ledger;
using RetailPulse.Silo.Storage.PostgreSql.Schema;

namespace RetailPulse.Silo.Storage.PostgreSql.Checks;

/// <summary>A PostgreSQL database that is read for a check, while other processes may use it. It can be on a standby.</summary>
internal sealed class PostgreSqlCheck : ICheckedDatabase
{
    /// <summary>Query for the tables and indexes that the schema may have, with their kind, and whether they are whole.</summary>
    private const string Objects = """
        SELECT c.relname, coalesce(i.indisvalid AND i.indisready, true), EXISTS (SELECT 1 FROM pg_constraint AS k WHERE k.conrelid = c.oid AND k.contype = 'p')
        FROM pg_class AS c LEFT JOIN pg_index AS i ON i.indexrelid = c.oid WHERE c.relkind IN ('r', 'i') AND pg_table_is_visible(c.oid)
        """;

    private readonly NpgsqlConnection connection;

    private PostgreSqlCheck(NpgsqlConnection connection) => this.connection = connection;

    public DbConnection Connection => connection;

    public CheckSql Sql { get; } =
        new(
            DocumentOfJob: $"d.GrainTypeHash = {JobDocumentKey.TypeHash}",
            UrlCount: "cardinality(v.image_urls)",
            ReferenceCount: "cardinality(v.image_references)",
            FailuresByHost: $"""
            SELECT job_id, reason, {PostgreSqlHosts.WithPort("address")} AS host, 0, count(*) FROM (
              SELECT r.job_id, r.reason, {PostgreSqlRetries.CurrentUrl} AS address
              FROM visits AS v CROSS JOIN LATERAL unnest(v.image_urls) WITH ORDINALITY AS url(address, position)
                JOIN image_results AS r ON r.job_id = v.job_id AND r.visit_no = v.visit_no AND r.image_no = url.position - 1
              WHERE r.reason IS NOT NULL AND (v.job_id, v.visit_no) IN (SELECT f.job_id, f.visit_no FROM image_results AS f WHERE f.reason IS NOT NULL)
                AND {RowRules.IsLatest}) AS failures
            GROUP BY 1, 2, 3
            """,
            HashStart: PostgreSqlPhotos.Start
        );

    /// <summary>After a move to another server, the next start resets the numbers, so there is nothing to check before.</summary>
    public IReadOnlyList<RowRule> Rules { get; } =
    [
        new(
            "commit_origin",
            """
            SELECT later.job_id, later.commit_no::text FROM (
              SELECT job_id, commit_no FROM job_events UNION ALL SELECT job_id, commit_no FROM image_results WHERE reason IS NOT NULL) AS later
            WHERE later.commit_no >= pg_snapshot_xmax(pg_current_snapshot())
              AND EXISTS (SELECT 1 FROM commit_origin WHERE server = (SELECT system_identifier FROM pg_control_system()))
            """,
            row => $"an event has the transaction {row.GetString(1)}, which the server has not assigned yet.",
            "Event streams would lose events. Stop the service, and run: DELETE FROM commit_origin. The next start corrects the numbers."
        ),
    ];

    /// <summary>Connects to the database, and begins the snapshot.</summary>
    /// <exception cref="StorageException">The database cannot be checked; the message says why and what to do.</exception>
    public static async Task<PostgreSqlCheck> OpenAsync(string connectionString, CancellationToken cancellationToken)
    {
        // No timeout: a rule may read a table of millions of rows.
        var settings = new NpgsqlConnectionStringBuilder(PostgreSqlConnection.Complete(connectionString))
        {
            CommandTimeout = 0,
            MaxAutoPrepare = 0,
            Pooling = false,
        };
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using var begin = new NpgsqlCommand("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", connection);
            await begin.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
            PostgreSqlSchema.RequirePresent(connection);
            return new PostgreSqlCheck(connection);
        }
        catch (Exception exception)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
            if (exception is DbException)
                throw PostgreSqlFaults.Explain(exception, settings.ConnectionString);
            throw;
        }
    }

    public async IAsyncEnumerable<Finding> FindDamageAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var found = new Dictionary<string, (bool Valid, bool HasKey)>(StringComparer.Ordinal);
        await using (var command = new NpgsqlCommand(Objects, connection))
        await using (var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false))
        {
            while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
                found[rows.GetString(0)] = (rows.GetBoolean(1), rows.GetBoolean(2));
        }

        foreach (var known in SchemaObjects.ReadAll("PostgreSql"))
        {
            if (!found.TryGetValue(known.Name, out var state))
                yield return SchemaObjects.Missing(known.Name);
            else if (!state.Valid)
                yield return new Finding(known.Name, null, "the index is invalid.", $"Build it again: REINDEX INDEX {known.Name}");
            else if (known.HasKey && !state.HasKey)
                yield return new Finding(
                    known.Name,
                    null,
                    "the table has no primary key, so that images could get several results.",
                    "The copy is incomplete. Restore it again, and let the restore stop at its first error."
                );
        }
    }

    /// <summary>A server that reports damage still responds.</summary>
    public StorageException? Explain(Exception exception) =>
        exception is OperationCanceledException || !PostgreSqlFaults.IsPassing(exception)
            ? null
            : PostgreSqlFaults.Explain(exception, connection.ConnectionString);

    public ValueTask DisposeAsync() => connection.DisposeAsync();
}

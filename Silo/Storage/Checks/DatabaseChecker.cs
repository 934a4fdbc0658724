using System.Data.Common;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;
using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Silo.Storage.Checks;

/// <summary>Checks a whole database against the rules of the product, in constant memory.</summary>
/// <param name="serviceId">Id of the service in Orleans.</param>
internal sealed class DatabaseChecker(ICheckedDatabase database, string serviceId, FindingCounter findings)
{
    private readonly RowRule[] rules = [.. RowRules.All(database.Sql), .. database.Rules];

    /// <summary>Number of steps.</summary>
    private int Steps => rules.Length + 5;

    /// <summary>Number of jobs in the database, once it was checked.</summary>
    public long Jobs { get; private set; }

    /// <summary>Runs all rules. Returns whether they could be checked, which damage of the database itself prevents.</summary>
    /// <param name="output">Where to say how far the check is.</param>
    /// <exception cref="StorageException">The database cannot be read any more.</exception>
    public async Task<bool> RunAsync(TextWriter output, TimeProvider time, CancellationToken cancellationToken)
    {
        using var progress = new CheckProgress(output, time, Steps);
        progress.Begin("the database itself");
        await RunAsync("the database", () => FindDamageAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        if (findings.Count > 0)
            return false;

        Jobs = (await ReadAsync("SELECT count(*) FROM jobs", row => row.GetInt64(0), cancellationToken).ConfigureAwait(false)).Single();
        progress.Begin("jobs", Jobs);
        await RunAsync("jobs", () => FindJobsAsync(progress, cancellationToken), cancellationToken).ConfigureAwait(false);
        foreach (var rule in rules)
        {
            progress.Begin(rule.Table);
            await RunAsync(rule.Table, () => FindRowsAsync(rule, cancellationToken), cancellationToken).ConfigureAwait(false);
        }

        progress.Begin("documents of jobs");
        await RunAsync("OrleansStorage", () => FindDocumentsAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        progress.Begin("ids and idempotency keys");
        await RunAsync("OrleansStorage", () => FindKeysAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        progress.Begin("store masters");
        await RunAsync("store_masters", () => FindStoreMastersAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Runs one step. An error that lies in the data is a finding, and does not prevent the other steps.</summary>
    private async Task RunAsync(string table, Func<Task> step, CancellationToken cancellationToken)
    {
        try
        {
            await ExecuteAsync("SAVEPOINT step", cancellationToken).ConfigureAwait(false);
            try
            {
                await step().ConfigureAwait(false);
            }
            catch (Exception exception) when (database.Explain(exception) is null && IsOfData(exception))
            {
                findings.Add(new Finding(table, null, $"the rows cannot be read: {exception.Message}", Advice.Restore));
                await ExecuteAsync("ROLLBACK TO SAVEPOINT step", cancellationToken).ConfigureAwait(false);
            }

            await ExecuteAsync("RELEASE SAVEPOINT step", cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (database.Explain(exception) is { } explained)
        {
            throw explained;
        }
    }

    private static bool IsOfData(Exception exception) =>
        exception is DbException or JsonException or FormatException or InvalidCastException or OverflowException;

    private async Task FindDamageAsync(CancellationToken cancellationToken)
    {
        await foreach (var damage in database.FindDamageAsync(cancellationToken).ConfigureAwait(false))
            findings.Add(damage);
    }

    private async Task FindJobsAsync(CheckProgress progress, CancellationToken cancellationToken)
    {
        await foreach (
            var job in QueryAsync(JobFacts.Query(database.Sql), JobFacts.Read, cancellationToken, ("service", serviceId))
                .ConfigureAwait(false)
        )
        {
            foreach (var finding in JobCheck.Find(job))
                findings.Add(finding);
            progress.Count();
        }
    }

    private async Task FindRowsAsync(RowRule rule, CancellationToken cancellationToken)
    {
        await foreach (var finding in QueryAsync(rule.Query, rule.Find, cancellationToken).ConfigureAwait(false))
            findings.Add(finding);
    }

    private async Task FindDocumentsAsync(CancellationToken cancellationToken)
    {
        const string Documents = """
            SELECT d.GrainIdN1, d.GrainIdN0, d.GrainIdHash, d.GrainTypeHash, d.ServiceId,
              CASE WHEN EXISTS (SELECT 1 FROM jobs AS j WHERE j.job_id = d.GrainIdN1) THEN 1 ELSE 0 END
            FROM OrleansStorage AS d WHERE d.GrainTypeString = 'job' AND d.PayloadBinary IS NOT NULL
            """;
        await foreach (var finding in QueryAsync(Documents, FindDocument, cancellationToken).ConfigureAwait(false))
        {
            if (finding is not null)
                findings.Add(finding);
        }
    }

    private Finding? FindDocument(DbDataReader row)
    {
        var job = row.GetInt64(0);
        if (row.GetInt64(5) == 0)
            return new Finding(
                "OrleansStorage",
                job,
                "a document is stored for a job that does not exist, so that a later job with this id would not run.",
                $"Stop the service, and run: DELETE FROM OrleansStorage WHERE GrainTypeString = 'job' AND GrainIdN1 = {job}"
            );
        var found = (row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetString(4));
        return found == (0, JobDocumentKey.HashOf(job), JobDocumentKey.TypeHash, serviceId)
            ? null
            : new Finding(
                "OrleansStorage",
                job,
                $"the document of the job has the key {found}, under which the service does not find it.",
                Advice.Resubmit
            );
    }

    private async Task FindKeysAsync(CancellationToken cancellationToken)
    {
        var check = new KeyCheck(
            await FindAsync("job-ids", cancellationToken).ConfigureAwait(false),
            await FindAsync("job-operations", cancellationToken).ConfigureAwait(false)
        );
        var last = await ReadAsync(
                "SELECT max(job_id) FROM jobs",
                row => row.IsDBNull(0) ? default(long?) : row.GetInt64(0),
                cancellationToken
            )
            .ConfigureAwait(false);
        if (check.FindJob(last.Single()) is { } problem)
            findings.Add(problem);
        const string Keys = "SELECT PayloadBinary FROM OrleansStorage WHERE GrainTypeString = 'idempotency' AND PayloadBinary IS NOT NULL";
        await foreach (
            var finding in QueryAsync(Keys, row => check.FindKey(row.GetFieldValue<byte[]>(0)), cancellationToken).ConfigureAwait(false)
        )
        {
            if (finding is not null)
                findings.Add(finding);
        }
    }

    /// <summary>Returns the document of a grain that exists once; <see langword="null"/> if there is none.</summary>
    private async Task<byte[]?> FindAsync(string type, CancellationToken cancellationToken) =>
        (
            await ReadAsync(
                    $"SELECT PayloadBinary FROM OrleansStorage WHERE GrainTypeString = '{type}' AND PayloadBinary IS NOT NULL",
                    row => row.GetFieldValue<byte[]>(0),
                    cancellationToken
                )
                .ConfigureAwait(false)
        ).FirstOrDefault();

    private async Task FindStoreMastersAsync(CancellationToken cancellationToken)
    {
        await foreach (
            var finding in QueryAsync("SELECT version, sha256, csv FROM store_masters ORDER BY version", FindStoreMaster, cancellationToken)
                .ConfigureAwait(false)
        )
        {
            if (finding is not null)
                findings.Add(finding);
        }
    }

    private static Finding? FindStoreMaster(DbDataReader row)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(row.GetFieldValue<byte[]>(2)));
        return digest == row.GetString(1)
            ? null
            : new Finding(
                "store_masters",
                null,
                $"the file of version {row.GetInt64(0)} must have the SHA-256 {row.GetString(1)}, and has {digest}.",
                "Upload the store master again: PUT /api/v1/stores"
            );
    }

    private async Task<List<T>> ReadAsync<T>(string query, Func<DbDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        await foreach (var row in QueryAsync(query, read, cancellationToken).ConfigureAwait(false))
            rows.Add(row);
        return rows;
    }

    /// <summary>Reads rows one by one.</summary>
    private async IAsyncEnumerable<T> QueryAsync<T>(
        string query,
        Func<DbDataReader, T> read,
        [EnumeratorCancellation] CancellationToken cancellationToken,
        params (string Name, object Value)[] values
    )
    {
        await using var command = database.Connection.CreateCommand();
        (command.CommandText, command.CommandTimeout) = (query, 0);
        foreach (var (name, value) in values)
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value) = (name, value);
            command.Parameters.Add(parameter);
        }

        await using var rows = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await rows.ReadAsync(cancellationToken).ConfigureAwait(false))
            yield return read(rows);
    }

    private async Task ExecuteAsync(string statement, CancellationToken cancellationToken)
    {
        await using var command = database.Connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}

using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using RetailPulse.Grains.Images.Hashing;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.PostgreSql.Connections;
using RetailPulse.Silo.Storage.PostgreSql.Schema;

namespace RetailPulse.Silo.Storage.PostgreSql;

/// <summary>A database on a PostgreSQL server, and this process's connection pool.</summary>
internal sealed class PostgreSqlDatabase : IAsyncDisposable
{
    /// <summary>
    /// Time limit of a statement that may write a million rows. It is beyond that of any call, and a repeated call finds the rows.
    /// </summary>
    public static readonly TimeSpan LongWrite = TimeSpan.FromMinutes(2);

    /// <param name="alone">Whether no other process may use the database at the same time.</param>
    /// <param name="logger">Logs why a start takes long; <see langword="null"/> to log nothing.</param>
    /// <exception cref="StorageException">The database cannot be used; the message says why and what to do.</exception>
    public PostgreSqlDatabase(string connectionString, bool alone, ILogger? logger = null)
    {
        var complete = PostgreSqlConnection.Complete(connectionString);

        // The name is an attribute of metrics. The default would be the connection string.
        Source = new NpgsqlDataSourceBuilder(complete) { Name = "retailpulse" }.Build();
        try
        {
            Secret = PostgreSqlSchema.Prepare(complete, logger ?? NullLogger.Instance);
            Lock = new PostgreSqlLock(complete, alone);
        }
        catch (Exception exception)
        {
            Source.Dispose();
            if (exception is StorageException)
                throw;
            throw PostgreSqlFaults.Explain(exception, connectionString);
        }
    }

    public PostgreSqlLock Lock { get; }

    /// <summary>The installation's secret.</summary>
    public InstallationSecret Secret { get; }

    /// <summary>The source of all connections, for the ledger and Orleans' providers.</summary>
    public NpgsqlDataSource Source { get; }

    /// <exception cref="StorageUnavailableException">The query can be retried.</exception>
    public async Task<List<T>> QueryAsync<T>(
        string text,
        Func<NpgsqlDataReader, T> row,
        CancellationToken cancellationToken,
        params object[] values
    )
    {
        await using var command = Source.CreateCommand(text).Bind(values);
        return await QueryAsync(command, row, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs a statement that may take longer than others.</summary>
    /// <exception cref="StorageUnavailableException">The statement may or may not have taken effect, and can be retried.</exception>
    public async Task<List<T>> QueryAsync<T>(
        string text,
        Func<NpgsqlDataReader, T> row,
        TimeSpan limit,
        CancellationToken cancellationToken,
        params object[] values
    )
    {
        await using var command = Source.CreateCommand(text).Bind(values);
        command.CommandTimeout = (int)limit.TotalSeconds;
        return await QueryAsync(command, row, cancellationToken).ConfigureAwait(false);
    }

    /// <exception cref="StorageUnavailableException">The query can be retried.</exception>
    public async Task<List<T>> QueryAsync<T>(NpgsqlCommand command, Func<NpgsqlDataReader, T> row, CancellationToken cancellationToken)
    {
        try
        {
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                rows.Add(row(reader));
            return rows;
        }
        catch (Exception exception) when (PostgreSqlFaults.Translate(exception, Source) is { } fault)
        {
            throw fault;
        }
    }

    /// <summary>Runs one statement, which is on disk when this method returns. Returns the number of changed rows.</summary>
    /// <exception cref="StorageUnavailableException">The statement may or may not have taken effect, and can be retried.</exception>
    /// <exception cref="StorageRefusedException">The database rejects the data.</exception>
    public async Task<int> ExecuteAsync(string text, CancellationToken cancellationToken, params object[] values)
    {
        try
        {
            await using var command = Source.CreateCommand(text).Bind(values);
            return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgreSqlFaults.Translate(exception, Source) is { } fault)
        {
            throw fault;
        }
    }

    /// <summary>Runs one transaction, which is on disk when this method returns.</summary>
    /// <exception cref="StorageUnavailableException">The transaction may or may not have taken effect, and can be retried.</exception>
    /// <exception cref="StorageRefusedException">The database rejects the data.</exception>
    public async Task WriteAsync(Func<NpgsqlConnection, Task> write, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await Source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken).ConfigureAwait(false);
            await write(connection).ConfigureAwait(false);
            await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgreSqlFaults.Translate(exception, Source) is { } fault)
        {
            throw fault;
        }
    }

    public async ValueTask DisposeAsync()
    {
        Lock.Dispose();
        await Source.DisposeAsync().ConfigureAwait(false);
    }
}

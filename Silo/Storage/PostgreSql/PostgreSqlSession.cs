using Npgsql;

namespace RetailPulse.Silo.Storage.PostgreSql;

/// <summary>A session of its own on the server, outside the pool, which holds a lock for as long as it lasts.</summary>
internal sealed class PostgreSqlSession : IDisposable
{
    /// <summary>"RtPl", among the advisory locks of the database.</summary>
    private const long Key = 0x5274506C;

    /// <summary>Seconds in which the server answers the shortest of statements.</summary>
    private const int AnswersWithin = 5;

    private readonly NpgsqlConnection connection;
    private readonly int process;
    private readonly DateTime began;

    /// <summary>Opens a session that the server does not end for being idle.</summary>
    public PostgreSqlSession(string connectionString)
    {
        connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = AnswersWithin }.ConnectionString);
        try
        {
            connection.Open();
            KeepWhenIdle();
            (process, began) = Identify();
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public string Database => connection.Database;

    /// <summary>Takes the lock of the database, alone or with others that share it.</summary>
    public bool TryLock(bool alone)
    {
        using var command = Command(alone ? "SELECT pg_try_advisory_lock($1)" : "SELECT pg_try_advisory_lock_shared($1)", Key);
        return (bool)command.ExecuteScalar()!;
    }

    /// <summary>Asks the server to end a session that lost its client. Returns whether the session was still there.</summary>
    public bool TryEnd(PostgreSqlSession lost)
    {
        using var command = Command("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND backend_start = $2", lost.process, lost.began);
        return command.ExecuteScalar() is not null;
    }

    /// <summary>Throws what ended the session. A connection that the server closes ends it at once, one that fell silent at the next check.</summary>
    /// <exception cref="StorageException">Statements reach another session of the server than those before.</exception>
    public async Task WaitForLossAsync(TimeSpan checkEvery, CancellationToken cancellationToken)
    {
        while (true)
        {
            await connection.WaitAsync(checkEvery, cancellationToken).ConfigureAwait(false);
            await using var command = Command("SELECT pg_backend_pid()");
            if ((int)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))! != process) throw PostgreSqlPooler.Refusal(connection);
        }
    }

    public void Dispose() => connection.Dispose();

    /// <summary>The setting is there since PostgreSQL 14.</summary>
    private void KeepWhenIdle()
    {
        using var command = Command("SELECT set_config(name, '0', false) FROM pg_settings WHERE name = 'idle_session_timeout'");
        command.ExecuteNonQuery();
    }

    private (int Process, DateTime Began) Identify()
    {
        using var command = Command("SELECT pid, backend_start FROM pg_stat_activity WHERE pid = pg_backend_pid()");
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.GetInt32(0), reader.GetDateTime(1));
    }

    private NpgsqlCommand Command(string text, params ReadOnlySpan<object> values) => PostgreSqlDatabase.Command(new NpgsqlCommand(text, connection), values);
}

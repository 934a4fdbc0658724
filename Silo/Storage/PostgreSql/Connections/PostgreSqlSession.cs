using Npgsql;
using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Silo.Storage.PostgreSql.Connections;

/// <summary>A dedicated session on the server, outside the pool, which holds a lock as long as it lasts.</summary>
internal sealed class PostgreSqlSession : IDisposable
{
    /// <summary>"RtPl": key among the advisory locks of the database.</summary>
    private const long Key = 0x5274506C;

    /// <summary>Maximum time for the server to respond to the shortest statements, in seconds.</summary>
    private const int AnswersWithin = 5;

    private readonly NpgsqlConnection connection;
    private readonly int process;
    private readonly DateTime began;

    /// <summary>Opens a session that the server does not end when it is idle.</summary>
    public PostgreSqlSession(string connectionString)
    {
        connection = new NpgsqlConnection(
            new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, CommandTimeout = AnswersWithin }.ConnectionString
        );
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

    /// <summary>Tries to acquire the database lock, exclusively or shared.</summary>
    public bool TryLock(bool alone)
    {
        using var command = Command(alone ? "SELECT pg_try_advisory_lock($1)" : "SELECT pg_try_advisory_lock_shared($1)", Key);
        return (bool)command.ExecuteScalar()!;
    }

    /// <summary>Asks the server to end a session that lost its client. Returns whether the session still existed.</summary>
    public bool TryEnd(PostgreSqlSession lost)
    {
        using var command = Command(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND backend_start = $2",
            lost.process,
            lost.began
        );
        return command.ExecuteScalar() is not null;
    }

    /// <summary>
    /// Waits until the session is lost, then throws the cause. A closed connection is noticed at once, an unresponsive one at the next
    /// check.
    /// </summary>
    /// <exception cref="StorageException">Statements now reach another session of the server than before.</exception>
    public async Task WaitForLossAsync(TimeSpan checkEvery, CancellationToken cancellationToken)
    {
        while (true)
        {
            await connection.WaitAsync(checkEvery, cancellationToken).ConfigureAwait(false);
            await using var command = Command("SELECT pg_backend_pid()");
            if ((int)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))! != process)
                throw PostgreSqlPooler.Refusal(connection);
        }
    }

    public void Dispose() => connection.Dispose();

    /// <summary>Turns off the idle timeout, which exists since PostgreSQL 14.</summary>
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

    private NpgsqlCommand Command(string text, params ReadOnlySpan<object> values) => new NpgsqlCommand(text, connection).Bind(values);
}

using Npgsql;
using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Silo.Storage.PostgreSql.Connections;

/// <summary>Rejects a pooler that gives each transaction another session of the server.</summary>
/// <remarks>
/// With such a pooler, no particular client holds a session lock, and statements that were prepared in one session are executed in another.
/// </remarks>
internal static class PostgreSqlPooler
{
    /// <summary>
    /// Number of attempts. One detects a pooler without other users; otherwise, another client may take the session first.
    /// </summary>
    private const int Rounds = 20;

    /// <exception cref="StorageException">Such a pooler was detected.</exception>
    public static void Refuse(NpgsqlConnection connection, NpgsqlDataSource source)
    {
        // A pooler invents the number by which its clients cancel. The server itself reports its process id.
        if (ReadProcess(connection) == connection.ProcessID)
            return;

        using var other = source.OpenConnection();
        for (var round = 0; round < Rounds; round++)
        {
            if (SharesSessions(connection, other))
                throw Refusal(connection);
        }
    }

    public static StorageException Refusal(NpgsqlConnection connection) =>
        new(
            $"PostgreSQL at {connection.Host}:{connection.Port} is reached through a pooler that gives each transaction another session, so a lock on the database '{connection.Database}' cannot be held. "
                + "Name the server itself in ConnectionStrings:RetailPulse, or give this database pool_mode=session in the pooler (PgBouncer)."
        );

    /// <summary>
    /// Returns whether the two connections share sessions: while one is in a transaction, the other must then use a different session.
    /// </summary>
    private static bool SharesSessions(NpgsqlConnection connection, NpgsqlConnection other)
    {
        var before = ReadProcess(connection);
        using var transaction = other.BeginTransaction();
        return ReadProcess(other) == before || ReadProcess(connection) != before;
    }

    private static int ReadProcess(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand("SELECT pg_backend_pid()", connection);
        return (int)command.ExecuteScalar()!;
    }
}

using Npgsql;

namespace RetailPulse.Silo.Storage.PostgreSql;

/// <summary>
/// Refuses a pooler that gives each transaction another session of the server. A lock of a session is then held by nobody in particular, and
/// statements that were prepared in one session are looked for in another.
/// </summary>
internal static class PostgreSqlPooler
{
    /// <summary>One finds out a pooler that nobody else uses. Where others do, they can take the session first.</summary>
    private const int Rounds = 20;

    /// <exception cref="StorageException">There is such a pooler.</exception>
    public static void Refuse(NpgsqlConnection connection, NpgsqlDataSource source)
    {
        // A pooler makes up the number by which its clients cancel; the server gives its own.
        if (ReadProcess(connection) == connection.ProcessID) return;

        using var other = source.OpenConnection();
        for (var round = 0; round < Rounds; round++)
        {
            if (SharesSessions(connection, other)) throw Refusal(connection);
        }
    }

    public static StorageException Refusal(NpgsqlConnection connection) => new(
        $"PostgreSQL at {connection.Host}:{connection.Port} is reached through a pooler that gives each transaction another session, so a lock on the database '{connection.Database}' cannot be held. "
        + "Name the server itself in ConnectionStrings:RetailPulse, or give this database pool_mode=session in the pooler (PgBouncer).");

    /// <summary>While one is in a transaction, the other needs another session, unless each has its own.</summary>
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

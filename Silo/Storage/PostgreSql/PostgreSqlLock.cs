using Npgsql;

namespace RetailPulse.Silo.Storage.PostgreSql;

/// <summary>
/// Who may use a database. The members of one cluster share it; an embedded silo, which no other can find, has it alone. Looked at when a process
/// starts; the server releases the lock with the connection.
/// </summary>
internal static class PostgreSqlLock
{
    /// <summary>"RtPl", among the advisory locks of the database.</summary>
    private const long Key = 0x5274506C;

    /// <exception cref="StorageException">Other processes use the database.</exception>
    public static NpgsqlConnection Take(NpgsqlDataSource source, bool alone)
    {
        var connection = source.OpenConnection();
        using var command = connection.CreateCommand();
        command.CommandText = alone ? "SELECT pg_try_advisory_lock($1)" : "SELECT pg_try_advisory_lock_shared($1)";
        PostgreSqlDatabase.Command(command, Key);
        if ((bool)command.ExecuteScalar()!) return connection;
        connection.Dispose();
        throw new StorageException(
            $"The database '{connection.Database}' is in use by another RetailPulse process; stop that process, or choose another database by ConnectionStrings:RetailPulse. "
            + "An embedded front end has its database alone; silos and front ends in the Client role share theirs.");
    }
}

using System.Globalization;
using Npgsql;

namespace RetailPulse.Silo.Storage.PostgreSql.Schema;

/// <summary>
/// Remembers the server whose transaction numbers order the failures of jobs, and resets them after a move to another server.
/// </summary>
/// <remarks>
/// A dump carries the numbers to a server that counts its own transactions from the beginning, where they would lie in the future. After a
/// move, all of them are therefore set to 0.
/// </remarks>
internal static class PostgreSqlServerIdentity
{
    /// <summary>"RtPO": key among the advisory locks of the database.</summary>
    private const long Key = 0x5274504F;

    private const string Moved =
        "SELECT NOT EXISTS (SELECT 1 FROM commit_origin WHERE server = (SELECT system_identifier FROM pg_control_system()))";

    /// <summary>Resets the numbers if the database was moved. Several processes may call it at once: they take turns.</summary>
    public static void ResetCommitsIfMoved(NpgsqlConnection connection)
    {
        if (!IsMoved(connection))
            return;
        using var transaction = connection.BeginTransaction();
        Execute(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT pg_advisory_xact_lock({Key})"));
        if (IsMoved(connection))
        {
            Execute(connection, "UPDATE image_results SET commit_no = '0' WHERE reason IS NOT NULL AND commit_no <> '0'");

            // Nothing refers to their places any more: a cursor of another server is lost.
            Execute(connection, "DELETE FROM job_events");
            Execute(connection, "DELETE FROM commit_origin; INSERT INTO commit_origin SELECT system_identifier FROM pg_control_system()");
        }

        transaction.Commit();
    }

    private static bool IsMoved(NpgsqlConnection connection)
    {
        using var command = new NpgsqlCommand(Moved, connection);
        return (bool)command.ExecuteScalar()!;
    }

    private static void Execute(NpgsqlConnection connection, string statements)
    {
        using var command = new NpgsqlCommand(statements, connection) { CommandTimeout = 0 };
        command.ExecuteNonQuery();
    }
}

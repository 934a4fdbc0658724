using System.Net.Sockets;
using Npgsql;
using RetailPulse.Silo.Storage.Common;
using static Npgsql.PostgresErrorCodes;

namespace RetailPulse.Silo.Storage.PostgreSql.Connections;

/// <summary>Classifies PostgreSQL's errors for the running service, and explains them to the operator who starts it.</summary>
/// <remarks>For the codes, see PostgreSQL's documentation, Appendix A, PostgreSQL Error Codes.</remarks>
internal static class PostgreSqlFaults
{
    /// <summary>Returns whether the fault may disappear by itself, or be fixed by an operator, while the service runs.</summary>
    public static bool IsPassing(Exception exception) =>
        exception switch
        {
            PostgresException refused => refused.IsTransient
                || refused.SqlState[..2] is "08" or "25" or "28" or "40" or "53" or "57" or "58",
            _ => exception is NpgsqlException or SocketException or TimeoutException,
        };

    /// <summary>
    /// Returns the exception that callers see instead; <see langword="null"/> if the error is not a fault of the database.
    /// </summary>
    public static Exception? Translate(Exception exception, NpgsqlDataSource source) =>
        IsPassing(exception) ? Unavailable(exception, source)
        : exception is PostgresException refused && IsRefusal(refused) ? Refused(refused)
        : null;

    /// <summary>
    /// Returns whether the data itself is at fault: out of range or not encodable (22), in violation of a constraint (23), or beyond a
    /// limit of the server (54).
    /// </summary>
    public static bool IsRefusal(PostgresException refused) => refused.SqlState[..2] is "22" or "23" or "54";

    public static StorageRefusedException Refused(PostgresException refused) =>
        new($"The database rejects the data: {refused.MessageText} ({refused.SqlState})", refused);

    private static StorageUnavailableException Unavailable(Exception exception, NpgsqlDataSource source)
    {
        // The pool's other connections have most likely lost the same server. Each of them would fail one caller.
        if (exception is not PostgresException)
            source.Clear();
        return new StorageUnavailableException(
            exception is PostgresException { SqlState: DiskFull }
                ? "The disk that holds the database is full; free some space."
                : $"The database does not respond: {exception.Message}",
            exception
        );
    }

    public static StorageException Explain(Exception exception, string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString);
        var server = $"{settings.Host}:{settings.Port}";
        return new StorageException(
            exception is PostgresException refused
                ? Explain(refused, settings, server)
                : $"PostgreSQL at {server} cannot be reached: {Innermost(exception)} Is it running, and does ConnectionStrings:RetailPulse name its host and port?",
            exception
        );
    }

    private static string Explain(PostgresException refused, NpgsqlConnectionStringBuilder settings, string server) =>
        refused.SqlState switch
        {
            InvalidPassword or InvalidAuthorizationSpecification =>
                $"PostgreSQL at {server} refuses the login of '{settings.Username}': {refused.MessageText}. Change Username or Password in ConnectionStrings:RetailPulse.",
            InvalidCatalogName =>
                $"PostgreSQL at {server} has no database '{settings.Database}'; create it with: CREATE DATABASE \"{settings.Database}\"",
            InsufficientPrivilege when refused.MessageText.Contains("pg_control_system", StringComparison.Ordinal) =>
                $"The user '{settings.Username}' lacks the right to identify the server, which every user has by default. As a superuser: GRANT EXECUTE ON FUNCTION pg_control_system() TO \"{settings.Username}\"",
            InsufficientPrivilege => MissingRights(settings.Username, settings.Database, refused.MessageText),
            TooManyConnections =>
                $"PostgreSQL at {server} accepts no more connections; raise its max_connections, or lower 'Maximum Pool Size' in ConnectionStrings:RetailPulse.",
            ReadOnlySqlTransaction => $"PostgreSQL at {server} is read-only; name the primary server in ConnectionStrings:RetailPulse.",
            DiskFull => $"The disk of PostgreSQL at {server} is full; free some space.",
            _ => $"The database '{settings.Database}' on {server} cannot be used: {refused.MessageText}.",
        };

    public static string MissingRights(string? user, string? database, string missing) =>
        $"The user '{user}' lacks rights in the database '{database}': {missing}. Let a user own the schema: GRANT CREATE, USAGE ON SCHEMA public TO \"{user}\", or use the owner of its tables.";

    private static string Innermost(Exception exception) =>
        exception switch
        {
            { InnerException: SocketException or TimeoutException } => Sentence(exception.InnerException!.Message),
            { InnerException: { } inner } => Innermost(inner),
            _ => Sentence(exception.Message),
        };

    private static string Sentence(string text) => text.EndsWith('.') ? text : $"{text}.";
}

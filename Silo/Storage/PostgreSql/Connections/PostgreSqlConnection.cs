using Npgsql;
using RetailPulse.Silo.Storage.Common;

namespace RetailPulse.Silo.Storage.PostgreSql.Connections;

/// <summary>Completes connection strings: an operator's settings are kept, and missing ones get values that suit this service.</summary>
internal static class PostgreSqlConnection
{
    private static readonly (string Keyword, object Value)[] Defaults =
    [
        // Enough for a silo's reads alongside its single committing writer; few enough for several dozen processes on one server.
        ("Maximum Pool Size", 32),
        // In seconds. The loss of a server should be noticed while a client still waits for its response.
        ("Timeout", 5),
        ("Command Timeout", 15),
        // In seconds. Keepalive detects a connection whose other end vanished while it was idle.
        ("Tcp Keepalive", true),
        ("Tcp Keepalive Time", 10),
        ("Tcp Keepalive Interval", 3),
        // There are few distinct statements, and each is planned once per connection.
        ("Max Auto Prepare", 40),
        ("Application Name", "RetailPulse"),
    ];

    // A visit may be dated in the year 1 or 9999, which Npgsql would otherwise convert to infinity.
    static PostgreSqlConnection() => AppContext.SetSwitch("Npgsql.DisableDateTimeInfinityConversions", true);

    /// <exception cref="StorageException">The connection string is invalid or names no database.</exception>
    public static string Complete(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder();
        foreach (var (keyword, value) in Defaults)
            settings[keyword] = value;
        foreach (KeyValuePair<string, object?> written in Parse(connectionString))
            settings[written.Key] = written.Value;
        return settings.ConnectionString;
    }

    private static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            return settings is { Host: not null, Database: not null }
                ? settings
                : throw new StorageException(
                    "ConnectionStrings:RetailPulse names no PostgreSQL database; use 'Host=server;Database=retailpulse;Username=name;Password=secret;SSL Mode=VerifyFull'."
                );
        }
        catch (ArgumentException exception)
        {
            throw new StorageException(
                $"ConnectionStrings:RetailPulse cannot be understood: {exception.Message} Use 'Host=server;Database=retailpulse;Username=name;Password=secret;SSL Mode=VerifyFull'.",
                exception
            );
        }
    }
}

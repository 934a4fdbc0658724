using Npgsql;

namespace RetailPulse.Silo.Storage.PostgreSql;

/// <summary>Connection strings: what an operator wrote stands, what was left open gets values that suit this service.</summary>
internal static class PostgreSqlConnection
{
    private static readonly (string Keyword, object Value)[] Defaults =
    [
        // Enough for a silo's reads beside its one committing writer; few enough for some dozens of processes on one server.
        ("Maximum Pool Size", 32),

        // Seconds. A server that is gone should be noticed while a client still waits for its answer.
        ("Timeout", 5),
        ("Command Timeout", 15),

        // Seconds. A connection whose other end vanished without a word is found out while it is idle.
        ("Tcp Keepalive", true),
        ("Tcp Keepalive Time", 10),
        ("Tcp Keepalive Interval", 3),

        // The statements are few and the same; each is planned once per connection.
        ("Max Auto Prepare", 40),
        ("Application Name", "RetailPulse"),
    ];

    // A visit may well be dated in the year 1 or 9999, which Npgsql would else turn into an infinity.
    static PostgreSqlConnection() => AppContext.SetSwitch("Npgsql.DisableDateTimeInfinityConversions", true);

    /// <exception cref="StorageException">It cannot be understood, or names no database.</exception>
    public static string Complete(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder();
        foreach (var (keyword, value) in Defaults) settings[keyword] = value;
        foreach (KeyValuePair<string, object?> written in Parse(connectionString)) settings[written.Key] = written.Value;
        return settings.ConnectionString;
    }

    private static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(connectionString);
            return settings is { Host: not null, Database: not null }
                ? settings
                : throw new StorageException("ConnectionStrings:RetailPulse names no PostgreSQL database; use 'Host=server;Database=retailpulse;Username=name;Password=secret;SSL Mode=VerifyFull'.");
        }
        catch (ArgumentException exception)
        {
            throw new StorageException(
                $"ConnectionStrings:RetailPulse cannot be understood: {exception.Message} Use 'Host=server;Database=retailpulse;Username=name;Password=secret;SSL Mode=VerifyFull'.", exception);
        }
    }
}

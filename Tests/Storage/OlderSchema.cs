using RetailPulse.Silo.Storage.PostgreSql;
using RetailPulse.Silo.Storage.Sqlite;

namespace RetailPulse.Tests.Storage;

/// <summary>Databases as an earlier version left them.</summary>
internal static class OlderSchema
{
    /// <summary>Creates the schema of <paramref name="version"/> in a SQLite file.</summary>
    public static void Create(SqliteFolder folder, int version)
    {
        string[] scripts = ["orleans.sql", "ledger.sql", .. Enumerable.Range(2, version - 1).Select(number => $"schema-{number}.sql")];
        folder.Execute($"PRAGMA application_id = {0x5274506C}; {string.Concat(scripts.Select(script => Read(typeof(SqliteSchema), script)))} PRAGMA user_version = {version}");
    }

    /// <summary>Creates a PostgreSQL database with the schema of <paramref name="version"/> and <paramref name="rows"/>, and returns its connection string.</summary>
    public static Task<string> CreateAsync(SharedPostgres server, int version, string rows)
    {
        var scripts = string.Concat(Enumerable.Range(1, version).Select(number => Read(typeof(PostgreSqlSchema), $"schema-{number}.sql")));
        return server.RestoreDatabaseAsync($"{scripts}; CREATE TABLE retailpulse_schema(version integer NOT NULL); INSERT INTO retailpulse_schema VALUES({version}); {rows}");
    }

    private static string Read(Type schema, string name)
    {
        using var reader = new StreamReader(schema.Assembly.GetManifestResourceStream($"{schema.Namespace}.{name}")!);
        return reader.ReadToEnd();
    }
}

using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.PostgreSql.Schema;
using RetailPulse.Silo.Storage.Sqlite.Schema;

namespace RetailPulse.Tests.Support.Databases;

/// <summary>Databases as an earlier version left them.</summary>
internal static class OlderSchema
{
    /// <summary>Creates the schema of <paramref name="version"/> in a SQLite file.</summary>
    public static void Create(SqliteFolder folder, int version) =>
        folder.Execute(
            $"PRAGMA application_id = {0x5274506C}; {Upgrade(SqliteSchema.Scripts, from: 0, version)} PRAGMA user_version = {version}"
        );

    /// <summary>
    /// Creates a PostgreSQL database with the schema of <paramref name="version"/> and <paramref name="rows"/>, and returns its connection
    /// string.
    /// </summary>
    public static Task<string> CreateAsync(SharedPostgres server, int version, string rows) =>
        server.RestoreDatabaseAsync(
            $"{Upgrade(PostgreSqlSchema.Scripts, from: 0, version)}; CREATE TABLE retailpulse_schema(version integer NOT NULL); INSERT INTO retailpulse_schema VALUES({version}); {rows}"
        );

    /// <summary>Returns the scripts that upgrade a database of schema <paramref name="from"/> to schema <paramref name="to"/>.</summary>
    public static string Upgrade(IEnumerable<MigrationScript> scripts, int from, int to) =>
        string.Join('\n', scripts.Where(script => script.Version > from && script.Version <= to).Select(script => script.Text));
}

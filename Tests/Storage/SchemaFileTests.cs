using System.Text.RegularExpressions;
using RetailPulse.Silo.Storage.PostgreSql.Schema;
using RetailPulse.Tests.Storage.Engines;

namespace RetailPulse.Tests.Storage;

/// <summary>Compares the schema of a new database with <c>schema.sql</c> of its engine, which shows the schema to readers.</summary>
/// <remarks>After a schema change, copy the file <c>schema.found.sql</c> that the test writes to the test output.</remarks>
public sealed partial class SchemaFileTests(SharedPostgres server)
{
    /// <summary>Returns one statement per table, each followed by those of its indexes and triggers.</summary>
    private const string SqliteStatements = """
        SELECT sql FROM sqlite_master WHERE sql IS NOT NULL
        ORDER BY lower(tbl_name), CASE type WHEN 'table' THEN 1 WHEN 'index' THEN 2 ELSE 3 END, lower(name)
        """;

    /// <summary>
    /// Returns the same from PostgreSQL's catalog, whose text of a definition depends neither on the server's version nor on the scripts.
    /// </summary>
    private const string PostgreSqlStatements = """
        WITH parts AS (
          SELECT attrelid AS relation, 1 AS kind, attnum::integer AS place, quote_ident(attname) || ' ' || format_type(atttypid, atttypmod)
            || CASE WHEN attnotnull THEN ' NOT NULL' ELSE '' END || coalesce(' DEFAULT ' || pg_get_expr(adbin, adrelid), '') AS part
          FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE attnum > 0 AND NOT attisdropped
          UNION ALL
          SELECT conrelid, 2, row_number() OVER (PARTITION BY conrelid ORDER BY contype DESC, conname)::integer, pg_get_constraintdef(oid)
          FROM pg_constraint WHERE contype IN ('p', 'u', 'f', 'c')),
        statements AS (
          SELECT relname AS relation, '' AS name, format(E'CREATE TABLE %I(\n  %s)%s',
            relname, (SELECT string_agg(part, E',\n  ' ORDER BY kind, place) FROM parts WHERE relation = c.oid), ' WITH (' || array_to_string(reloptions, ', ') || ')') AS statement
          FROM pg_class AS c WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
          UNION ALL
          SELECT t.relname, i.relname, replace(pg_get_indexdef(i.oid), ' ON public.', ' ON ')
          FROM pg_index JOIN pg_class AS i ON i.oid = indexrelid JOIN pg_class AS t ON t.oid = indrelid
          WHERE t.relnamespace = 'public'::regnamespace AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = i.oid AND contype IN ('p', 'u')))
        SELECT statement FROM statements ORDER BY relation COLLATE "C", name COLLATE "C"
        """;

    [GeneratedRegex(" +--.*")]
    private static partial Regex Comment { get; }

    [GeneratedRegex(", (?=[a-z_]+ (TEXT|INTEGER|BLOB) )")]
    private static partial Regex AddedColumn { get; }

    [GeneratedRegex(@"^CREATE (TABLE|(UNIQUE )?INDEX|TRIGGER) (?<name>\w+)", RegexOptions.Multiline)]
    private static partial Regex Name { get; }

    [Fact]
    public Task The_file_of_SQLite_shows_a_new_database() => ShowsAsync("Sqlite", new SqliteEngine(), SqliteStatements);

    [Fact]
    public Task The_file_of_PostgreSQL_shows_a_new_database() =>
        ShowsAsync("PostgreSql", new PostgreSqlEngine(server), PostgreSqlStatements);

    [Fact]
    public async Task The_rights_on_every_table_of_PostgreSQL_are_checked_at_start()
    {
        await using var engine = new PostgreSqlEngine(server);
        await engine.StartAsync();
        Assert.Equal(
            await engine.ReadAsync("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename COLLATE \"C\""),
            PostgreSqlSchema.Tables.Order(StringComparer.Ordinal)
        );
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("PostgreSql")]
    public void The_document_describes_every_table_and_index(string name)
    {
        var document = DeployFiles.Text("docs/data-model.md");
        Assert.All(
            Name.Matches(DeployFiles.Text($"Silo/Storage/{name}/schema.sql")),
            found => Assert.Contains($"`{found.Groups["name"]}`", document, StringComparison.OrdinalIgnoreCase)
        );
    }

    private static async Task ShowsAsync(string name, StorageEngine engine, string query)
    {
        await using var opened = engine;
        await engine.StartAsync();
        var found = string.Concat((await engine.ReadAsync(query)).Select((statement, number) => Format(statement!, isFirst: number == 0)));
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "Storage", name)).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "schema.found.sql"), found);
        Assert.Equal(DeployFiles.Text($"Silo/Storage/{name}/schema.sql"), found);
    }

    /// <summary>
    /// Returns a statement without the comments of its script, and with a line for each column that a later script added.
    /// </summary>
    private static string Format(string statement, bool isFirst)
    {
        var gap = !isFirst && statement.StartsWith("CREATE TABLE", StringComparison.Ordinal) ? "\n" : "";
        return $"{gap}{AddedColumn.Replace(Comment.Replace(statement, ""), ",\n  ")};\n";
    }
}

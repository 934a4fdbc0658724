using System.Collections.Immutable;
using System.Text.RegularExpressions;

namespace RetailPulse.Silo.Storage.Checks;

/// <summary>A table, index, or trigger that the schema has.</summary>
/// <param name="HasKey">Whether it is a table with a primary key.</param>
internal sealed record SchemaObject(string Name, bool HasKey);

/// <summary>The tables, indexes, and triggers of the present schema, as its file <c>schema.sql</c> shows them.</summary>
internal static partial class SchemaObjects
{
    [GeneratedRegex(@"^CREATE (?:TABLE|(?:UNIQUE )?INDEX|TRIGGER) ""?(?<name>\w+)""?", RegexOptions.Multiline)]
    private static partial Regex Statement { get; }

    /// <param name="engine">Folder of the engine, such as <c>Sqlite</c>.</param>
    public static ImmutableArray<SchemaObject> ReadAll(string engine)
    {
        using var reader = new StreamReader(
            typeof(SchemaObjects).Assembly.GetManifestResourceStream($"RetailPulse.Silo.Storage.{engine}.schema.sql")!
        );
        var text = reader.ReadToEnd();
        var statements = Statement.Matches(text);
        return
        [
            .. statements.Select(
                (statement, at) =>
                    new SchemaObject(
                        statement.Groups["name"].Value,
                        text[statement.Index..(at + 1 < statements.Count ? statements[at + 1].Index : text.Length)]
                            .Contains("PRIMARY KEY", StringComparison.Ordinal)
                    )
            ),
        ];
    }

    public static Finding Missing(string name) =>
        new(
            name,
            null,
            $"'{name}' is part of the schema, and is missing.",
            "The copy is incomplete, for example because a restore was interrupted. Restore it again, and let the restore stop at its first error."
        );
}

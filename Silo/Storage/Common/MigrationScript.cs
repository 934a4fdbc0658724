using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;

namespace RetailPulse.Silo.Storage.Common;

/// <summary>A script in the folder <c>Migrations</c> of an engine, which is embedded in the program.</summary>
/// <remarks>A released script never changes: databases that have run it do not run it again.</remarks>
/// <param name="Name">
/// Schema version that the script leads to, in four digits, and its subject, such as <c>0007-content-hashes.sql</c>. A version can have
/// several scripts.
/// </param>
/// <param name="Text">SQL statements.</param>
internal sealed partial record MigrationScript(string Name, string Text)
{
    /// <summary>Schema version that the script leads to, from 1.</summary>
    public int Version { get; } = Number(Name.AsSpan(0, 4));

    /// <summary>
    /// Oldest schema version whose programs work after the script. A script that only expands the schema states it in its first line;
    /// after any other, only programs that know the script work.
    /// </summary>
    public int OldestProgram { get; } =
        Statement().Match(Text) is { Success: true } match ? Number(match.Groups[1].ValueSpan) : Number(Name.AsSpan(0, 4));

    /// <summary>Returns the scripts of an engine in the order in which they run, which is the order of their names.</summary>
    /// <param name="engine">Folder of the engine, such as <c>Sqlite</c>.</param>
    public static ImmutableArray<MigrationScript> ReadAll(string engine)
    {
        var folder = $"RetailPulse.Silo.Storage.{engine}.Migrations.";
        return
        [
            .. typeof(MigrationScript)
                .Assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(folder, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(name => new MigrationScript(name[folder.Length..], ReadText(name))),
        ];
    }

    /// <summary>Returns the exception for a database of an earlier version, which a check does not upgrade.</summary>
    /// <param name="database">Name of the database, in quotes.</param>
    public static StorageException Older(string database, long found, int version) =>
        new(
            $"The database {database} has schema {found}, and this program checks schema {version}; nothing was written to it. Check it with the program that wrote it, or start this one once, which upgrades the database."
        );

    [GeneratedRegex(@"\A-- Programs of schema (\d{1,4}) still work\.")]
    private static partial Regex Statement();

    private static int Number(ReadOnlySpan<char> digits) => int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);

    private static string ReadText(string name)
    {
        using var reader = new StreamReader(typeof(MigrationScript).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}

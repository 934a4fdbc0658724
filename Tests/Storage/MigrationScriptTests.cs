using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using RetailPulse.Silo.Storage.Common;
using RetailPulse.Silo.Storage.PostgreSql.Schema;
using RetailPulse.Silo.Storage.Sqlite.Schema;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests that released scripts stay as they are, and that both engines have the same versions.</summary>
/// <remarks>
/// The list of an engine is <c>Migrations/released.sha256</c>, in the format of <c>sha256sum</c>. Add the line of a new script from the
/// file <c>released.found.sha256</c> in the test output. Never change a line.
/// </remarks>
public sealed class MigrationScriptTests
{
    [Fact]
    public void Released_scripts_of_SQLite_never_change() => HaveTheirHashes("Sqlite", SqliteSchema.Scripts);

    [Fact]
    public void Released_scripts_of_PostgreSQL_never_change() => HaveTheirHashes("PostgreSql", PostgreSqlSchema.Scripts);

    [Fact]
    public void Versions_have_no_gaps_and_are_the_same_for_both_engines()
    {
        Assert.Equal(Enumerable.Range(1, SqliteSchema.Version), SqliteSchema.Scripts.Select(script => script.Version).Distinct());
        Assert.Equal(Enumerable.Range(1, SqliteSchema.Version), PostgreSqlSchema.Scripts.Select(script => script.Version).Distinct());
    }

    private static void HaveTheirHashes(string engine, ImmutableArray<MigrationScript> scripts)
    {
        var found = string.Concat(
            scripts.Select(script => $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(script.Text)))}  {script.Name}\n")
        );
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "Storage", engine)).FullName;
        File.WriteAllText(Path.Combine(folder, "released.found.sha256"), found);
        Assert.Equal(DeployFiles.Text($"Silo/Storage/{engine}/Migrations/released.sha256"), found);
    }
}

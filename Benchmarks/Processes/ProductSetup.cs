namespace RetailPulse.Benchmarks.Processes;

/// <summary>Which product runs, and how.</summary>
/// <param name="Folder">Where its assemblies are.</param>
/// <param name="Silos">Silo processes; 0 = the embedded role.</param>
/// <param name="Settings">Settings of its command line.</param>
internal sealed record ProductSetup(string Folder, int Silos, IReadOnlyList<string> Settings)
{
    public DatabaseKind Database { get; init; }

    public override string ToString() =>
        $"{(Silos == 0 ? "embedded" : $"{Silos} silo{(Silos == 1 ? "" : "s")} and a client")} on {(Database == DatabaseKind.Sqlite ? "SQLite" : "PostgreSQL")}";

    /// <summary>The front end's build output next to that of this program, of the same configuration.</summary>
    public static string BuildOutput =>
        AppContext.BaseDirectory.Replace(
            $"{Path.DirectorySeparatorChar}Benchmarks{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}",
            $"{Path.DirectorySeparatorChar}WebFrontend{Path.DirectorySeparatorChar}bin{Path.DirectorySeparatorChar}",
            StringComparison.Ordinal
        );
}

namespace RetailPulse.Testing;

/// <summary>Finds the programs of Debian's package <c>postgresql</c>, in the newest installed version.</summary>
internal static class PostgresPrograms
{
    private const string Versions = "/usr/lib/postgresql";

    private static readonly string? Folder = !Directory.Exists(Versions)
        ? null
        : Directory
            .GetDirectories(Versions)
            .OrderByDescending(version => int.TryParse(System.IO.Path.GetFileName(version), out var number) ? number : 0)
            .Select(version => System.IO.Path.Combine(version, "bin"))
            .FirstOrDefault(folder => File.Exists(System.IO.Path.Combine(folder, "initdb")));

    /// <summary>The major version, or <see langword="null"/> if PostgreSQL is not installed.</summary>
    public static string? Version => Folder?.Split('/')[^2];

    public static string Path(string program) =>
        System.IO.Path.Combine(
            Folder ?? throw new InvalidOperationException($"There is no PostgreSQL in {Versions}. Install it: apt-get install postgresql"),
            program
        );

    /// <summary>Arguments of <c>setpriv</c>: PostgreSQL refuses to run as root, so root runs it as the user of its package.</summary>
    public static string[] AsOwner(string program, params string[] arguments) =>
        Environment.IsPrivilegedProcess
            ? ["--reuid=postgres", "--regid=postgres", "--clear-groups", Path(program), .. arguments]
            : [Path(program), .. arguments];

    /// <summary>Gives a folder to the user as whom <see cref="AsOwner"/> runs programs.</summary>
    public static Task OwnAsync(string folder) =>
        Environment.IsPrivilegedProcess ? Command.RunAsync("chown", "postgres:", folder) : Task.CompletedTask;
}

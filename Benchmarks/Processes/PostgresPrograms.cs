using System.Diagnostics;

namespace RetailPulse.Benchmarks.Processes;

/// <summary>The programs of Debian's package <c>postgresql</c>, the newest version that is installed.</summary>
internal static class PostgresPrograms
{
    private const string Versions = "/usr/lib/postgresql";

    /// <summary>The major version; <see langword="null"/> when there is none.</summary>
    public static string? Version => TryFind("postgres")?.Split('/')[^3];

    /// <summary>
    /// Returns a command line that becomes the program. PostgreSQL refuses to run as root, so root runs it as the user of its package.
    /// </summary>
    /// <exception cref="BenchmarkException">It is not installed.</exception>
    public static string[] CommandLine(string program, params string[] arguments) =>
        Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", Find(program), .. arguments]
            : [Find(program), .. arguments];

    /// <summary>Gives a folder to the user that <see cref="CommandLine"/> runs programs as.</summary>
    public static Task OwnAsync(string folder, CancellationToken cancellationToken) =>
        Environment.IsPrivilegedProcess ? RunAsync(["chown", "postgres:", folder], cancellationToken) : Task.CompletedTask;

    /// <summary>Runs a program to its end and returns its output.</summary>
    /// <exception cref="BenchmarkException">The exit code was not 0.</exception>
    public static async Task<string> RunAsync(string[] commandLine, CancellationToken cancellationToken)
    {
        using var process = Process.Start(
            new ProcessStartInfo(commandLine[0], commandLine[1..])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = "/",
            }
        )!;
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? await output
            : throw new BenchmarkException($"{string.Join(' ', commandLine)} ended with {process.ExitCode}: {await errors}");
    }

    private static string Find(string program) =>
        TryFind(program)
        ?? throw new BenchmarkException($"There is no {program} in {Versions}. PostgreSQL is needed: apt-get install postgresql");

    private static string? TryFind(string program) =>
        (Directory.Exists(Versions) ? Directory.GetDirectories(Versions) : [])
            .OrderByDescending(version => int.TryParse(Path.GetFileName(version), out var number) ? number : 0)
            .Select(version => Path.Combine(version, "bin", program))
            .FirstOrDefault(File.Exists);
}

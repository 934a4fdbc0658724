using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using RetailPulse.Testing;

namespace RetailPulse.Benchmarks.Report;

/// <summary>The machine and build that were measured, without which the figures mean nothing.</summary>
/// <param name="Commit">Commit of the source of this build; <c>+</c> if files differ from it.</param>
/// <param name="Disk">File system and device of <c>TMPDIR</c>.</param>
internal sealed record Machine(
    DateTimeOffset Date,
    string Commit,
    string Cpu,
    int Processors,
    double MemoryGigabytes,
    string Kernel,
    string Dotnet,
    string Postgresql,
    string Disk
)
{
    private const string Unknown = "unknown";

    public static Machine Read() =>
        new(
            TimeProvider.System.GetUtcNow(),
            ReadCommit(),
            Field("/proc/cpuinfo", "model name"),
            Environment.ProcessorCount,
            Math.Round(double.Parse(Field("/proc/meminfo", "MemTotal").Split(' ')[0], CultureInfo.InvariantCulture) * 1024 / 1e9, 1),
            File.ReadAllText("/proc/sys/kernel/osrelease").Trim(),
            RuntimeInformation.FrameworkDescription,
            PostgresPrograms.Version ?? "not installed",
            ReadDisk()
        );

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Date:yyyy-MM-dd HH:mm} UTC, commit {Commit}; {Processors} x {Cpu}, {MemoryGigabytes} GB, Linux {Kernel}, {Dotnet}, PostgreSQL {Postgresql}, {Disk}"
        );

    private static string Field(string file, string name) =>
        File.ReadLines(file).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?.Split(':', 2)[1].Trim() ?? Unknown;

    private static string ReadCommit() =>
        Git("rev-parse", "--short=10", "HEAD") is { } commit ? commit.Trim() + (Git("status", "--porcelain") is "" ? "" : "+") : Unknown;

    /// <summary>The commit; <see langword="null"/> without git or a repository.</summary>
    private static string? Git(params string[] arguments)
    {
        try
        {
            using var git = Process.Start(
                new ProcessStartInfo("git", ["-C", AppContext.BaseDirectory, .. arguments])
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = true,
                }
            )!;
            var output = git.StandardOutput.ReadToEnd();
            git.WaitForExit();
            return git.ExitCode == 0 ? output : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    /// <summary>Returns the innermost mount that contains the folder; proc_pid_mountinfo(5).</summary>
    private static string ReadDisk() =>
        File.ReadLines("/proc/self/mountinfo")
            .Select(line => line.Split(' '))
            .Where(mount => $"{Path.GetTempPath()}/".StartsWith($"{mount[4].TrimEnd('/')}/", StringComparison.Ordinal))
            .OrderBy(mount => mount[4].Length)
            .Select(mount => mount[(Array.IndexOf(mount, "-") + 1)..])
            .Select(mount => $"{mount[0]} on {mount[1]}")
            .LastOrDefault(Unknown);
}

using System.Globalization;

namespace RetailPulse.Benchmarks.Processes;

/// <summary>
/// How many files and connections a process may have open (getrlimit(2)). .NET raises the limit as far as it may by itself.
/// </summary>
internal static class OpenFiles
{
    /// <summary>Number of files that a process needs in addition to its connections.</summary>
    private const int Others = 300;

    /// <exception cref="BenchmarkException">The system does not allow this many connections.</exception>
    public static void Check(int connections)
    {
        if (ReadLimit() is { } limit && limit < connections + Others)
            throw new BenchmarkException(
                $"{connections} connections need {connections + Others} open files, and only {limit} are allowed; raise the hard limit, as root: ulimit -Hn {2 * connections}"
            );
    }

    /// <summary><see langword="null"/>: there is none.</summary>
    private static int? ReadLimit()
    {
        var line = File.ReadLines("/proc/self/limits").First(line => line.StartsWith("Max open files", StringComparison.Ordinal));
        return int.TryParse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[3], CultureInfo.InvariantCulture, out var limit)
            ? limit
            : null;
    }
}

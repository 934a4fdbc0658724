using System.Diagnostics;

namespace RetailPulse.Testing;

/// <summary>Runs a program of this machine to its end.</summary>
internal static class Command
{
    /// <summary>Maximum duration, which only a program that hangs exceeds.</summary>
    private static readonly TimeSpan MaxDuration = TimeSpan.FromMinutes(5);

    /// <summary>Returns what the program printed.</summary>
    /// <exception cref="InvalidOperationException">The exit code was not 0.</exception>
    public static async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        var (exitCode, output) = await TryAsync(program, arguments);
        return exitCode == 0
            ? output
            : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {exitCode}: {output}");
    }

    /// <summary>Returns the exit code and what the program printed, including errors.</summary>
    public static async Task<(int ExitCode, string Output)> TryAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = "/",
            }
        )!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(MaxDuration);
        return (process.ExitCode, await output + await errors);
    }
}

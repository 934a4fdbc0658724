using System.Diagnostics;

namespace RetailPulse.Tests.Processes;

/// <summary>A program of this machine, run to its end.</summary>
internal static class Command
{
    private static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    /// <summary>Answers what it printed.</summary>
    /// <exception cref="InvalidOperationException">Its exit code was not 0.</exception>
    public static async Task<string> RunAsync(string program, params IEnumerable<string> arguments)
    {
        var (exitCode, output) = await TryAsync(program, arguments);
        return exitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {exitCode}: {output}");
    }

    /// <summary>Answers its exit code and what it printed, errors included.</summary>
    public static async Task<(int ExitCode, string Output)> TryAsync(string program, params IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = "/" })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(Within);
        return (process.ExitCode, await output + await errors);
    }
}

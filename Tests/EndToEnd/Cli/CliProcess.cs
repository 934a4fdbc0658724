using System.Diagnostics;

namespace RetailPulse.Tests.EndToEnd.Cli;

/// <summary>Runs shell commands in which <c>retailpulse</c> is the built program.</summary>
internal sealed class CliProcess : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("retailpulse-shell-").FullName;

    public string Folder => folder;

    /// <summary>Folder of the built program.</summary>
    public static string Programs => AppContext.BaseDirectory.Replace("/Tests/", "/Cli/", StringComparison.Ordinal);

    /// <summary>Starts bash with a script.</summary>
    /// <param name="server">Address of the service; <see langword="null"/> for the default of the program.</param>
    public Process Start(string script, Uri? server = null)
    {
        var start = new ProcessStartInfo("bash", ["-c", script])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        start.Environment["PATH"] = $"{Programs}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(
            Path.Combine(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "..", "..", "..")
        );
        start.Environment["RETAILPULSE_CONFIG_DIR"] = Path.Combine(folder, "config");
        start.Environment["HOME"] = folder;
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("NO_COLOR");
        if (server is not null)
            start.Environment["RETAILPULSE_URL"] = server.ToString();
        return Process.Start(start)!;
    }

    /// <summary>Runs a script to its end, and returns its exit code and what it printed.</summary>
    public async Task<(int Code, string Output, string Error)> RunAsync(string script, Uri? server = null)
    {
        using var process = Start(script, server);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
        return (process.ExitCode, await output, await error);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);
}

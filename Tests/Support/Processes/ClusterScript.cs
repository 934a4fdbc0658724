using System.Diagnostics;

namespace RetailPulse.Tests.Support.Processes;

/// <summary>
/// Runs <c>cluster.sh</c> with its own folder and the tests' build. Everything that it left running is stopped when disposed.
/// </summary>
internal sealed class ClusterScript : IAsyncDisposable
{
    private static readonly TimeSpan MaxDuration = TimeSpan.FromSeconds(120);

    private readonly string parent = Directory.CreateTempSubdirectory("retailpulse-").FullName;
    private readonly string folder;

    public ClusterScript() => folder = Path.Combine(parent, "cluster");

    /// <summary>Folder of the cluster, which the script creates if it does not exist.</summary>
    public string Folder => folder;

    /// <summary>Processes whose ids are recorded in the folder.</summary>
    public int[] Noted =>
        [
            .. (Directory.Exists(folder) ? Directory.GetFiles(folder, "*.pid") : []).Select(file =>
                int.Parse(File.ReadAllText(file).Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)
            ),
        ];

    /// <summary>Address of the first front end, as printed by the script.</summary>
    public static Uri AddressIn(string output) =>
        new(output.Split([' ', '\n']).First(word => word.StartsWith("http://", StringComparison.Ordinal)));

    /// <summary>Returns whether a process runs. A process that has ended but was not reaped does not.</summary>
    public static bool Runs(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Length > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public Task<(int ExitCode, string Output)> StartAsync(params string[] arguments) =>
        RunAsync("start", ["--no-build", "--configuration", DeployFiles.Configuration, .. arguments]);

    public async Task<(int ExitCode, string Output)> RunAsync(string command, params string[] arguments)
    {
        var start = new ProcessStartInfo("bash", [Path.Combine(DeployFiles.Root, "cluster.sh"), command, "--folder", folder, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(MaxDuration);
        return (process.ExitCode, await output + await errors);
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("stop");
        Directory.Delete(parent, recursive: true);
    }
}

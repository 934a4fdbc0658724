using System.Diagnostics;
using System.Reflection;
using System.Text;

namespace RetailPulse.Tests.Support.Processes;

/// <summary>The app host of Aspire as a real process, from the tests' build. Everything that it left running is killed when disposed.</summary>
/// <remarks>Its processes outlive it for a moment. They are found by a folder of their own, which their environment names.</remarks>
internal sealed class AppHostProcess : IAsyncDisposable
{
    private static readonly TimeSpan StopWithin = TimeSpan.FromSeconds(60);

    private readonly string folder = Directory.CreateTempSubdirectory("retailpulse-").FullName;
    private readonly StringBuilder output = new();
    private readonly Process process;

    private AppHostProcess(IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [Program, $"--Cluster:Port={FrontEnd.Port}", $"--Cluster:Folder={Path.Combine(folder, "cluster")}"]
        )
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };

        // Aspire and the command line of .NET write into the folder of their user, which may be read-only here.
        foreach (var name in (string[])["HOME", "DOTNET_CLI_HOME", "TMPDIR"])
            start.Environment[name] = folder;
        // As in ProductProcess.
        start.Environment["DOTNET_TC_QuickJit"] = "1";
        start.Environment["DOTNET_GENERATE_ASPNET_CERTIFICATE"] = "false";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["ASPNETCORE_URLS"] = Dashboard.OriginalString;
        foreach (var name in (string[])["ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL", "ASPIRE_RESOURCE_SERVICE_ENDPOINT_URL"])
            start.Environment[name] = $"http://localhost:{FreePorts.Next()}";
        foreach (var argument in arguments)
        {
            var setting = argument.TrimStart('-').Split('=', 2);
            start.Environment[setting[0].Replace(":", "__", StringComparison.Ordinal)] = setting[1];
        }

        process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    /// <summary>Address of the first front end.</summary>
    public Uri FrontEnd { get; } = new($"http://localhost:{FreePorts.Next()}");

    public Uri Dashboard { get; } = new($"http://localhost:{FreePorts.Next()}");

    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    /// <summary>Command lines of the processes that the app host and its processes have started, and that still run.</summary>
    public IReadOnlyList<string> Running => [.. Started().Select(Words)];

    /// <summary>Path of the program of Aspire that starts processes. It comes as a package.</summary>
    public static string Orchestrator =>
        Assembly
            .LoadFrom(Program)
            .GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "dcpclipath")
            .Value!;

    private static string Program =>
        Path.Combine(DeployFiles.Root, "AppHost", "bin", DeployFiles.Configuration, "net10.0", "RetailPulse.AppHost.dll");

    /// <param name="arguments">Settings of the product, in the form of its command line.</param>
    public static AppHostProcess Start(params string[] arguments)
    {
        var started = new AppHostProcess(arguments);
        started.process.Start();
        started.process.BeginOutputReadLine();
        started.process.BeginErrorReadLine();
        return started;
    }

    /// <summary>Sends SIGTERM, and returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        await Command.RunAsync("kill", "-TERM", $"{process.Id}");
        await process.WaitForExitAsync().WaitAsync(StopWithin);
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        // Each process watches another one, so what is killed first may start nothing again.
        for (var ids = Started(); ids.Count > 0; ids = Started())
        {
            await Command.TryAsync("kill", ["-KILL", .. ids.Select(id => $"{id}")]);
            await Task.Delay(100);
        }

        await process.WaitForExitAsync();
        process.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    private List<int> Started() =>
        [
            .. Directory
                .GetDirectories("/proc")
                .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0)
                .Where(id => id > 0 && ClusterScript.Runs(id) && Names(id, folder)),
        ];

    /// <summary>Returns whether the environment of a process names the folder.</summary>
    private static bool Names(int id, string folder)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/environ").Contains(folder, StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static string Words(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        lock (output)
            output.AppendLine(line);
    }
}

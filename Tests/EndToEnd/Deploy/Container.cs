using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace RetailPulse.Tests.EndToEnd.Deploy;

/// <summary>
/// A process as a container of the image runs it: with the environment of the image and of its deployment, by its own command, at a network
/// address of its own. Only its files lie elsewhere.
/// </summary>
internal sealed partial class Container : IAsyncDisposable
{
    /// <summary>What the base image sets (https://github.com/dotnet/dotnet-docker, src/aspnet).</summary>
    private static readonly (string Name, string Value)[] OfBaseImage =
    [
        ("ASPNETCORE_HTTP_PORTS", "8080"),
        ("DOTNET_RUNNING_IN_CONTAINER", "true"),
        ("APP_UID", "1654"),
    ];

    private readonly Process process;
    private readonly StringBuilder output = new();

    private Container(Process process) => this.process = process;

    public string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    public bool HasExited => process.HasExited;

    /// <param name="launcher">Puts the process at its address.</param>
    /// <param name="mounts">Where folders of the container lie on this machine.</param>
    public static Container Start(
        IReadOnlyList<string> launcher,
        IEnumerable<string> command,
        IReadOnlyDictionary<string, string> environment,
        IReadOnlyDictionary<string, string> mounts
    )
    {
        string[] words = [.. launcher, .. command.Select(word => Place(word, mounts))];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (
            var inherited in start
                .Environment.Keys.Where(name =>
                    name.StartsWith("RetailPulse", StringComparison.Ordinal) || name.StartsWith("ASPNETCORE", StringComparison.Ordinal)
                )
                .ToList()
        )
            start.Environment.Remove(inherited);
        foreach (var (name, value) in OfBaseImage.Concat(OfDockerfile()))
            start.Environment[name] = Place(value, mounts);
        foreach (var (name, value) in environment)
            start.Environment[name] = Place(value, mounts);
        var container = new Container(new Process { StartInfo = start });
        container.process.OutputDataReceived += (_, line) => container.Take(line.Data);
        container.process.ErrorDataReceived += (_, line) => container.Take(line.Data);
        container.process.Start();
        container.process.BeginOutputReadLine();
        container.process.BeginErrorReadLine();
        return container;
    }

    public async Task<int> ExitCodeAsync()
    {
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    /// <summary>The program of the image is the one that was built with these tests.</summary>
    private static string Place(string text, IReadOnlyDictionary<string, string> mounts) =>
        mounts.Aggregate(
            ImageFolder().Replace(text, AppContext.BaseDirectory),
            (placed, mount) => Regex.Replace(placed, $"(?<![A-Za-z0-9._-]){mount.Key}(?![A-Za-z0-9._-])", mount.Value)
        );

    /// <summary>The <c>ENV</c> instruction of the image that runs.</summary>
    private static IEnumerable<(string Name, string Value)> OfDockerfile()
    {
        var instruction = DeployFiles.Text("Dockerfile").Split("\nENV ")[^1].Replace("\\\n", " ", StringComparison.Ordinal).Split('\n')[0];
        return Setting().Matches(instruction).Select(match => (match.Groups[1].Value, match.Groups[2].Value.Trim('"')));
    }

    private void Take(string? line)
    {
        if (line is null)
            return;
        lock (output)
            output.AppendLine(line);
    }

    [GeneratedRegex("/app/(WebFrontend|Silo)/")]
    private static partial Regex ImageFolder();

    [GeneratedRegex("""([A-Za-z_]+)=("[^"]*"|\S+)""")]
    private static partial Regex Setting();
}

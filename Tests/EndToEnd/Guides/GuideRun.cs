using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using RetailPulse.Tests.EndToEnd.Cli;

namespace RetailPulse.Tests.EndToEnd.Guides;

/// <summary>Follows a guide in a folder of its own: saves its files, and runs its commands in one shell.</summary>
internal sealed partial class GuideRun : IDisposable
{
    private const string Marker = "--- block ";

    private static readonly Dictionary<string, string> Programs = new()
    {
        ["shell"] = "bash",
        ["python"] = "python3",
        ["node"] = "node",
        ["go"] = "go",
        ["csharp"] = "dotnet",
        ["duckdb"] = "duckdb",
        ["sqlite"] = "sqlite3",
        ["psql"] = "psql",
    };

    private readonly CliProcess cli = new();
    private readonly Guide guide;
    private readonly GuideService service;

    /// <param name="port">Port of receivers in place of 9000.</param>
    public GuideRun(Guide guide, GuideService service, int? port = null)
    {
        (this.guide, this.service) = (guide, service);
        Port = port ?? service.Port;
        foreach (var file in guide.Of("file"))
            File.WriteAllText(Path.Combine(Folder, file.Argument), Here(file.Text));
    }

    public string Folder => cli.Folder;

    public int Port { get; }

    public void Dispose() => cli.Dispose();

    /// <summary>Skips the test if the program of a language is not installed.</summary>
    public static void Require(string language)
    {
        var program = Programs[language];
        Assert.SkipUnless(
            Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, program))),
            $"{program} is not installed."
        );
    }

    /// <summary>Runs the commands of the shell and of one other language, and returns what each block printed.</summary>
    public async Task<IReadOnlyDictionary<GuideBlock, string>> RunAsync(string language, string? before = null)
    {
        GuideBlock[] blocks = [.. guide.Of("run").Where(block => block.Argument == "shell" || block.Argument == language)];
        if (language == "csharp")
            await CSharpPrograms.CompileAsync(Path.Combine(Folder, "Submit.cs"));
        var script = string.Concat(blocks.Select(block => $"echo; echo '{Marker}{block.Line}'\n{Here(block.Text)}"));
        var (code, output, error) = await cli.RunAsync($"{Prelude()}{before}\n{script}", service.Address);
        Assert.True(code == 0, $"docs/guides/{guide.Name} ended with {code}:\n{output}\n{error}");
        var printed = output
            .Split($"\n{Marker}")
            .Skip(1)
            .Select(part => part.Split('\n', 2))
            .ToDictionary(part => int.Parse(part[0], CultureInfo.InvariantCulture), part => part[1]);
        return blocks.ToDictionary(block => block, block => printed[block.Line]);
    }

    /// <summary>Starts a program of the guide that runs until it is killed.</summary>
    public async Task<Process> StartAsync(GuideBlock block)
    {
        if (block.Argument == "csharp")
            await CSharpPrograms.CompileAsync(Path.Combine(Folder, "Receive.cs"));
        return cli.Start($"{Prelude()}export RETAILPULSE_WEBHOOK_SECRET='{service.Secret}'\n{block.Text}", service.Address);
    }

    /// <summary>Runs a command of the guide, and returns its exit code and what it printed.</summary>
    public Task<(int Code, string Output, string Error)> TryAsync(GuideBlock block, string variables) =>
        cli.RunAsync($"{Prelude()}export RETAILPULSE_WEBHOOK_SECRET='{service.Secret}' {variables}\n{block.Text}", service.Address);

    /// <summary>Returns whether a text is what a block says, in which <c>…</c> stands for anything.</summary>
    public static bool Prints(string expected, string printed)
    {
        var pattern = Regex.Escape(Spaces().Replace(expected.Trim(), " ")).Replace("…\\n", "(.*\\n)*?", StringComparison.Ordinal);
        var text = Spaces().Replace(printed.Replace("\r", "", StringComparison.Ordinal).Trim(), " ");
        return Regex.IsMatch(
            text,
            $@"\A{pattern.Replace("\\n…", "(\\n.*)*", StringComparison.Ordinal).Replace("…", ".*", StringComparison.Ordinal)}\z"
        );
    }

    /// <summary>Returns a text with the addresses of this run.</summary>
    private string Here(string text) =>
        ReceiverPort()
            .Replace(
                text.Replace("http://localhost:8080", service.Address.ToString().TrimEnd('/'), StringComparison.Ordinal),
                Port.ToString(CultureInfo.InvariantCulture)
            );

    /// <remarks>The function replaces <c>dotnet run</c>, which would restore packages, by the same program, compiled by <see cref="CSharpPrograms"/>.</remarks>
    private string Prelude() =>
        $$"""
            set -euo pipefail
            export HOME='{{service.Home}}' RETAILPULSE_API_KEY=none
            dotnet() { if [ "$1" = run ]; then shift; [ "${1:-}" != -- ] || shift; fi; command dotnet "$(ls *.dll | grep -E '^(Submit|Receive)')" "$@"; }

            """;

    [GeneratedRegex(@"\b9000\b")]
    private static partial Regex ReceiverPort();

    [GeneratedRegex("[ \t]+")]
    private static partial Regex Spaces();
}

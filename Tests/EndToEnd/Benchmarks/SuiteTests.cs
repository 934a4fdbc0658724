using System.Diagnostics;
using System.Text.Json;

namespace RetailPulse.Tests.EndToEnd.Benchmarks;

/// <summary>The suite in its smoke run: that everything is measured, not what comes out.</summary>
public sealed class SuiteTests : IDisposable
{
    private const string Marks = "<!-- latest results: written by `suite --record` -->\n<!-- end of latest results -->\n";
    private const int Promises = 22,
        HeadLines = 2;

    private static readonly TimeSpan Within = TimeSpan.FromMinutes(10);

    private readonly string folder = Directory.CreateTempSubdirectory("retailpulse-").FullName;

    private static string Program =>
        Path.Combine(
            AppContext.BaseDirectory.Replace("/Tests/bin/", "/Benchmarks/bin/", StringComparison.Ordinal),
            "RetailPulse.Benchmarks.dll"
        );

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task A_quick_suite_measures_every_promise_and_keeps_what_it_found()
    {
        var page = Path.Combine(folder, "benchmarks.md");
        await File.WriteAllTextAsync(page, $"before\n{Marks}after\n");
        var (exitCode, output) = await RunAsync("suite", "--quick", "--record", folder);
        Assert.True(exitCode == 0, output);

        using var result = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "benchmarks", "results.jsonl")));
        var figures = result.RootElement.GetProperty("figures").EnumerateObject().ToList();
        Assert.Equal(Promises, figures.Count);
        Assert.All(
            figures,
            promise => Assert.Contains(promise.Value.EnumerateObject(), deployment => deployment.Value.GetArrayLength() == 1)
        );

        string[] lines = await File.ReadAllLinesAsync(page);
        Assert.Equal(Promises + HeadLines, lines.Count(line => line.StartsWith("| ", StringComparison.Ordinal)));
        Assert.Equal(("before", "after"), (lines[0], lines[^1]));
        Assert.StartsWith("<svg", await File.ReadAllTextAsync(Path.Combine(folder, "benchmarks", "promises.svg")));
    }

    [Theory]
    [InlineData("sqlite")]
    [InlineData("postgresql")]
    public async Task The_ledger_is_measured_alone(string database)
    {
        var (exitCode, output) = await RunAsync("ledger", "--database", database, "--seconds", "1", "--count", "5", "--writers", "20");
        Assert.True(exitCode == 0, output);
    }

    [Fact]
    public async Task A_page_without_a_place_for_the_results_is_refused_before_anything_is_measured()
    {
        var (exitCode, output) = await RunAsync("suite", "--record", folder);
        Assert.Equal(1, exitCode);
        Assert.Contains("latest results", output);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };

        // The figures do not matter, so that the many processes may start with methods that are not optimized yet.
        start.Environment["DOTNET_TC_QuickJit"] = "1";
        using var process = Process.Start(start)!;
        try
        {
            var output = process.StandardOutput.ReadToEndAsync();
            var errors = process.StandardError.ReadToEndAsync();
            await process.WaitForExitAsync().WaitAsync(Within);
            return (process.ExitCode, await output + await errors);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}

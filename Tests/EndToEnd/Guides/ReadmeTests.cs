using System.Net;
using System.Text.RegularExpressions;
using RetailPulse.Client;

namespace RetailPulse.Tests.EndToEnd.Guides;

/// <summary>Follows the quick start of the README as a reader does.</summary>
public sealed partial class ReadmeTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("retailpulse-readme-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public async Task The_commands_of_the_quick_start_print_what_it_shows()
    {
        GuideRun.Require("shell");
        await using var demo = await GuideService.StartAsync(home);
        await Eventually.TrueAsync(
            async () =>
            {
                using var second = await demo.Http.GetAsync("/api/v1/jobs/2");
                return second.StatusCode == HttpStatusCode.OK;
            },
            "the demo has submitted its second job"
        );
        var block = Block()
            .Matches(DeployFiles.Text("README.md"))
            .Single(match => match.Value.Contains("/api/submit/", StringComparison.Ordinal));
        var steps = Step().Matches(block.Groups["text"].Value);
        Assert.Equal(2, steps.Count);
        foreach (Match step in steps)
        {
            var curl = step.Groups["command"]
                .Value.Replace("http://localhost:8080/", demo.Http.BaseAddress!.ToString(), StringComparison.Ordinal);
            var command = $"cd {home} && {curl} 2> /dev/null";
            var expected = step.Groups["prints"].Value;
            var printed = "";
            if (command.Contains("/api/submit/", StringComparison.Ordinal))
                printed = await Command.RunAsync("bash", "-c", command);
            else
                await Eventually.TrueAsync(
                    async () =>
                        (printed = await Command.RunAsync("bash", "-c", command)) == expected
                        || !printed.Contains("ongoing", StringComparison.Ordinal),
                    "the job ends"
                );
            Assert.Equal(expected, printed);
        }

        await HasSomethingToLookAtAsync(demo);
    }

    /// <summary>The demo prints the console's address first, and its second job fails in every way that needs no broken network.</summary>
    private static async Task HasSomethingToLookAtAsync(ProductProcess demo)
    {
        Assert.Equal($"Console: {demo.Http.BaseAddress}", demo.Output.Split('\n').First(line => !LogEntry().IsMatch(line)).TrimEnd());
        using var client = new RetailPulseClient(demo.Http);
        var job = await client.Jobs.WaitForEndAsync(2);
        Assert.Equal(JobStatus.Failed, job.Status);
        Assert.Equal(201, job.Counts.Total);
        var failures = await client.Failures.ListAsync(new FailureQuery()).ToListAsync();
        Assert.Superset(
            new SortedSet<string>([
                "dns",
                "http_404",
                "http_410",
                "http_5xx",
                "http_status",
                "not_an_image",
                "redirect",
                "refused_address",
                "truncated",
                "unknown_store",
                "unsupported_format",
            ]),
            new SortedSet<string>(failures.Select(failure => failure.Reason))
        );
        await Eventually.TrueAsync(
            async () => (await client.Jobs.GetAsync(2)).RepeatedPhotos is { Complete: true, Images: > 0 },
            "a photo is repeated"
        );
    }

    /// <summary>An entry of the log, which begins with its time.</summary>
    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}T")]
    private static partial Regex LogEntry();

    [GeneratedRegex("```sh\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    /// <summary>A command, and the line that it prints.</summary>
    [GeneratedRegex("(?<command>curl .*?)\n# (?<prints>[^\n]*)\n", RegexOptions.Singleline)]
    private static partial Regex Step();
}

using System.Net;
using System.Text.RegularExpressions;

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
    }

    [GeneratedRegex("```sh\n(?<text>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();

    /// <summary>A command, and the line that it prints.</summary>
    [GeneratedRegex("(?<command>curl .*?)\n# (?<prints>[^\n]*)\n", RegexOptions.Singleline)]
    private static partial Regex Step();
}

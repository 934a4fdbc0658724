using System.Text.RegularExpressions;
using RetailPulse.Cli;
using RetailPulse.Cli.Commands;
using RetailPulse.Images;
using RetailPulse.Tests.Support.Cli;

namespace RetailPulse.Tests.EndToEnd.Cli;

/// <summary>
/// Every command, on a terminal and in a pipe, compared with <c>Golden/</c>. To update a file, review and copy the <c>.found</c> file that
/// the test writes.
/// </summary>
public sealed partial class EveryCommandTests
{
    private static readonly string[] Commands =
    [
        "retailpulse --version",
        "retailpulse --help",
        "retailpulse submit --help",
        "retailpulse help exit-codes",
        "retailpulse help environment",
        "retailpulse help formats",
        "retailpulse submit photos.csv --validate",
        "retailpulse submit photos.csv --wait",
        "retailpulse submit broken.csv",
        "retailpulse status 1",
        "retailpulse status 1 -o json | tr , '\\n' | grep status",
        "retailpulse watch 1",
        "retailpulse wait 1",
        "retailpulse jobs",
        "retailpulse jobs -o csv --limit 1",
        "retailpulse jobs -o id",
        "retailpulse images 1",
        "retailpulse images 1 --status failed -o id",
        "retailpulse failures 1",
        "retailpulse failures",
        "retailpulse retry 1",
        "retailpulse wait 1",
        "retailpulse amend 1 0 1 --url http://a.example/right",
        "retailpulse wait 1",
        "retailpulse cancel 1",
        "retailpulse visits --store S1",
        "retailpulse stores",
        "retailpulse stores S1",
        "retailpulse stores upload stores.csv --dry-run",
        "retailpulse duplicates 1",
        "retailpulse webhooks 1",
        "retailpulse webhooks resend 1 msg_x",
        "RETAILPULSE_WEBHOOK_SECRET=typo! retailpulse webhooks listen",
        "retailpulse whoami",
        "retailpulse config set http://localhost:8080",
        "retailpulse config list",
        "retailpulse config list -o json",
        "retailpulse config use default",
        "retailpulse login < /dev/null",
        "retailpulse logout",
        "retailpulse keys new --tenant acme --role read --name Ann",
        "retailpulse doctor",
        "retailpulse top --once",
        "retailpulse top -o json",
        "retailpulse completion bash | grep -c complete",
        "retailpulse completion zsh | grep -c compdef",
        "retailpulse completion fish | grep -c complete",
        "retailpulse completion pwsh | grep -c Register",
        "retailpulse status 999",
        "retailpulse status x",
        "retailpulse cancel 1 2 < /dev/null",
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_command_prints_what_its_golden_file_says(bool onTerminal)
    {
        var (output, folder) = await RunAllAsync(onTerminal);
        await GoldenText.AssertAsync(
            GoldenText.Normalize(Ended().Replace(WithoutProgress(output), end => end.Value == "failed" ? "ongoing" : "36mongoing"), folder),
            $"Tests/EndToEnd/Cli/Golden/{(onTerminal ? "terminal" : "pipe")}.txt"
        );
    }

    [Fact]
    public async Task No_command_prints_an_escape_sequence_under_NO_COLOR()
    {
        var (output, _) = await RunAllAsync(onTerminal: true, "export NO_COLOR=1\n");
        Assert.Contains("retailpulse cancel 1 2", output);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public void No_command_is_missing()
    {
        using var cli = new CliRun();
        var root = RetailPulseCommands.CreateRoot(new CommandHost(cli.Surround(Stream.Null, TextWriter.Null)));
        Assert.All(
            Paths(root, "retailpulse"),
            path => Assert.Contains(Commands, command => $"{command} ".Contains($"{path} ", StringComparison.Ordinal))
        );
    }

    /// <summary>Returns the commands that do something, and not only have subcommands.</summary>
    private static IEnumerable<string> Paths(System.CommandLine.Command parent, string path) =>
        parent.Subcommands.SelectMany(command =>
            Paths(command, $"{path} {command.Name}").Concat(command.Action is null ? [] : [$"{path} {command.Name}"])
        );

    /// <summary>Runs all commands one after the other, and returns what they print and their folder.</summary>
    private static async Task<(string Output, string Folder)> RunAllAsync(bool onTerminal, string variables = "")
    {
        await using var product = new Product();
        await product.InitializeAsync();
        product.Fetcher.Answer = (url, _) =>
            url.EndsWith("bad", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        using var cli = new CliProcess();
        await File.WriteAllTextAsync(
            Path.Combine(cli.Folder, "photos.csv"),
            "store_id,visit_time,image_url\nS1,2026-05-04,http://a.example/1\nS1,2026-05-04,http://a.example/bad\nS2,2026-05-05,http://a.example/2\n"
        );
        await File.WriteAllTextAsync(Path.Combine(cli.Folder, "broken.csv"), "store_id,visit_time,image_url\nS1,2026-05-04,\n");
        await File.WriteAllTextAsync(Path.Combine(cli.Folder, "stores.csv"), "store_id,store_name,area_code\nS1,One,10\nS4,Four,30\n");
        await File.WriteAllTextAsync(
            Path.Combine(cli.Folder, "commands.sh"),
            $"{variables}exec 2>&1\n"
                + string.Join(
                    '\n',
                    Commands.Select(command => $"echo {Quote($"$ {command}")}\n{command}\necho \"[exit ${{PIPESTATUS[0]}}]\"")
                )
        );
        var (_, output, _) = await cli.RunAsync(
            onTerminal ? "script -qec 'stty cols 100 rows 40; bash commands.sh' /dev/null < /dev/null" : "bash commands.sh < /dev/null",
            product.Http.BaseAddress
        );
        return (output, cli.Folder);
    }

    /// <summary>Removes what was replaced on the terminal, and makes escape sequences visible.</summary>
    private static string WithoutProgress(string output) =>
        string.Join(
            '\n',
            output
                .Replace("\r\n", "\n", StringComparison.Ordinal)
                .Replace('\u001b', '␛')
                .Split('\n')
                .Select(line => line[(line.LastIndexOf('\r') + 1)..])
        );

    /// <summary>The end of a retry that came before the response to <c>retailpulse retry</c>: its only image fails at once.</summary>
    [GeneratedRegex(@"(?<=^1\t1\t)failed|(?<=^ 1  1  ␛\[)31mfailed", RegexOptions.Multiline)]
    private static partial Regex Ended();

    private static string Quote(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}

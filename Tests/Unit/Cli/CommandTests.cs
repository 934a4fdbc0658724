using System.CommandLine;
using System.Net;
using RetailPulse.Cli;
using RetailPulse.Cli.Commands;
using RetailPulse.Tests.Architecture.Documents;
using RetailPulse.Tests.Support.Cli;
using Command = System.CommandLine.Command;

namespace RetailPulse.Tests.Unit.Cli;

/// <summary>The command line without a service.</summary>
public sealed class CommandTests : IDisposable
{
    private readonly CliRun cli = new(new Uri("http://pulse.example/"));

    public CommandTests() => cli.Network = () => new Refusing(HttpStatusCode.ServiceUnavailable);

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData("http://pulse.example/", true, true)]
    [InlineData("http://pulse.example/", false, false)]
    [InlineData("https://pulse.example/", true, false)]
    [InlineData("http://localhost:8080/", true, false)]
    [InlineData("http://127.0.0.1:8080/", true, false)]
    public async Task A_key_over_plain_http_is_noted_once(string address, bool hasKey, bool noted)
    {
        using var run = new CliRun(new Uri(address)) { Network = () => new Refusing(HttpStatusCode.NotFound) };
        if (hasKey)
            run.Variables["RETAILPULSE_API_KEY"] = "rp_secret";
        var result = await run.RunAsync("status", "17");
        Assert.Equal(noted ? 2 : 1, result.Error.Split("over plain http to pulse.example").Length);
        Assert.DoesNotContain("rp_secret", result.Error);
    }

    [Fact]
    public void Every_command_has_an_example_that_is_valid()
    {
        var root = Root();
        Assert.All(
            Commands(root),
            command =>
            {
                var examples = Assert.IsType<ExampleCommand>(command).Examples;
                Assert.NotEmpty(examples);
                foreach (var line in examples.Where(example => example.StartsWith("retailpulse ", StringComparison.Ordinal)))
                {
                    var parse = root.Parse(Arguments(line));
                    Assert.True(parse.Errors.Count == 0, $"{line}: {string.Join(' ', parse.Errors)}");
                }

                Assert.Contains(examples, example => example.Contains($"retailpulse {Path(command)}", StringComparison.Ordinal));
            }
        );
    }

    [Fact]
    public void Every_command_in_the_documents_is_valid()
    {
        var root = Root();
        string[] lines =
        [
            .. Markdown
                .All.SelectMany(document => document.Code("sh").Select(line => line.Text))
                .Where(line =>
                    line.StartsWith("retailpulse ", StringComparison.Ordinal) && !line.Contains("COMMAND", StringComparison.Ordinal)
                ),
        ];
        Assert.InRange(lines.Length, 8, 1_000);
        Assert.All(lines, line => Assert.Empty(root.Parse(Arguments(line)).Errors));
    }

    [Fact]
    public async Task Every_help_text_ends_in_examples()
    {
        foreach (var command in Commands(Root()))
        {
            var help = await cli.RunAsync([.. Path(command).Split(' '), "--help"]);
            Assert.Equal((0, ""), (help.Code, help.Error));
            Assert.Contains("\nExamples:\n  ", help.Output);
            Assert.Contains("Usage:\n  retailpulse ", help.Output);
        }

        Assert.Contains("submit", (await cli.RunAsync("--help")).Output);
    }

    [Theory]
    [InlineData("no-such-command")]
    [InlineData("status")]
    [InlineData("status", "x")]
    [InlineData("status", "0")]
    [InlineData("status", "17", "-o", "xml")]
    [InlineData("wait", "17", "--timeout", "soon")]
    [InlineData("jobs", "--limit", "0")]
    [InlineData("jobs", "--status", "done")]
    [InlineData("jobs", "--from", "yesterday")]
    [InlineData("retry")]
    [InlineData("retry", "17", "--store", "S1")]
    [InlineData("submit")]
    [InlineData("submit", "missing-file.csv")]
    [InlineData("status", "17", "--server", "ftp://pulse.example")]
    [InlineData("status", "17", "--profile", "missing")]
    public async Task A_usage_error_ends_with_2(params string[] args)
    {
        var refused = await cli.RunAsync(args);
        Assert.Equal((2, ""), (refused.Code, refused.Output));
        Assert.StartsWith("error: ", refused.Error);
    }

    [Theory]
    [InlineData("image 17", "'image' is not a command.\nhint:  Did you mean 'images'?\nhint:  retailpulse --help\n")]
    [InlineData("sumbit a.csv", "'sumbit' is not a command.\nhint:  Did you mean 'submit'?\nhint:  retailpulse --help\n")]
    [InlineData("config lst", "'lst' is not a command.\nhint:  Did you mean 'list'?\nhint:  retailpulse config --help\n")]
    [InlineData("jobs --lable x", "Did you mean '--label'?\nhint:  retailpulse jobs --help\n")]
    [InlineData("jobs --serverr x", "Did you mean '--server'?\n")]
    [InlineData("nonsense", "'nonsense' is not a command.\nhint:  retailpulse --help\n")]
    public async Task A_misspelled_word_is_named_with_what_was_meant(string command, string error)
    {
        var refused = await cli.RunAsync(command.Split(' '));
        Assert.Equal((2, ""), (refused.Code, refused.Output));
        Assert.Contains(error, refused.Error);
        Assert.DoesNotContain("Required command", refused.Error);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, 4, "retailpulse login")]
    [InlineData(HttpStatusCode.Forbidden, 4, "higher role")]
    [InlineData(HttpStatusCode.NotFound, 3, "404")]
    [InlineData(HttpStatusCode.Conflict, 2, "409")]
    [InlineData(HttpStatusCode.RequestEntityTooLarge, 2, "--split")]
    [InlineData(HttpStatusCode.MovedPermanently, 2, "--server")]
    [InlineData(HttpStatusCode.RequestTimeout, 5, "408")]
    [InlineData(HttpStatusCode.TooManyRequests, 5, "429")]
    [InlineData(HttpStatusCode.ServiceUnavailable, 5, "503")]
    public async Task A_refusal_determines_the_exit_code(HttpStatusCode status, int code, string hint)
    {
        cli.Network = () => new Refusing(status);
        var refused = await cli.RunAsync("status", "17");
        Assert.Equal(code, refused.Code);
        Assert.Contains(hint, refused.Error);
    }

    [Fact]
    public async Task Verbose_prints_requests_but_never_the_key()
    {
        cli.Network = () => new Refusing(HttpStatusCode.NotFound);
        cli.Variables["RETAILPULSE_API_KEY"] = "rp_secret";
        var result = await cli.RunAsync("status", "17", "--verbose");
        Assert.Contains("GET http://pulse.example/api/v1/jobs/17 404", result.Error);
        Assert.DoesNotContain("rp_secret", result.Error);
    }

    [Fact]
    public async Task The_version_is_printed() => Assert.Equal("retailpulse 0.1.0\n", (await cli.RunAsync("--version")).Output);

    [Fact]
    public void The_advice_is_that_of_the_document()
    {
        var document = DeployFiles.Text("docs/reasons.md");
        Assert.All(
            Advice.Reasons,
            reason =>
            {
                var row = document
                    .Split('\n')
                    .Single(line =>
                        line.StartsWith("| `", StringComparison.Ordinal)
                        && line.Split('|')[1].Contains($"`{reason}`", StringComparison.Ordinal)
                    );
                Assert.Equal(Advice.For(reason), Plain(row.Split('|')[5]));
            }
        );
        Assert.Equal(
            Enum.GetValues<RetailPulse.Images.ImageReason>().Count(reason => reason != RetailPulse.Images.ImageReason.None),
            Advice.Reasons.Count()
        );
    }

    /// <summary>Returns what a command of a document gets from its shell, in which the documents keep the id of a job.</summary>
    private static string Arguments(string line) =>
        line.Split([" #", " |", " >", " <", " &&"], StringSplitOptions.None)[0]["retailpulse ".Length..]
            .Replace("\"$job\"", "17", StringComparison.Ordinal);

    private static string Plain(string cell) =>
        System
            .Text.RegularExpressions.Regex.Replace(cell, @"\[([^\]]*)\]\([^)]*\)", "$1")
            .Replace("`", "", StringComparison.Ordinal)
            .Trim();

    private static IEnumerable<Command> Commands(Command parent) =>
        parent.Subcommands.SelectMany(command => Commands(command).Prepend(command));

    private static string Path(Symbol command) =>
        command.Parents.First() is RootCommand ? command.Name : $"{Path(command.Parents.First())} {command.Name}";

    private RootCommand Root() => RetailPulseCommands.CreateRoot(new CommandHost(cli.Surround(Stream.Null, TextWriter.Null)));

    private sealed class Refusing(HttpStatusCode status) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(status) { RequestMessage = request });
    }
}

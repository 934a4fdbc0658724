using System.Text;
using RetailPulse.Images;
using RetailPulse.Tests.Support.Cli;

namespace RetailPulse.Tests.Contract.Cli;

/// <summary>Produces the session in docs/command-line-session.md, so that it stays true.</summary>
public sealed class TranscriptTests
{
    private const string Photos = """
        store_id,visit_time,image_url
        S1,2026-05-04,https://images.example/shelf-front.jpg
        S1,2026-05-04,https://images.example/shelf-left.jpg
        S2,2026-05-05,https://images.example/entrance.jpg
        S3,2026-05-06,https://photos.example/cooler.jpg

        """;

    private readonly StringBuilder session = new();

    [Fact]
    public async Task The_documented_session_is_what_the_program_prints()
    {
        await using var product = new Product();
        await product.InitializeAsync();
        var isBack = false;
        product.Fetcher.Answer = (url, _) =>
            url.Contains("left", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404)
            : url.Contains("photos", StringComparison.Ordinal) && !isBack ? ImageOutcome.Failed(ImageReason.NotAnImage)
            : FakeFetcher.Sound;
        using var cli = new CliRun(product.Http.BaseAddress) { IsTerminal = true, MergesStreams = true };
        cli.Variables["NO_COLOR"] = "1";
        cli.Write("photos.csv", Photos);

        Show("cat photos.csv", Photos);
        await RunAsync(cli, "submit photos.csv --validate");
        await RunAsync(cli, "submit photos.csv");
        await RunAsync(cli, "wait 1");
        await RunAsync(cli, "watch 1");
        await RunAsync(cli, "failures 1");
        isBack = true;
        var gate = new TaskCompletionSource();
        product.Fetcher.Gate = gate.Task;
        cli.Network = () => new ReadNotice(gate);
        await RunAsync(cli, "retry 1 --host photos.example --wait");
        await RunAsync(cli, "amend 1 0 1 --url https://images.example/shelf-right.jpg");
        await RunAsync(cli, "wait 1");
        await RunAsync(cli, "jobs");
        cli.IsTerminal = false;
        await RunAsync(cli, "images 1 -o csv");

        var document = $"""
            # A session

            A spreadsheet is submitted, two of its images fail, and both are fixed. A test produces this page, so it shows what
            [`retailpulse`](command-line.md) prints.

            ```console
            {session.ToString().TrimEnd()}
            ```

            """;
        await GoldenText.AssertAsync(
            GoldenText.Mask(document.Replace($"{cli.Folder}/", "", StringComparison.Ordinal)),
            "docs/command-line-session.md"
        );
    }

    private async Task RunAsync(CliRun cli, string line)
    {
        var args = line.Split(' ').Select(word => word == "photos.csv" ? Path.Combine(cli.Folder, word) : word);
        var result = await cli.RunAsync([.. args]);
        Show($"retailpulse {line}", $"{InOrder(LastOf(result.Output))}{(result.Code == 0 ? "" : $"[exit code {result.Code}]\n")}");
    }

    /// <summary>Failures are reported as they happen. Here, consecutive ones are in the order of their images.</summary>
    private static string InOrder(string output)
    {
        var lines = output.Split('\n');
        for (var first = 0; first < lines.Length; first++)
        {
            var count = lines.Skip(first).TakeWhile(line => line.StartsWith("failed  ", StringComparison.Ordinal)).Count();
            Array.Sort(lines, first, count, StringComparer.Ordinal);
            first += count;
        }

        return string.Join('\n', lines);
    }

    private void Show(string command, string output) => session.Append("$ ").Append(command).Append('\n').Append(output).Append('\n');

    /// <summary>Returns the lines without the progress bar, which is replaced on a terminal.</summary>
    private static string LastOf(string output) =>
        string.Concat(
            output
                .Split('\n')
                .Select(line => line.TrimEnd('\r'))
                .Select(line => line[(line.LastIndexOf('\r') + 1)..])
                .Where(line => line.Length > 0)
                .Select(line => line + "\n")
        );

    /// <summary>Announces the first read, which is made after a change has been answered.</summary>
    private sealed class ReadNotice(TaskCompletionSource read) : DelegatingHandler(new SocketsHttpHandler())
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Method == HttpMethod.Get)
                read.TrySetResult();
            return base.SendAsync(request, cancellationToken);
        }
    }
}

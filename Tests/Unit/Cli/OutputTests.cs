using System.Net;
using System.Text;
using System.Text.Json;
using RetailPulse.Cli.Output;
using RetailPulse.Cli.Screen;
using RetailPulse.Tests.Support.Cli;

namespace RetailPulse.Tests.Unit.Cli;

/// <summary>What is printed in each format, and what happens if it cannot be printed.</summary>
public sealed class OutputTests : IDisposable
{
    private readonly FakeService service = new();
    private readonly CliRun cli = new(new Uri("http://pulse.example/"));

    public OutputTests() => cli.Network = () => service;

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData("json")]
    [InlineData("ndjson")]
    public async Task A_closed_pipe_ends_the_command_and_repeats_nothing(string format)
    {
        service.Answer = _ => FakeService.Json(Page(1, 3));
        await using var closed = new ClosedPipe();
        cli.OutputStream = closed;
        var result = await cli.RunAsync("jobs", "-o", format);
        Assert.Equal((141, ""), (result.Code, result.Error));
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task A_submission_whose_id_cannot_be_printed_is_not_repeated()
    {
        await using var closed = new ClosedPipe();
        cli.OutputStream = closed;
        cli.Input = "store_id,visit_time,image_url\nS1,t,http://a.example/1\n";
        Assert.Equal(141, (await cli.RunAsync("submit", "-", "-o", "json")).Code);
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task A_log_that_nobody_reads_repeats_no_request()
    {
        await using var error = new StreamWriter(new ClosedPipe()) { AutoFlush = true };
        service.Answer = _ => FakeService.Json(Page(1, 3));
        var host = new RetailPulse.Cli.Commands.CommandHost(cli.Surround(new MemoryStream(), error));
        Assert.Equal(0, await RetailPulse.Cli.RetailPulseCommands.RunAsync(host, ["jobs", "--verbose"], CancellationToken.None));
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task A_limit_counts_the_entries_of_all_pages()
    {
        service.Answer = request =>
            FakeService.Json(
                request.Path.Contains("page_token", StringComparison.Ordinal) ? Page(1_001, 1_000) : Page(1, 1_000, "\"more\"")
            );
        Assert.Equal(1_500, (await cli.RunAsync("jobs", "--limit", "1500", "-o", "ndjson")).Lines.Length);
    }

    [Fact]
    public async Task A_response_that_was_cut_is_printed_once()
    {
        var attempts = 0;
        service.Answer = _ => attempts++ == 0 ? Cut(Page(1, 3)) : FakeService.Json(Page(1, 3));
        Assert.Equal(Page(1, 3), (await cli.RunAsync("jobs", "-o", "json")).Output);
        Assert.Equal(2, attempts);
    }

    [Fact]
    public async Task Doctor_prints_its_findings_as_JSON()
    {
        service.Answer = Healthy;
        var list = JsonDocument.Parse((await cli.RunAsync("doctor", "-o", "json")).Output).RootElement;
        var lines = (await cli.RunAsync("doctor", "-o", "ndjson")).Lines;
        Assert.Equal(list.GetArrayLength(), lines.Length);
        Assert.All(
            list.EnumerateArray(),
            finding => Assert.Equal(["check", "result", "found", "what_to_do"], finding.EnumerateObject().Select(member => member.Name))
        );
        Assert.Equal("profile", JsonDocument.Parse(lines[0]).RootElement.GetProperty("check").GetString());
    }

    [Fact]
    public async Task Profiles_are_printed_as_JSON()
    {
        Assert.Equal("[]\n", (await cli.RunAsync("config", "list", "-o", "json")).Output);
        await cli.RunAsync("config", "set", "http://pulse.example");
        Assert.Equal(
            "[\n{\"current\":\"*\",\"profile\":\"default\",\"key\":\"none\",\"url\":\"http://pulse.example/\"}\n]\n",
            (await cli.RunAsync("config", "list", "-o", "json")).Output
        );
        Assert.Single((await cli.RunAsync("config", "list", "-o", "ndjson")).Lines);
    }

    [Fact]
    public async Task Top_refuses_formats_for_programs()
    {
        var refused = await cli.RunAsync("top", "-o", "csv");
        Assert.Equal((2, ""), (refused.Code, refused.Output));
        Assert.Contains("prints tables only", refused.Error);
    }

    [Fact]
    public async Task Top_states_that_there_are_more_jobs_and_skips_deleted_ones()
    {
        service.Answer = request =>
            request.Path.StartsWith("/api/v1/jobs?", StringComparison.Ordinal) ? FakeService.Json(Page(1, 20, "\"more\""))
            : request.Path == "/api/v1/jobs/3" ? FakeService.Refused(HttpStatusCode.NotFound, "job_not_found")
            : request.Path == "/api/v1/hosts"
                ? FakeService.Json("""{"hosts":[],"total":0,"silos":[{"silo":"a\u001b[31m","answered":true}]}""")
            : FakeService.Json(FakeService.Job(1, "ongoing"));
        var top = await cli.RunAsync("top", "--once");
        Assert.Equal(0, top.Code);
        Assert.Contains("the newest 19 of more ongoing jobs", top.Output);
        Assert.Contains(@"Silos: a\u001b[31m", top.Output);
    }

    [Fact]
    public async Task Top_stays_on_the_screen_while_the_service_restarts_and_ends_with_its_user()
    {
        using var screen = new MemoryStream();
        using var stop = new CancellationTokenSource();
        (cli.IsTerminal, cli.OutputStream) = (true, screen);
        cli.Variables["TERM"] = "xterm";
        var isDown = false;
        service.Answer = request =>
            isDown ? FakeService.Refused(HttpStatusCode.BadGateway, "unavailable")
            : request.Path == "/api/v1/hosts" ? FakeService.Json("""{"hosts":[],"total":0,"silos":[]}""")
            : FakeService.Json(request.Path.Contains('?', StringComparison.Ordinal) ? Page(1, 1) : FakeService.Job(1, "ongoing"));
        var top = cli.RunAsync(stop.Token, "top", "--every", "1s");
        await Eventually.TrueAsync(() => Screens() >= 2, "a second screen follows");
        isDown = true;
        await Eventually.TrueAsync(
            () => cli.ErrorsSoFar.Contains("no longer up to date", StringComparison.Ordinal),
            "the outage is stated"
        );
        isDown = false;
        var before = Screens();
        await Eventually.TrueAsync(() => Screens() > before, "the screen follows the service again");
        await stop.CancelAsync();
        Assert.Equal(130, (await top).Code);

        int Screens() => Encoding.UTF8.GetString(screen.ToArray()).Split("1 ongoing job").Length - 1;
    }

    [Fact]
    public async Task Failures_of_a_job_are_one_line_each_in_NDJSON()
    {
        service.Answer = _ => FakeService.Json(FakeService.Job(17));
        Assert.Equal(
            "{\"reason\":\"http_429\",\"host\":\"a.example\",\"images\":1}\n",
            (await cli.RunAsync("failures", "17", "-o", "ndjson")).Output
        );
    }

    [Fact]
    public async Task Advice_is_not_cut_on_a_terminal()
    {
        cli.IsTerminal = true;
        cli.Variables["NO_COLOR"] = "1";
        service.Answer = _ => FakeService.Json(FakeService.Job(17));
        Assert.Contains(RetailPulse.Cli.Commands.Advice.For("http_429"), (await cli.RunAsync("failures", "17")).Output);
    }

    [Fact]
    public void Only_columns_of_advice_exceed_the_width()
    {
        List<string> lines = [];
        foreach (var cutsLast in (bool[])[true, false])
        {
            var table = new Table(["a"], new Style(false), 30, lines.Add, cutsLast);
            table.Add([Cell.Text(new string('x', 50))]);
            table.End();
        }

        Assert.Equal(["A", $"{new string('x', 29)}…", "A", new string('x', 50)], lines);
    }

    [Fact]
    public async Task Watch_prints_a_header_in_CSV()
    {
        service.Answer = request =>
            request.Path.EndsWith("/events", StringComparison.Ordinal)
                ? new HttpResponseMessage(HttpStatusCode.NoContent)
                : FakeService.Json(FakeService.Job(17, "completed"));
        Assert.Equal("job,visit,image,store,reason,url\n", (await cli.RunAsync("watch", "17", "-o", "csv")).Output);
    }

    [Fact]
    public async Task A_resent_webhook_is_printed_as_JSON()
    {
        service.Answer = _ => FakeService.Json("""{"id":"msg_1"}""");
        Assert.Equal("""{"id":"msg_1"}""", (await cli.RunAsync("webhooks", "resend", "17", "msg_1", "-o", "json")).Output);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_unexpected_failure_is_reported_in_words(bool verbose)
    {
        service.Answer = _ => throw new InvalidOperationException("odd");
        var failed = await cli.RunAsync(verbose ? ["status", "17", "--verbose"] : ["status", "17"]);
        Assert.Equal(2, failed.Code);
        Assert.Contains("error: Unexpected: ", failed.Error);
        Assert.Equal(verbose, failed.Error.Contains("   at ", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(HttpStatusCode.ServiceUnavailable, "service\tproblem")]
    [InlineData(HttpStatusCode.NotFound, "service\tproblem")]
    [InlineData(HttpStatusCode.Unauthorized, "key\tproblem")]
    public async Task Doctor_blames_the_key_only_for_a_refused_key(HttpStatusCode status, string finding)
    {
        service.Answer = request =>
            request.Path == "/health" ? new HttpResponseMessage(HttpStatusCode.OK)
            : status == HttpStatusCode.ServiceUnavailable ? Later(status)
            : FakeService.Refused(status, "x");
        var found = await cli.RunAsync("doctor");
        Assert.Equal(1, found.Code);
        Assert.Contains(finding, found.Output);
    }

    /// <summary>A refusal that is not waited for.</summary>
    private static HttpResponseMessage Later(HttpStatusCode status)
    {
        var response = FakeService.Refused(status, "x");
        response.Headers.TryAddWithoutValidation("Retry-After", "3600");
        return response;
    }

    private static HttpResponseMessage Healthy(AskedRequest request) =>
        request.Path switch
        {
            "/health/ready" => new HttpResponseMessage(HttpStatusCode.OK),
            "/api/v1/me" => FakeService.Json("""{"tenant":"a","role":"admin","quota":{},"use":{"jobs":0,"images":0}}"""),
            "/openapi/v1.json" => FakeService.Json("""{"info":{"version":"1.2.0"},"tags":[]}"""),
            "/api/v1/store-master" => FakeService.Json(
                """{"version":1,"source":"file","stores":3,"loaded_at":"2026-05-04T09:30:00Z","sha256":""}"""
            ),
            _ => FakeService.Json("""{"hosts":[],"total":0,"silos":[{"silo":"a","answered":true}]}"""),
        };

    private static string Page(int first, int count, string next = "null") =>
        $$"""{"jobs":[{{string.Join(',', Enumerable.Range(first, count).Select(Listed))}}],"next_page_token":{{next}}}""";

    private static string Listed(int id) =>
        $$"""{"id":{{id}},"status":"ongoing","submitted_at":"2026-05-04T09:30:00Z","visits":1,"images":1,"counts":{{FakeService.Counts}},"links":{"self":"/","images":"/"} }""";

    /// <summary>A response whose connection is lost after the JSON, before its end.</summary>
    private static HttpResponseMessage Cut(string json)
    {
        var response = FakeService.Json("");
        var type = response.Content.Headers.ContentType;
        response.Content = new StreamContent(new CutStream(json)) { Headers = { ContentType = type } };
        return response;
    }

    private sealed class CutStream(string text) : MemoryStream(System.Text.Encoding.UTF8.GetBytes(text))
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new IOException("cut");
    }

    /// <summary>A pipe whose reader is gone.</summary>
    private sealed class ClosedPipe : MemoryStream
    {
        private const int BrokenPipe = 32;

        public override void Write(byte[] buffer, int offset, int count) => throw new IOException("Broken pipe", BrokenPipe);

        public override void Write(ReadOnlySpan<byte> buffer) => throw new IOException("Broken pipe", BrokenPipe);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("Broken pipe", BrokenPipe);
    }
}

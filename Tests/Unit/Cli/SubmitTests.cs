using System.Diagnostics;
using System.Net;
using System.Text.Json;
using RetailPulse.Tests.Support.Cli;

namespace RetailPulse.Tests.Unit.Cli;

/// <summary>What <c>retailpulse submit</c> sends, and when it sends nothing.</summary>
public sealed class SubmitTests : IDisposable
{
    private const string Header = "store_id,visit_time,image_url\n";

    private readonly FakeService service = new();
    private readonly CliRun cli = new(new Uri("http://pulse.example/"));

    public SubmitTests() => cli.Network = () => service;

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData("csv")]
    [InlineData("json")]
    public async Task A_mistake_late_in_a_file_is_found_before_a_part_is_sent(string mistake)
    {
        cli.Input = mistake == "csv" ? $"{Rows(0, 25)}S1,,http://a.example/25\n" : Job(25, "\"count\":26,");
        var refused = await cli.RunAsync("submit", "-", "--split", "10");
        Assert.Equal((2, ""), (refused.Code, refused.Output));
        Assert.Empty(service.Requests);
    }

    [Fact]
    public async Task A_mistake_in_the_last_file_is_found_before_the_first_is_sent()
    {
        var refused = await cli.RunAsync("submit", cli.Write("a.csv", Rows(0, 1)), cli.Write("b.csv", $"{Header}S1,,x\n"));
        Assert.Equal((2, ""), (refused.Code, refused.Output));
        Assert.Empty(service.Requests);
    }

    [Fact]
    public async Task A_derived_key_depends_on_the_content_only()
    {
        var (a, b) = (cli.Write("a.csv", Rows(0, 1)), cli.Write("b.csv", Rows(1, 1)));
        await cli.RunAsync("submit", a, b);
        await cli.RunAsync("submit", b, a);
        await cli.RunAsync("submit", b);
        cli.Input = Rows(1, 1);
        await cli.RunAsync("submit", "-");
        var keys = service.Requests.Select(request => request.Key!).ToArray();
        Assert.Equal([keys[0], keys[1], keys[1], keys[0], keys[1], keys[1]], keys);
        Assert.NotEqual(keys[0], keys[1]);
    }

    [Fact]
    public async Task A_derived_key_depends_on_callback_and_label()
    {
        var file = cli.Write("a.csv", Rows(0, 1));
        await cli.RunAsync("submit", file);
        await cli.RunAsync("submit", file, "--label", "x");
        await cli.RunAsync("submit", file, "--callback-url", "http://a.example/hook");
        Assert.Equal(3, service.Requests.Select(request => request.Key).Distinct().Count());
    }

    [Fact]
    public async Task A_part_that_did_not_change_keeps_its_key()
    {
        await cli.RunAsync("submit", cli.Write("a.csv", Rows(0, 6)), "--split", "2");
        var before = service.Requests.Select(request => request.Key).ToArray();
        service.Requests.Clear();
        await cli.RunAsync("submit", cli.Write("a.csv", Rows(0, 6).Replace("/5", "/right", StringComparison.Ordinal)), "--split", "2");
        var after = service.Requests.Select(request => request.Key).ToArray();
        Assert.Equal(before[..2], after[..2]);
        Assert.NotEqual(before[2], after[2]);
    }

    [Fact]
    public async Task Equal_parts_of_a_file_become_several_jobs()
    {
        const string visit = """{"store_id":"S1","image_url":["http://a.example/1"],"visit_time":"t"}""";
        cli.Input = $"{visit}\n{visit}\n";
        Assert.Equal(["1", "2"], (await cli.RunAsync("submit", "-", "--split", "1")).Lines);
        Assert.Equal(2, service.Requests.Select(request => request.Key).Distinct().Count());
    }

    [Fact]
    public async Task A_given_key_is_numbered_if_there_are_several_jobs()
    {
        var file = cli.Write("a.csv", Rows(0, 2));
        await cli.RunAsync("submit", file, "--idempotency-key", "mine");
        await cli.RunAsync("submit", file, "--idempotency-key", "mine", "--split", "1");
        Assert.Equal(["mine", "mine-1-1", "mine-1-2"], service.Requests.Select(request => request.Key));
    }

    [Theory]
    [InlineData("w\u00f6che")]
    [InlineData("")]
    [InlineData("a b")]
    public async Task A_key_that_no_header_can_have_is_refused(string key)
    {
        var refused = await cli.RunAsync("submit", cli.Write("a.csv", Rows(0, 1)), "--idempotency-key", key);
        Assert.Equal(2, refused.Code);
        Assert.Contains("--idempotency-key", refused.Error);
        Assert.Empty(service.Requests);
    }

    [Fact]
    public async Task Every_part_has_what_the_file_says_about_its_job()
    {
        const string head = """ "callback_url":"http://a.example/hook","label":"Week 19","metadata":{"region":"north"},"count":5, """;
        cli.Input = Job(5, head);
        Assert.Equal(3, (await cli.RunAsync("submit", "-", "--split", "2")).Lines.Length);
        Assert.All(
            service.Requests,
            request =>
            {
                var body = JsonDocument.Parse(request.Body).RootElement;
                Assert.Equal("http://a.example/hook", body.GetProperty("callback_url").GetString());
                Assert.Equal("Week 19", body.GetProperty("label").GetString());
                Assert.Equal("north", body.GetProperty("metadata").GetProperty("region").GetString());
            }
        );
    }

    [Fact]
    public async Task A_large_job_in_JSON_is_uploaded()
    {
        var padding = new string('x', 4_000);
        cli.Input = Job(1_200, "\"label\":\"large\",\"callback_url\":\"http://a.example/hook\",", padding);
        Assert.Equal("1\n", (await cli.RunAsync("submit", "-")).Output);
        var request = Assert.Single(service.Requests);
        Assert.Equal("application/x-ndjson", request.MediaType);
        Assert.Equal("/api/v1/jobs?callback_url=http%3A%2F%2Fa.example%2Fhook&label=large", request.Path);
        Assert.Equal(1_200, request.Body.Count(character => character == '\n'));
    }

    [Theory]
    [InlineData(
        """{"store_id":"S1","image_url":["http://a.example/1",{"url":"http://a.example/2","reference":"p2"}],"visit_time":"t","reference":"v1"}"""
    )]
    [InlineData(
        """{"count":1,"visits":[{"reference":"v1","store_id":"S1","image_url":["http://a.example/1",{"reference":"p2","url":"http://a.example/2"}],"visit_time":"t"}]}"""
    )]
    public async Task References_are_submitted(string content)
    {
        cli.Input = content;
        Assert.Equal(0, (await cli.RunAsync("submit", "-")).Code);
        var visit = JsonDocument.Parse(Assert.Single(service.Requests).Body).RootElement.GetProperty("visits")[0];
        Assert.Equal("v1", visit.GetProperty("reference").GetString());
        Assert.Equal("http://a.example/1", visit.GetProperty("image_url")[0].GetString());
        Assert.Equal("p2", visit.GetProperty("image_url")[1].GetProperty("reference").GetString());
    }

    [Fact]
    public async Task A_column_with_references_is_submitted()
    {
        cli.Input = "store_id,visit_time,image_url,reference\nS1,t,http://a.example/1,p1\nS1,t,http://a.example/2,\n";
        var submitted = await cli.RunAsync("submit", "-");
        Assert.DoesNotContain("Ignoring", submitted.Error);
        var images = JsonDocument.Parse(Assert.Single(service.Requests).Body).RootElement.GetProperty("visits")[0].GetProperty("image_url");
        Assert.Equal("p1", images[0].GetProperty("reference").GetString());
        Assert.Equal("http://a.example/2", images[1].GetString());
    }

    [Theory]
    [InlineData("""{"store_id":"S1","image_url":[{"url":"http://a.example/1","refrence":"p"}],"visit_time":"t"}""", "refrence")]
    [InlineData("""{"store_id":"S1","image_url":[{"reference":"p"}],"visit_time":"t"}""", "'url' of an image is missing")]
    [InlineData("""{"store_id":"S1","image_url":[null],"visit_time":"t"}""", "is not valid")]
    [InlineData("""{"store_id":"S1","image_url":[{"url":7}],"visit_time":"t"}""", "must be a text")]
    [InlineData(
        """{"visits":[{"store_id":"S1","image_url":["http://a.example/1"],"visit_time":"t"}],"metadata":{"a":1}}""",
        "not a text: 'a'"
    )]
    [InlineData("""{"visits":[{"store_id":"S1","image_url":["http://a.example/1"],"visit_time":"t"}],"lable":"x"}""", "'lable' is unknown")]
    public async Task A_misspelled_or_mistyped_member_is_refused(string content, string problem)
    {
        cli.Input = content;
        var refused = await cli.RunAsync("submit", "-");
        Assert.Equal(2, refused.Code);
        Assert.Contains(problem, refused.Error);
        Assert.Empty(service.Requests);
    }

    [Theory]
    [InlineData("\n\nstore_id,visit_time,image_url\nS1,,http://a.example/1\n", ":4: visit_time is missing")]
    [InlineData("\"Remarks\n(internal)\";store_id;visit_time;image_url\nx;S1;;http://a.example/1\n", ":3: visit_time is missing")]
    [InlineData("\"Remarks\n(internal);store_id;visit_time;image_url\n", ":1: a quotation mark is not closed")]
    [InlineData("5\";store_id;visit_time;image_url\nx;S1;;http://a.example/1\n", ":2: visit_time is missing")]
    public async Task Errors_name_their_line_regardless_of_the_header(string content, string error)
    {
        cli.Input = content;
        var refused = await cli.RunAsync("submit", "-");
        Assert.Equal(2, refused.Code);
        Assert.Contains(error, refused.Error);
    }

    [Fact]
    public async Task Text_that_is_not_UTF_8_is_found_at_its_line()
    {
        var file = cli.Write("latin1.csv", Rows(0, 3));
        await File.AppendAllBytesAsync(file, [.. "S1,t,http://a.example/"u8, 0xE9, .. "\nS1,t,http://a.example/4\n"u8]);
        var refused = await cli.RunAsync("submit", file);
        Assert.Equal(2, refused.Code);
        Assert.Contains($"{file}:5: the text is not UTF-8", refused.Error);
    }

    [Fact]
    public async Task A_workbook_is_refused_with_how_to_save_it()
    {
        var file = Path.Combine(cli.Folder, "photos.xlsx");
        await File.WriteAllBytesAsync(file, [.. "PK\u0003\u0004"u8, 0x14, 0x00, 0xFF]);
        var refused = await cli.RunAsync("submit", file);
        Assert.Equal((2, ""), (refused.Code, refused.Output));
        Assert.Contains($"{file} is a workbook", refused.Error);
        Assert.Contains("save it as CSV", refused.Error);
    }

    [Fact]
    public async Task A_header_of_several_lines_is_accepted()
    {
        cli.Input = "\n\"Remarks\n(internal)\";store_id;visit_time;image_url\nx;S1;t;http://a.example/1\n";
        var submitted = await cli.RunAsync("submit", "-");
        Assert.Equal(0, submitted.Code);
        Assert.Contains(@"Ignoring the columns remarks\n(internal) of standard input.", submitted.Error);
    }

    [Fact]
    public async Task A_hostile_header_cannot_control_the_terminal()
    {
        cli.IsTerminal = true;
        cli.Variables["NO_COLOR"] = "1";
        var file = cli.Write("a\u001b[31m.csv", $"store_id,visit_time,image_url,\u001b]0;pwned\u0007\nS1,t,http://a.example/1\n");
        service.Answer = _ => FakeService.Json(Validation);
        foreach (
            var result in (CliResult[])[await cli.RunAsync("submit", file, "--validate"), await cli.RunAsync("submit", $"{file}.none")]
        )
        {
            Assert.DoesNotContain('\u001b', result.Output + result.Error);
            Assert.Contains(@"\u001b", result.Error);
        }
    }

    [Fact]
    public async Task A_validation_says_how_many_findings_it_does_not_list()
    {
        service.Answer = _ => FakeService.Json(Validation);
        var validated = await cli.RunAsync("submit", cli.Write("a.csv", Rows(0, 1)), "--validate");
        Assert.Contains("unknown store S7 (2 visits)\n… 1,233 more: unknown store\n", validated.Output);
        Assert.Contains("further errors follow", validated.Output);
    }

    [Fact]
    public async Task A_named_pipe_is_submitted()
    {
        var pipe = Path.Combine(cli.Folder, "pipe");
        using (var make = Process.Start("mkfifo", [pipe]))
            await make.WaitForExitAsync();
        var submitting = cli.RunAsync("submit", pipe);
        await File.WriteAllTextAsync(pipe, Rows(0, 1)).WaitAsync(TimeSpan.FromSeconds(60));
        var submitted = await submitting.WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal((0, "1\n"), (submitted.Code, submitted.Output));
    }

    [Theory]
    [InlineData("submit", "")]
    [InlineData("stores", "upload", "")]
    public async Task A_file_without_a_name_is_a_usage_error(params string[] args)
    {
        var refused = await cli.RunAsync(args);
        Assert.Equal(2, refused.Code);
        Assert.Contains("The name of a file is empty.", refused.Error);
    }

    [Fact]
    public async Task A_label_can_begin_with_an_at_sign()
    {
        Assert.Equal(0, (await cli.RunAsync("submit", cli.Write("a.csv", Rows(0, 1)), "--label", "@week19")).Code);
        Assert.Contains("\"label\":\"@week19\"", Assert.Single(service.Requests).Body);
    }

    [Fact]
    public async Task A_response_of_another_service_is_no_success()
    {
        service.Answer = _ => FakeService.Json("""{"jobs":[]}""");
        var refused = await cli.RunAsync("submit", cli.Write("a.csv", Rows(0, 1)));
        Assert.Equal((2, ""), (refused.Code, refused.Output));
        Assert.Contains("is not what the API sends", refused.Error);
        Assert.Contains("Check the address", refused.Error);
    }

    [Fact]
    public async Task A_body_that_was_too_slow_is_sent_again()
    {
        var first = true;
        service.Answer = _ =>
        {
            var answer = first ? FakeService.Refused(HttpStatusCode.RequestTimeout, "body_too_slow") : service.Accept();
            first = false;
            return answer;
        };
        Assert.Equal(0, (await cli.RunAsync("submit", cli.Write("a.csv", Rows(0, 1)))).Code);
    }

    private const string Validation =
        """{"valid":false,"visits":1,"images":1,"errors":[],"more_errors":true,"unknown_stores":[{"store_id":"S7","visits":2}],"unknown_stores_total":1234,"refused_urls":[],"refused_urls_total":0,"undated_visits":[],"undated_visits_total":0,"padded_stores":[],"padded_stores_total":0,"repeated_urls":[],"repeated_urls_total":0}""";

    private static string Rows(int first, int count) =>
        Header + string.Concat(Enumerable.Range(first, count).Select(visit => $"S1,t{visit},http://a.example/{visit}\n"));

    private static string Job(int visits, string head, string padding = "") =>
        $"{{{head}\"visits\":[{string.Join(',', Enumerable.Range(0, visits).Select(visit => $"{{\"store_id\":\"S1\",\"image_url\":[\"http://a.example/{visit}?{padding}\"],\"visit_time\":\"t{visit}\"}}"))}]}}";
}

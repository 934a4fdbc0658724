using System.Text.Json;
using RetailPulse.Images;
using RetailPulse.Tests.Support.Cli;

namespace RetailPulse.Tests.Contract.Cli;

/// <summary>The commands that concern jobs, over real HTTP.</summary>
public sealed class JobCommandTests : IClassFixture<Product>, IDisposable
{
    private const string Csv = """
        store_id,visit_time,image_url
        S1,2026-05-04,http://a.example/1
        S1,2026-05-04,http://a.example/bad
        S2,2026-05-05,http://a.example/2

        """;

    private readonly Product product;
    private readonly CliRun cli;

    public JobCommandTests(Product product)
    {
        this.product = product;
        product.Fetcher.Answer = (url, _) =>
            url.Contains("bad", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        cli = new CliRun(product.Http.BaseAddress);
    }

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Submit_prints_only_the_id_and_wait_reports_the_end()
    {
        var submitted = await cli.RunAsync("submit", cli.Write("good.csv", Csv.Replace("bad", "3", StringComparison.Ordinal)));
        Assert.Equal(0, submitted.Code);
        Assert.Matches("^[1-9][0-9]*\n$", submitted.Output);
        Assert.Contains("Idempotency key: cli-", submitted.Error);
        Assert.Contains("2 visits, 3 images", submitted.Error);
        Assert.Equal(new CliResult(0, "", ""), await cli.RunAsync("wait", submitted.Output.Trim()));
    }

    [Fact]
    public async Task A_failed_job_ends_wait_and_submit_with_1()
    {
        var submitted = await cli.RunAsync("submit", cli.Write("bad.csv", Csv), "--wait");
        Assert.Equal(1, submitted.Code);
        Assert.Contains($"Job {submitted.Output.Trim()} failed: 2 of 3 images measured, 1 failed", submitted.Error);
        Assert.Equal(new CliResult(1, "", ""), await cli.RunAsync("wait", submitted.Output.Trim()));
    }

    [Fact]
    public async Task The_same_content_is_submitted_once()
    {
        var file = cli.Write("once.csv", Csv.Replace("S2", "S3", StringComparison.Ordinal));
        var first = await cli.RunAsync("submit", file);
        cli.Input = await File.ReadAllTextAsync(file);
        Assert.Equal(first.Output, (await cli.RunAsync("submit", "-")).Output);
        Assert.NotEqual(first.Output, (await cli.RunAsync("submit", file, "--idempotency-key", Guid.NewGuid().ToString())).Output);
    }

    [Theory]
    [InlineData("""{"count":1,"visits":[{"store_id":"S1","image_url":["http://a.example/1"],"visit_time":"t1"}]}""")]
    [InlineData("""{"store_id":"S1","image_url":["http://a.example/1"],"visit_time":"t2"}""")]
    [InlineData("\uFEFFsep=;\r\nVisit_Time;Image_URL;STORE_ID;note\r\n\"t;\"\"3\"\"\";http://a.example/1;S1;x\r\n;;;\r\n")]
    [InlineData("store_id\tvisit_time\timage_url\nS1\tt4\thttp://a.example/1")]
    public async Task Every_format_is_accepted(string content)
    {
        cli.Input = content;
        var submitted = await cli.RunAsync("submit", "-", "--wait");
        Assert.True(submitted.Code == 0, submitted.Error);
        var image = Assert.Single((await cli.RunAsync("images", submitted.Output.Trim(), "-o", "ndjson")).Lines);
        Assert.Equal("S1", JsonDocument.Parse(image).RootElement.GetProperty("store_id").GetString());
    }

    [Fact]
    public async Task A_file_can_be_split_into_several_jobs()
    {
        cli.Input =
            "store_id,visit_time,image_url\n" + string.Concat(Enumerable.Range(0, 7).Select(i => $"S1,t{i},http://a.example/{i}\n"));
        var submitted = await cli.RunAsync("submit", "-", "--split", "3", "--wait");
        Assert.Equal((0, 3), (submitted.Code, submitted.Lines.Length));
        var status = await cli.RunAsync(["status", .. submitted.Lines]);
        Assert.Equal(["3", "3", "1"], status.Lines.Select(line => line.Split('\t')[2]));
    }

    [Fact]
    public async Task Jobs_have_a_label_by_which_they_are_found()
    {
        var label = $"Week 19 {Guid.NewGuid()}";
        cli.Input = Csv;
        var submitted = await cli.RunAsync("submit", "-", "--label", label);
        Assert.Equal(submitted.Output.Trim(), (await cli.RunAsync("jobs", "--label", label, "-o", "id")).Output.Trim());
    }

    [Fact]
    public async Task A_large_file_is_uploaded_and_its_mistakes_are_found_at_their_lines()
    {
        var label = $"large {Guid.NewGuid()}";
        var file = Large(1_100);
        var submitted = await cli.RunAsync("submit", file, "--label", label);
        Assert.True(submitted.Code == 0, submitted.Error);
        Assert.Contains("1,100 visits, 2,200 images", submitted.Error);
        Assert.Equal(submitted.Output, (await cli.RunAsync("submit", file, "--label", label)).Output);
        Assert.Equal(submitted.Output.Trim(), (await cli.RunAsync("jobs", "--label", label, "-o", "id")).Output.Trim());

        var wrong = Large(1_100, "S1,t,nonsense\n");
        var refused = await cli.RunAsync("submit", wrong);
        Assert.Equal((2, ""), (refused.Code, refused.Output));
        Assert.Contains($"{wrong}:2202: image_url 0 must be an absolute", refused.Error);
        var validated = await cli.RunAsync("submit", wrong, "--validate");
        Assert.Equal(2, validated.Code);
        Assert.Contains($"{wrong}:2202: image_url 0 must be an absolute", validated.Output);
    }

    /// <summary>Writes a file that is longer than what is sent in one body.</summary>
    private string Large(int visits, string last = "")
    {
        var padding = new string('x', 8_000);
        var rows = Enumerable
            .Range(0, visits)
            .Select(visit => $"S1,t{visit},http://a.example/{visit}?{padding}\nS1,t{visit},http://a.example/{visit}?{padding}2\n");
        return cli.Write($"large{last.Length}.csv", $"store_id,visit_time,image_url\n{string.Concat(rows)}{last}");
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("a,b\n1,2", "missing: store_id, visit_time, image_url")]
    [InlineData("store_id,visit_time,image_url\n", "there is no visit")]
    [InlineData("store_id,visit_time,image_url\nS1,,http://a.example/1", ":2: visit_time is missing")]
    [InlineData("store_id,visit_time,image_url\nS1,t,http://a.example/1\nS1,u,nonsense", ":3: image_url 0 must be an absolute")]
    [InlineData("store_id,visit_time,image_url\nS1,\"t,http://a.example/1", "is not closed")]
    [InlineData(
        "{\"store_id\":\"S1\",\"image_url\":[\"http://a.example/1\"],\"visit_time\":\"t\"}\n{\"stor\":1}",
        ":2: the visit is not valid"
    )]
    [InlineData(
        "{\"count\":2,\"visits\":[{\"store_id\":\"S1\",\"image_url\":[\"http://a.example/1\"],\"visit_time\":\"t\"}]}",
        "count is 2"
    )]
    [InlineData("{\"visits\":[{\"store_id\":\"S1\"", "the JSON is not valid")]
    public async Task An_invalid_file_is_refused_with_its_line(string content, string error)
    {
        cli.Input = content;
        var refused = await cli.RunAsync("submit", "-");
        Assert.Equal((2, ""), (refused.Code, refused.Output));
        Assert.Contains(error, refused.Error);
    }

    [Fact]
    public async Task Validate_submits_nothing()
    {
        cli.Input = Csv.Replace("S2", "S9", StringComparison.Ordinal).Replace("2026-05-04", "May 4", StringComparison.Ordinal);
        var jobs = product.Count("SELECT count(*) FROM jobs");
        var checkedFile = await cli.RunAsync("submit", "-", "--validate");
        Assert.Equal(0, checkedFile.Code);
        Assert.Contains("unknown store S9 (1 visit)", checkedFile.Output);
        Assert.Contains("standard input:2: visit_time is not a date of ISO 8601: May 4", checkedFile.Output);
        cli.Input = Csv.Replace("http://", "ftp://", StringComparison.Ordinal);
        Assert.Equal(2, (await cli.RunAsync("submit", "-", "--validate")).Code);
        Assert.Equal(jobs, product.Count("SELECT count(*) FROM jobs"));
    }

    [Fact]
    public async Task Json_equals_the_bytes_of_the_API()
    {
        var id = await SubmitAsync();

        // Repeated photos are searched for after the job's end.
        await Eventually.TrueAsync(
            async () => (await product.Http.GetStringAsync($"/api/v1/jobs/{id}")).Contains("\"complete\":true", StringComparison.Ordinal),
            "the job has been searched for repeated photos"
        );
        Assert.Equal(await product.Http.GetStringAsync($"/api/v1/jobs/{id}"), (await cli.RunAsync("status", id, "-o", "json")).Output);
        Assert.Equal(
            await product.Http.GetStringAsync("/api/v1/jobs?status=failed&page_size=3"),
            (await cli.RunAsync("jobs", "--status", "failed", "--limit", "3", "-o", "json")).Output
        );
        Assert.Equal(
            await product.Http.GetStringAsync($"/api/v1/jobs/{id}/images?page_size=1000"),
            (await cli.RunAsync("images", id, "-o", "json")).Output
        );
        Assert.Equal(
            await product.Http.GetStringAsync($"/api/v1/jobs/{id}/images.csv"),
            (await cli.RunAsync("images", id, "-o", "csv")).Output
        );
        Assert.Equal(
            await product.Http.GetStringAsync($"/api/v1/jobs/{id}/images.ndjson"),
            (await cli.RunAsync("images", id, "-o", "ndjson")).Output
        );
        Assert.Equal(await product.Http.GetStringAsync("/api/v1/failures.csv"), (await cli.RunAsync("failures", "-o", "csv")).Output);
    }

    [Fact]
    public async Task A_list_stops_at_its_limit()
    {
        for (var i = 0; i < 3; i++)
            await SubmitAsync();
        Assert.Equal(2, (await cli.RunAsync("jobs", "--limit", "2", "-o", "ndjson")).Lines.Length);
        Assert.Equal(2, (await cli.RunAsync("jobs", "--limit", "2", "-o", "id")).Lines.Length);
        Assert.All((await cli.RunAsync("jobs", "--limit", "2")).Lines, line => Assert.Equal(9, line.Split('\t').Length));
    }

    [Fact]
    public async Task Failures_name_reason_host_and_what_to_do()
    {
        var id = await SubmitAsync();
        Assert.Equal("1\thttp_404\ta.example\tCheck the URL.\n", (await cli.RunAsync("failures", id)).Output);
        Assert.Equal($"{id}/0/1", (await cli.RunAsync("failures", "--limit", "1", "-o", "id")).Output.Trim());
        Assert.Equal(2, (await cli.RunAsync("failures", id, "--host", "a.example")).Code);
    }

    [Fact]
    public async Task Watch_prints_each_failed_image()
    {
        var id = await SubmitAsync();
        var watched = await cli.RunAsync("watch", id);
        Assert.Equal(1, watched.Code);
        Assert.Contains("failed: 2 of 3 images measured", watched.Error);
        Assert.Contains(watched.Output, (string[])["", $"{id}\t0\t1\tS1\thttp_404\thttp://a.example/bad\n"]);
    }

    [Fact]
    public async Task Retry_and_amend_run_images_again()
    {
        var id = await SubmitAsync();
        Assert.StartsWith($"{id}\t1\t", (await cli.RunAsync("retry", id)).Output);
        await cli.RunAsync("wait", id);
        Assert.Equal($"{id}\n", (await cli.RunAsync("amend", id, "0", "1", "--url", "http://a.example/right")).Output);
        Assert.Equal(0, (await cli.RunAsync("wait", id)).Code);
    }

    [Fact]
    public async Task Several_jobs_are_changed_only_after_confirmation()
    {
        var (one, two) = (await SubmitAsync(), await SubmitAsync());
        var refused = await cli.RunAsync("retry", one, two);
        Assert.Equal(2, refused.Code);
        Assert.Contains("Retry the failed images of 2 jobs requires --yes", refused.Error);
        Assert.Equal(2, (await cli.RunAsync("retry", one, two, "--yes")).Lines.Length);
        await cli.RunAsync("wait", one, two);
        cli.IsTerminal = true;
        cli.Typed = "n";
        Assert.Equal(2, (await cli.RunAsync("retry", one, two)).Code);
        cli.Typed = "y";
        Assert.Equal(0, (await cli.RunAsync("retry", one, two)).Code);
        cli.IsTerminal = false;
        await cli.RunAsync("wait", one, two);
        Assert.Equal(0, (await cli.RunAsync("retry", "--status", "failed", "--store", "S2", "--yes")).Code);
        await cli.RunAsync("wait", one, two);
    }

    [Fact]
    public async Task Cancel_ends_a_job_and_watch_reports_1()
    {
        var held = new TaskCompletionSource();
        product.Fetcher.Gate = held.Task;
        cli.Input = Csv;
        var id = (await cli.RunAsync("submit", "-", "--idempotency-key", Guid.NewGuid().ToString())).Output.Trim();
        var timeout = await cli.RunAsync("wait", id, "--timeout", "1s");
        Assert.Equal((6, ""), (timeout.Code, timeout.Output));
        Assert.Contains($"retailpulse wait {id}", timeout.Error);
        var cancelled = await cli.RunAsync("cancel", id);
        held.SetResult();
        product.Fetcher.Gate = Task.CompletedTask;
        Assert.Equal(0, cancelled.Code);
        Assert.Equal(1, (await cli.RunAsync("wait", id)).Code);
    }

    [Fact]
    public async Task Ctrl_C_leaves_the_job_running_and_says_how_to_resume()
    {
        var held = new TaskCompletionSource();
        product.Fetcher.Gate = held.Task;
        cli.Input = Csv;
        using var stop = new CancellationTokenSource();
        var running = cli.RunAsync(stop.Token, "submit", "-", "--wait", "--idempotency-key", Guid.NewGuid().ToString());
        await Eventually.TrueAsync(() => cli.ErrorsSoFar.Contains("3 images.", StringComparison.Ordinal), "the job is submitted");
        await stop.CancelAsync();
        var stopped = await running;
        Assert.Equal(130, stopped.Code);
        Assert.Contains($"The job continues. To resume waiting: retailpulse wait {stopped.Output.Trim()}", stopped.Error);
        held.SetResult();
        product.Fetcher.Gate = Task.CompletedTask;
        Assert.Equal(1, (await cli.RunAsync("wait", stopped.Output.Trim())).Code);
    }

    [Fact]
    public async Task An_unknown_job_ends_every_command_with_3()
    {
        foreach (
            var command in (string[][])
                [
                    ["status"],
                    ["watch"],
                    ["wait"],
                    ["images"],
                    ["failures"],
                    ["retry"],
                    ["cancel"],
                    ["images", "-o", "csv"],
                ]
        )
        {
            var result = await cli.RunAsync([.. command, "999999999"]);
            Assert.Equal((3, ""), (result.Code, result.Output));
            Assert.StartsWith("error: 404: ", result.Error);
        }

        Assert.Equal(3, (await cli.RunAsync("amend", "999999999", "0", "0", "--url", "http://a.example/")).Code);
    }

    private async Task<string> SubmitAsync()
    {
        cli.Input = Csv;
        return (await cli.RunAsync("submit", "-", "--wait", "--idempotency-key", Guid.NewGuid().ToString())).Output.Trim();
    }
}

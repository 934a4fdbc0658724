using System.Globalization;
using System.Net;
using System.Text.Json;
using RetailPulse.Client;
using RetailPulse.Images;

namespace RetailPulse.Tests.Contract.V1;

/// <summary>Cancel, retry and amend over real HTTP.</summary>
public sealed class JobChangeTests(Product product) : IClassFixture<Product>
{
    private readonly Api api = new(product.Http);

    private JobsClient Jobs => product.Client.Jobs;

    [Fact]
    public async Task A_cancelled_job_says_so_on_both_routes()
    {
        var gate = new TaskCompletionSource();
        product.Fetcher.Gate = gate.Task;
        var id = await api.SubmitAsync(("S1", ["http://a.example/1", "http://a.example/2"]));
        var (status, job) = await api.SendAsync(HttpMethod.Post, Path(id, "cancel"));
        product.Fetcher.Gate = Task.CompletedTask;
        Assert.Equal((HttpStatusCode.OK, "cancelled"), (status, job.GetProperty("status").GetString()));
        Assert.Equal(
            """{"total":2,"pending":0,"running":0,"measured":0,"failed":0,"cancelled":2,"waiting":null}""",
            job.GetProperty("counts").GetRawText()
        );
        Assert.Equal(
            $$"""{"status":"cancelled","job_id":"{{id}}"}""",
            await product.Http.GetStringAsync(new Uri($"/api/status?jobid={id}", UriKind.Relative))
        );

        Assert.Equal(
            job.GetProperty("ended_at").GetDateTime(),
            (await api.SendAsync(HttpMethod.Post, Path(id, "cancel"))).Body.GetProperty("ended_at").GetDateTime()
        );
        Assert.Equal("job_was_cancelled", Code(await api.FailAsync(HttpStatusCode.Conflict, Path(id, "retry"), HttpMethod.Post)));
        Assert.Equal("job_was_cancelled", Code(await AmendAsync(HttpStatusCode.Conflict, id, "0", "0", Url("http://b.example/"))));
        gate.SetResult();
    }

    [Fact]
    public async Task A_cancel_request_responds_after_another_activation_has_written()
    {
        product.Fetcher.Gate = new TaskCompletionSource().Task;
        var id = await api.SubmitAsync(("S1", [.. Enumerable.Range(0, 30).Select(image => $"http://slow.example/{image}")]));
        await Eventually.TrueAsync(
            () => product.Fetcher.Calls.Keys.Count(url => url.Contains("slow", StringComparison.Ordinal)) == 30,
            "the images are in flight"
        );
        product.Write("UPDATE OrleansStorage SET Version = Version + 1 WHERE GrainTypeString = 'job'");
        var (status, job) = await api.SendAsync(HttpMethod.Post, Path(id, "cancel")).WaitAsync(TimeSpan.FromSeconds(30));
        product.Fetcher.Gate = Task.CompletedTask;
        Assert.True(status is HttpStatusCode.OK or HttpStatusCode.Accepted, $"{status}: {job}");
        Assert.Equal("cancelled", (await api.EndAsync(id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_cancellation_that_takes_long_is_accepted_and_carried_out()
    {
        product.Fetcher.Gate = new TaskCompletionSource().Task;
        var id = await api.SubmitAsync(("S1", ["http://a.example/1", "http://a.example/2"]));
        product.Write(
            $"CREATE TRIGGER stuck BEFORE UPDATE OF closed ON jobs WHEN new.job_id = {id} BEGIN SELECT RAISE(ABORT, 'stuck'); END"
        );
        var (status, job) = await api.SendAsync(HttpMethod.Post, Path(id, "cancel"));
        product.Write("DROP TRIGGER stuck");
        product.Fetcher.Gate = Task.CompletedTask;
        Assert.Equal((HttpStatusCode.Accepted, "ongoing"), (status, job.GetProperty("status").GetString()));
        Assert.Equal("cancelled", (await api.EndAsync(id)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_retry_completes_a_job_whose_server_was_down()
    {
        product.Fetcher.Answer = (url, call) =>
            call == 1 && url.Contains("down", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        var id = await api.SubmitAsync(("S1", ["http://up.example/h", "http://down.example/h1", "http://down.example/h2"]));
        Assert.Equal("failed", (await api.EndAsync(id)).GetProperty("status").GetString());

        Assert.Equal(0, (await Jobs.RetryAsync(id, new Retry { Reason = "tls" })).Retried);
        var retried = await Jobs.RetryAsync(id, new Retry { Host = "DOWN.example", Reason = "http_404" });
        Assert.Equal((2L, id, JobStatus.Ongoing), (retried.Retried, retried.Job.Id, retried.Job.Status));
        Assert.Equal(JobStatus.Completed, (await Jobs.WaitForEndAsync(id)).Status);
        Assert.Equal(
            $$"""{"status":"completed","job_id":"{{id}}"}""",
            await product.Http.GetStringAsync(new Uri($"/api/status?jobid={id}", UriKind.Relative))
        );
        Assert.Equal(0, (await Jobs.RetryAsync(id)).Retried);
        Assert.Equal(3, await Jobs.ListImagesAsync(id, new ImageQuery { Status = ImageStatus.Measured, PageSize = 2 }).CountAsync());
    }

    [Fact]
    public async Task As_many_failures_after_an_amendment_are_those_of_the_new_run()
    {
        product.Fetcher.Answer = (url, _) =>
            ImageOutcome.Failed(url.Contains("old", StringComparison.Ordinal) ? ImageReason.Dns : ImageReason.Http404);
        var id = await api.SubmitAsync(("S1", ["http://old.example/1"]));
        await api.EndAsync(id);
        Assert.Equal(("dns", "old.example"), await GroupAsync(id));
        await Jobs.AmendAsync(id, 0, 0, "http://new.example/1");
        await Jobs.WaitForEndAsync(id);
        Assert.Equal(("http_404", "new.example"), await GroupAsync(id));
    }

    private async Task<(string?, string?)> GroupAsync(long id)
    {
        var group = Assert.Single((await api.GetAsync($"jobs/{id}")).GetProperty("failures").GetProperty("largest").EnumerateArray());
        return (group.GetProperty("reason").GetString(), group.GetProperty("host").GetString());
    }

    [Fact]
    public async Task Only_an_amended_image_runs_again()
    {
        product.Fetcher.Answer = (url, _) =>
            url.Contains("wrong", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        var id = await api.SubmitAsync(("S1", ["http://a.example/wrong1", "http://a.example/wrong2"]), ("S2", ["http://a.example/right"]));
        await api.EndAsync(id);
        Assert.Equal(1, (await Jobs.AmendAsync(id, 0, 1, "http://a.example/amended")).Retried);
        Assert.Equal(new JobCounts(3, 0, 0, 2, 1, 0), (await Jobs.WaitForEndAsync(id)).Counts);
        Assert.Equal(1, product.Fetcher.Calls["http://a.example/wrong1"]);
        Assert.Equal(
            ["http://a.example/wrong1", "http://a.example/amended", "http://a.example/right"],
            await Jobs.ListImagesAsync(id).Select(image => image.Url).ToListAsync()
        );

        Assert.Equal("image_not_failed", Code(await AmendAsync(HttpStatusCode.Conflict, id, "1", "0", Url("http://b.example/"))));
        Assert.Equal("image_not_found", Code(await AmendAsync(HttpStatusCode.NotFound, id, "2", "0", Url("http://b.example/"))));
        Assert.Equal("image_not_found", Code(await AmendAsync(HttpStatusCode.NotFound, id, "0", "2", Url("http://b.example/"))));
        Assert.Equal("image_not_found", Code(await AmendAsync(HttpStatusCode.NotFound, id, "x", "-1", Url("http://b.example/"))));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"url":null}""")]
    [InlineData("""{"url":"ftp://a.example/"}""")]
    [InlineData("""{"url":"http://user@a.example/"}""")]
    [InlineData("""{"url":"http://a.example/\u0001"}""")]
    [InlineData("""{"url":"http://a.example/","more":1}""")]
    public async Task A_broken_amendment_is_refused(string body) =>
        Assert.Equal("invalid_body", Code(await AmendAsync(HttpStatusCode.BadRequest, 1, "0", "0", body)));

    [Theory]
    [InlineData("""{"reason":"bad_luck"}""", "/reason")]
    [InlineData("""{"reason":"http_404","host":""}""", "/host")]
    [InlineData("""{"raeson":"http_404"}""", "/raeson")]
    [InlineData("""{"reason":7}""", "/reason")]
    [InlineData("null", "")]
    [InlineData("""{"odd name/":1}""", "/odd name~1")]
    public async Task A_broken_retry_is_refused_with_its_field(string body, string field)
    {
        var problem = await api.FailAsync(HttpStatusCode.BadRequest, "jobs/1/retry", HttpMethod.Post, body);
        Assert.Equal(("invalid_body", field), (Code(problem), problem.GetProperty("errors")[0].GetProperty("field").GetString()));
    }

    [Fact]
    public async Task A_job_that_does_not_exist_cannot_be_changed()
    {
        foreach (var change in (string[])["cancel", "retry"])
            Assert.Equal("job_not_found", Code(await api.FailAsync(HttpStatusCode.NotFound, $"jobs/777777/{change}", HttpMethod.Post)));
        Assert.Equal("job_not_found", Code(await AmendAsync(HttpStatusCode.NotFound, 777_777, "0", "0", Url("http://a.example/"))));
        await api.FailAsync(HttpStatusCode.MethodNotAllowed, "jobs/1/cancel");
        Assert.Equal(
            "body_too_large",
            Code(await AmendAsync(HttpStatusCode.RequestEntityTooLarge, 1, "0", "0", Url(new string('a', 70_000))))
        );
    }

    private static string Url(string url) => JsonSerializer.Serialize(new { url });

    private static string Path(long id, string rest) => string.Create(CultureInfo.InvariantCulture, $"jobs/{id}/{rest}");

    private static string? Code(JsonElement problem) => problem.GetProperty("code").GetString();

    private Task<JsonElement> AmendAsync(HttpStatusCode status, long id, string visit, string image, string body) =>
        api.FailAsync(status, Path(id, $"visits/{visit}/images/{image}"), HttpMethod.Patch, body);
}

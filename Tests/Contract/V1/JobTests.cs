using System.Net;
using System.Text.Json;
using RetailPulse.Images;

namespace RetailPulse.Tests.Contract.V1;

/// <summary><c>GET /api/v1/jobs/{id}</c> over real HTTP.</summary>
public sealed class JobTests(Product product) : IClassFixture<Product>
{
    private readonly Api api = new(product.Http);

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("01")]
    [InlineData("abc")]
    [InlineData("1.0")]
    [InlineData("4444444")]
    [InlineData("99999999999999999999999999")]
    public async Task An_invalid_id_is_not_found(string id)
    {
        Assert.Equal("job_not_found", (await api.FailAsync(HttpStatusCode.NotFound, $"jobs/{id}")).GetProperty("code").GetString());
        Assert.Equal("job_not_found", (await api.FailAsync(HttpStatusCode.NotFound, $"jobs/{id}/images")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task An_unchanged_job_is_not_sent_again()
    {
        var id = await api.SubmitAsync(("S1", ["http://a.example/1"]));
        await api.EndAsync(id);
        var first = await product.Client.Jobs.GetIfChangedAsync(id);
        Assert.Equal(id, first.Value!.Id);
        await Eventually.TrueAsync(
            async () => (first = await product.Client.Jobs.GetIfChangedAsync(id, first.ETag)).Value is null,
            "the job no longer changes"
        );
        using var status = await product.Http.GetAsync($"/api/status?jobid={id}");
        using var again = new HttpRequestMessage(HttpMethod.Get, $"/api/status?jobid={id}")
        {
            Headers = { IfNoneMatch = { status.Headers.ETag! } },
        };
        using var unchanged = await product.Http.SendAsync(again);
        Assert.Equal(
            (System.Net.HttpStatusCode.NotModified, 0),
            (unchanged.StatusCode, (await unchanged.Content.ReadAsByteArrayAsync()).Length)
        );
    }

    [Fact]
    public async Task An_unchanged_status_is_not_sent_again()
    {
        var id = await api.SubmitAsync(("S1", ["http://a.example/1"]));
        var started = await product.Client.Jobs.GetStatusIfChangedAsync(id);
        await api.EndAsync(id);
        var ended = await product.Client.Jobs.GetStatusIfChangedAsync(id, "\"another\"");
        Assert.Equal(id.ToString(System.Globalization.CultureInfo.InvariantCulture), ended.Value!.JobId);
        Assert.NotEqual("ongoing", ended.Value.Status);
        Assert.NotNull(started.ETag);
        var unchanged = await product.Client.Jobs.GetStatusIfChangedAsync(id, ended.ETag);
        Assert.Equal((null, ended.ETag), (unchanged.Value, unchanged.ETag));
    }

    [Fact]
    public async Task A_query_that_means_nothing_is_refused() =>
        Assert.Equal(["verbose"], await api.RefusedFieldsAsync("jobs/1?verbose=1"));

    [Fact]
    public async Task A_job_has_its_figures()
    {
        product.Fetcher.Answer = (url, _) =>
            url.Contains("gone", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        var id = await api.SubmitAsync(
            ("S1", ["http://a.example/1", "http://b.example/gone", "http://b.example/gone2"]),
            ("S2", ["http://c.example/gone"])
        );
        var job = await api.EndAsync(id);
        Assert.Equal(
            (id, "failed", 2),
            (job.GetProperty("id").GetInt64(), job.GetProperty("status").GetString(), job.GetProperty("visits").GetInt32())
        );
        Assert.Equal(
            """{"total":4,"pending":0,"running":0,"measured":1,"failed":3,"cancelled":0,"waiting":null}""",
            job.GetProperty("counts").GetRawText()
        );
        Assert.True(job.GetProperty("ended_at").GetDateTime() >= job.GetProperty("submitted_at").GetDateTime());
        Assert.True(job.GetProperty("rate").GetDouble() > 0);
        Assert.Equal(JsonValueKind.Null, job.GetProperty("eta_seconds").ValueKind);
        Assert.Equal(
            """{"groups":2,"largest":[{"reason":"http_404","host":"b.example","images":2},{"reason":"http_404","host":"c.example","images":1}]}""",
            job.GetProperty("failures").GetRawText()
        );
        Assert.Equal($"/api/v1/jobs/{id}/images", job.GetProperty("links").GetProperty("images").GetString());
    }

    [Fact]
    public async Task Counts_sum_to_the_total_while_a_job_runs()
    {
        var (held, answered) = (new TaskCompletionSource(), 0);
        product.Fetcher.Answer = (url, _) =>
        {
            if (Interlocked.Increment(ref answered) == 1_000)
                product.Fetcher.Gate = held.Task;
            return url.EndsWith('7') ? ImageOutcome.Failed(ImageReason.Truncated) : FakeFetcher.Sound;
        };
        var id = await api.SubmitAsync([
            .. Enumerable
                .Range(0, 200)
                .Select(visit => ("S1", Enumerable.Range(0, 20).Select(image => $"http://a.example/{visit}/{image}").ToArray())),
        ]);
        var last = 0L;
        await Eventually.TrueAsync(async () => (last = await DoneAsync(id, last)) > 0, "some images have their results");
        Assert.InRange(last, 1, 3_999);
        held.SetResult();
        await Eventually.TrueAsync(async () => (last = await DoneAsync(id, last)) == 4_000, "all images have their results");
        Assert.Equal(400, (await api.EndAsync(id)).GetProperty("counts").GetProperty("failed").GetInt64());
    }

    /// <summary>How many images have their results; never fewer than before, and all counts together are the whole job.</summary>
    private async Task<long> DoneAsync(long id, long before)
    {
        var counts = (await product.Client.Jobs.GetAsync(id)).Counts;
        Assert.Equal(4_000, counts.Total);
        Assert.Equal(4_000, counts.Pending + counts.Running + counts.Measured + counts.Failed + counts.Cancelled);
        Assert.All(
            (long[])[counts.Pending, counts.Running, counts.Measured, counts.Failed, counts.Cancelled],
            count => Assert.InRange(count, 0, 4_000)
        );
        var done = counts.Measured + counts.Failed;
        Assert.True(done >= before);
        return done;
    }
}

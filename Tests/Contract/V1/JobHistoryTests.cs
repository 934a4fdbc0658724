using System.Text.Json;
using RetailPulse.Images;

namespace RetailPulse.Tests.Contract.V1;

/// <summary>Who submitted, canceled, retried, and amended a job, and when, over real HTTP.</summary>
public sealed class JobHistoryTests(KeyedProduct keyed) : IClassFixture<KeyedProduct>
{
    [Fact]
    public async Task Who_changed_a_job_is_shown_with_it()
    {
        keyed.Product.Fetcher.Answer = (url, _) =>
            url.EndsWith("right", StringComparison.Ordinal) ? FakeFetcher.Sound : ImageOutcome.Failed(ImageReason.Http404);
        var id = await keyed.SubmitAsync("acme-submit");
        var job = await EndAsync(id);
        Assert.Equal("name of acme-submit", job.GetProperty("submitted_by").GetString());
        var started = job.GetProperty("started_at").GetDateTime();
        Assert.InRange(started, job.GetProperty("submitted_at").GetDateTime(), job.GetProperty("ended_at").GetDateTime());
        Assert.Equal(JsonValueKind.Null, job.GetProperty("cancelled_at").ValueKind);
        Assert.Equal("""{"total":0,"latest":[]}""", job.GetProperty("retries").GetRawText());

        await SendAsync("acme-admin", HttpMethod.Post, $"jobs/{id}/retry", new { });
        await EndAsync(id);
        await SendAsync("acme-submit", HttpMethod.Patch, $"jobs/{id}/visits/0/images/0", new { url = "http://a.example/right" });
        job = await EndAsync(id);
        Assert.Equal(("completed", started), (job.GetProperty("status").GetString(), job.GetProperty("started_at").GetDateTime()));
        Assert.Equal(2, job.GetProperty("retries").GetProperty("total").GetInt32());
        Assert.Equal(
            ["2 name of acme-submit 1 0/0", "1 name of acme-admin 1 /"],
            job.GetProperty("retries").GetProperty("latest").EnumerateArray().Select(Describe)
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData("one-key")]
    public async Task Who_cancelled_a_job_is_shown_with_it(string? idempotencyKey)
    {
        var gate = new TaskCompletionSource();
        keyed.Product.Fetcher.Gate = gate.Task;
        var id = await keyed.SubmitAsync("acme-submit");
        var (_, job, _) = await keyed.SendAsync("acme-admin", HttpMethod.Post, $"/api/v1/jobs/{id}/cancel", null, idempotencyKey);
        gate.SetResult();
        Assert.Equal(
            ("cancelled", "name of acme-admin"),
            (job.GetProperty("status").GetString(), job.GetProperty("cancelled_by").GetString())
        );
        Assert.InRange(
            job.GetProperty("cancelled_at").GetDateTime(),
            job.GetProperty("submitted_at").GetDateTime(),
            job.GetProperty("ended_at").GetDateTime()
        );
        var (_, list, _) = await keyed.SendAsync("acme-read", HttpMethod.Get, "/api/v1/jobs?page_size=1");
        Assert.Equal("name of acme-submit", list.GetProperty("jobs")[0].GetProperty("submitted_by").GetString());
    }

    private static string Describe(JsonElement retry) =>
        $"{retry.GetProperty("run")} {retry.GetProperty("requested_by")} {retry.GetProperty("images")} {retry.GetProperty("amended_visit")}/{retry.GetProperty("amended_image")}";

    private async Task SendAsync(string key, HttpMethod method, string path, object body) =>
        Assert.Equal(202, (await keyed.SendAsync(key, method, $"/api/v1/{path}", body)).Status);

    private async Task<JsonElement> EndAsync(long id)
    {
        JsonElement job = default;
        await Eventually.TrueAsync(
            async () =>
                (job = (await keyed.SendAsync("acme-read", HttpMethod.Get, $"/api/v1/jobs/{id}")).Body).GetProperty("status").GetString()
                != "ongoing",
            "the job ends"
        );
        return job;
    }
}

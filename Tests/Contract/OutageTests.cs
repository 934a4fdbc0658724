using System.Net;
using System.Text;
using System.Text.Json;
using RetailPulse.Tests.Fakes;
using RetailPulse.Tests.Storage;

namespace RetailPulse.Tests.Contract;

/// <summary>The service while its disk is full: no false promise, and all well once there is room.</summary>
public sealed class OutageTests(Product product) : IClassFixture<Product>
{
    [Fact]
    public async Task A_full_disk_gives_503_and_no_false_201()
    {
        var gate = new TaskCompletionSource();
        product.Fetcher.Gate = gate.Task;
        var (_, running) = await SubmitAsync(visits: 20);
        SqliteLimit.Set(product.ConnectionString, pages: 0);
        var refused = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SubmitAsync(visits: 2_000)));
        Assert.All(refused, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status));
        Assert.Equal(1, product.Count("SELECT count(*) FROM jobs"));

        gate.SetResult();
        Assert.Contains("ongoing", await product.Http.GetStringAsync($"/api/status?jobid={running}"));
        await Eventually.TrueAsync(
            async () =>
            {
                // A connection in use just now keeps its limit, so it is lifted again.
                SqliteLimit.Set(product.ConnectionString, pages: 1_000_000);
                return (await SubmitAsync(visits: 2_000)).Status == HttpStatusCode.Created;
            },
            "there is room again");
        await CompletesAsync(running);
        await Eventually.TrueAsync(() => product.Count("SELECT count(*) FROM jobs WHERE status <> 'completed'") == 0, "all jobs complete");
    }

    private async Task<(HttpStatusCode Status, long JobId)> SubmitAsync(int visits)
    {
        var visit = """{"store_id":"S1","image_url":["http://a.example/1","http://a.example/2"],"visit_time":"t"}""";
        using var content = new StringContent(
            $$"""{"count":{{visits}},"visits":[{{string.Join(',', Enumerable.Repeat(visit, visits))}}]}""", Encoding.UTF8, "application/json");
        using var response = await product.Http.PostAsync("/api/submit/", content);
        if (response.StatusCode == HttpStatusCode.ServiceUnavailable)
        {
            Assert.Equal(["2"], response.Headers.GetValues("Retry-After"));
            Assert.Equal("""{"error":"Service is unavailable, try again"}""", await response.Content.ReadAsStringAsync());
            return (response.StatusCode, 0);
        }

        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, json.RootElement.GetProperty("job_id").GetInt64());
    }

    private Task CompletesAsync(long job) => Eventually.TrueAsync(
        async () => (await product.Http.GetStringAsync($"/api/status?jobid={job}")).Contains("completed", StringComparison.Ordinal), $"job {job} completes");
}

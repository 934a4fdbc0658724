using System.Net;
using System.Text;
using System.Text.Json;

namespace RetailPulse.Tests.Contract;

/// <summary>The service while its disk is full: no false promise, and all well once there is room.</summary>
public sealed class OutageTests
{
    /// <summary>So long that two hundred visits need more room than the database keeps in reserve.</summary>
    private static readonly string LongUrl = $"http://a.example/{new string('x', 2_000)}";

    [Fact]
    public async Task A_full_disk_gives_503_and_no_false_201()
    {
        using var disk = new SmallDisk();
        await using var product = new Product(disk.Folder);
        await product.InitializeAsync();
        var gate = new TaskCompletionSource();
        product.Fetcher.Gate = gate.Task;
        var (_, running) = await SubmitAsync(product, visits: 20);
        await Eventually.TrueAsync(() => product.Fetcher.Calls.Count == 2, "the job is in progress");

        disk.Fill();
        var refused = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => SubmitAsync(product, visits: 400)));
        Assert.All(refused, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status));
        using var refusedByV1 = await product.SubmitAsync(Body(visits: 400));
        await refusedByV1.ProblemAsync(HttpStatusCode.ServiceUnavailable, "unavailable");
        Assert.Equal(["2"], refusedByV1.Headers.GetValues("Retry-After"));
        Assert.Equal(1, product.Count("SELECT count(*) FROM jobs"));
        gate.SetResult();
        Assert.Contains("ongoing", await product.Http.GetStringAsync($"/api/status?jobid={running}"));

        disk.Free();
        var (status, later) = await SubmitAsync(product, visits: 400);
        Assert.Equal(HttpStatusCode.Created, status);
        foreach (var job in (long[])[running, later])
        {
            await Eventually.TrueAsync(
                async () => (await product.Http.GetStringAsync($"/api/status?jobid={job}")).Contains("completed", StringComparison.Ordinal),
                $"job {job} completes"
            );
        }

        Assert.Equal(2, product.Count("SELECT count(*) FROM jobs"));
    }

    private static async Task<(HttpStatusCode Status, long JobId)> SubmitAsync(Product product, int visits)
    {
        using var content = new StringContent(Body(visits), Encoding.UTF8, "application/json");
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

    private static string Body(int visits)
    {
        var visit = $$"""{"store_id":"S1","image_url":["http://a.example/1","{{LongUrl}}"],"visit_time":"t"}""";
        return $$"""{"count":{{visits}},"visits":[{{string.Join(',', Enumerable.Repeat(visit, visits))}}]}""";
    }
}

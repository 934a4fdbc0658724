using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using RetailPulse.Images;

namespace RetailPulse.Tests.Contract;

/// <summary><c>GET /api/status</c> over real HTTP.</summary>
public sealed class StatusTests(Product product) : IClassFixture<Product>
{
    [Theory]
    [InlineData("")]
    [InlineData("?jobid=")]
    [InlineData("?jobid=0")]
    [InlineData("?jobid=-1")]
    [InlineData("?jobid=+1")]
    [InlineData("?jobid=%201")]
    [InlineData("?jobid=01")]
    [InlineData("?jobid=1.0")]
    [InlineData("?jobid=1e3")]
    [InlineData("?jobid=0x1")]
    [InlineData("?jobid=abc")]
    [InlineData("?jobid=%00")]
    [InlineData("?jobid=1%00")]
    [InlineData("?jobid=1%00%00")]
    [InlineData("?jobid=1%0A")]
    [InlineData("?jobid=1,000")]
    [InlineData("?jobid=%D9%A1")]
    [InlineData("?jobid=%EF%BC%91")]
    [InlineData("?jobid=1&jobid=2")]
    [InlineData("?jobid[]=1")]
    [InlineData("?jobid=9007199254740992")]
    [InlineData("?jobid=9223372036854775807")]
    [InlineData("?jobid=99999999999999999999999999")]
    [InlineData("?jobid=4444444")]
    [InlineData("?job_id=1")]
    public async Task An_invalid_id_is_not_found(string query)
    {
        using var response = await product.Http.GetAsync($"/api/status{query}");
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("""{"error":"Job ID not found"}""", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task A_job_is_ongoing_and_then_completed()
    {
        var gate = new TaskCompletionSource();
        product.Fetcher.Gate = gate.Task;
        var id = await SubmitAsync(("S1", ["http://a.example/1"]));
        Assert.Equal($$"""{"status":"ongoing","job_id":"{{id}}"}""", await product.Http.GetStringAsync($"/api/status?jobid={id}"));
        gate.SetResult();
        Assert.Equal($$"""{"status":"completed","job_id":"{{id}}"}""", await EndAsync(id));
    }

    [Fact]
    public async Task A_failed_job_names_each_failing_store_once_in_order()
    {
        product.Fetcher.Answer = (url, _) =>
            url switch
            {
                _ when url.Contains("gone", StringComparison.Ordinal) => ImageOutcome.Failed(ImageReason.Http404),
                _ when url.Contains("broken", StringComparison.Ordinal) => ImageOutcome.Failed(ImageReason.NotAnImage),
                _ => FakeFetcher.Sound,
            };
        var id = await SubmitAsync(
            ("S2", ["http://a.example/broken", "http://a.example/sound"]),
            ("S1", ["http://a.example/sound"]),
            ("\"S<ü>", ["http://a.example/never"]),
            ("S3", ["http://a.example/broken"]),
            ("S2", ["http://a.example/gone"])
        );
        var answer = await EndAsync(id);
        using var json = JsonDocument.Parse(answer);
        Assert.Equal(
            [("S2", "Download failed"), ("\"S<ü>", "Invalid store_id"), ("S3", "Invalid image")],
            json.RootElement.GetProperty("error")
                .EnumerateArray()
                .Select(error => (error.GetProperty("store_id").GetString(), error.GetProperty("error").GetString()))
        );
        Assert.DoesNotContain("http://a.example/never", product.Fetcher.Calls.Keys);

        var plain = await EndAsync(await SubmitAsync(("S3", ["http://a.example/gone"])));
        Assert.Matches("""^\{"status":"failed","job_id":"[0-9]+","error":\[\{"store_id":"S3","error":"Download failed"\}\]\}$""", plain);
    }

    [Fact]
    public async Task The_parameter_name_is_case_insensitive()
    {
        var id = await SubmitAsync(("S1", ["http://a.example/1"]));
        Assert.StartsWith("""{"status":""", await product.Http.GetStringAsync($"/api/status?jobId={id}"));
    }

    private async Task<long> SubmitAsync(params (string Store, string[] Images)[] visits)
    {
        var body = new
        {
            count = visits.Length,
            visits = visits.Select(visit => new
            {
                store_id = visit.Store,
                image_url = visit.Images,
                visit_time = "t",
            }),
        };
        using var response = await product.Http.PostAsJsonAsync("/api/submit/", body);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("job_id").GetInt64();
    }

    private async Task<string> EndAsync(long id)
    {
        var answer = "";
        await Eventually.TrueAsync(
            async () =>
                !(answer = await product.Http.GetStringAsync($"/api/status?jobid={id}")).Contains("ongoing", StringComparison.Ordinal),
            $"job {id} ends"
        );
        return answer;
    }
}

using System.Net;
using System.Text.Json;

namespace RetailPulse.Tests.Contract.Access;

/// <summary>Rates of keys and quotas of tenants, over real HTTP.</summary>
public sealed class LimitsTests
{
    [Fact]
    public async Task A_key_beyond_its_rate_receives_Retry_After()
    {
        await using var product = new KeyedProduct(
            ("RetailPulse:Api:RequestsPerSecond", "1"),
            ("RetailPulse:Api:Keys:1:RequestsPerSecond", "1000")
        );
        await product.InitializeAsync();
        var refused = await UntilRefusedAsync(product, "/api/v1/jobs");
        Assert.Equal("rate_limited", refused.Body.GetProperty("code").GetString());
        Assert.Equal(1, refused.Response.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        Assert.Equal("""{"error":"Too many requests"}""", (await UntilRefusedAsync(product, "/api/status?jobid=1")).Body.GetRawText());
        Assert.Equal(400, (await product.SendAsync("acme-submit", HttpMethod.Get, "/api/status?jobid=1")).Status);
        Assert.Equal(400, (await product.SendAsync("acme-submit", HttpMethod.Get, "/api/status?jobid=1")).Status);
    }

    [Fact]
    public async Task A_validation_counts_as_a_request()
    {
        await using var product = new KeyedProduct(
            ("RetailPulse:Api:Keys:1:RequestsPerSecond", "1"),
            ("RetailPulse:Api:Keys:1:RequestBurst", "3")
        );
        await product.InitializeAsync();
        var answers = new List<int>();
        for (var i = 0; i < 30 && !answers.Contains(429); i++)
            answers.Add(
                (
                    await product.SendAsync(
                        "acme-submit",
                        HttpMethod.Post,
                        "/api/v1/jobs?validate_only=true",
                        KeyedProduct.Job("http://a.example/1")
                    )
                ).Status
            );
        Assert.Equal((200, 429), (answers[0], answers[^1]));
    }

    /// <summary>Each photo of a sheet is a call of the API.</summary>
    [Theory]
    [InlineData("/photos/sheet", 41)]
    [InlineData("/photos/sheet", 120)]
    [InlineData("/photos/selection.csv", 120)]
    [InlineData("/photos/selection.zip", 120)]
    public async Task A_selection_counts_as_a_request_for_each_ten_calls(string path, int photos)
    {
        await using var product = new KeyedProduct(
            ("RetailPulse:Api:Keys:1:RequestsPerSecond", "1"),
            ("RetailPulse:Api:Keys:1:RequestBurst", "5")
        );
        await product.InitializeAsync();
        var job = await product.SubmitAsync("acme-admin");
        var selection = $"{path}?{string.Join('&', Enumerable.Range(0, photos).Select(image => $"p={job}.0.{image}"))}";

        // Each uses up the burst, but never more than that, so that it can be sent again.
        Assert.Equal(200, (await product.SendAsync("acme-submit", HttpMethod.Get, selection)).Status);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => product.SendAsync("acme-submit", HttpMethod.Get, selection)));
        var refused = answers.First(answer => answer.Status == 429);
        Assert.InRange(refused.Response.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 5);
        Assert.StartsWith("\"requests\";q=5;", refused.Response.Headers.GetValues("RateLimit-Policy").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_selection_above_the_burst_works_again_after_its_wait()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await using var product = new KeyedProduct(("RetailPulse:Api:Keys:1:RequestsPerSecond", "2"));
        await product.InitializeAsync();
        var job = await product.SubmitAsync("acme-admin");
        var selection = $"/photos/sheet?{string.Join('&', Enumerable.Range(0, 120).Select(image => $"p={job}.0.{image}"))}";
        for (var shown = 0; shown < 2; )
        {
            var answer = await product.SendAsync("acme-submit", HttpMethod.Get, selection);
            if (answer.Status == 200)
                shown++;
            else
                await Task.Delay(answer.Response.Headers.RetryAfter!.Delta!.Value, deadline.Token);
        }
    }

    [Fact]
    public async Task An_address_may_try_ten_unknown_keys_a_minute()
    {
        await using var product = new KeyedProduct();
        await product.InitializeAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = product.Product.Http.BaseAddress,
        };
        for (var attempt = 0; attempt < 10; attempt++)
            Assert.Equal(HttpStatusCode.SeeOther, (await SignInAsync($"guess-{attempt}")).StatusCode);

        // A person sees the form again, with the reason.
        using var refused = await SignInAsync("guess-11");
        Assert.Equal((HttpStatusCode.TooManyRequests, 60), (refused.StatusCode, refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds));
        Assert.Equal("text/html", refused.Content.Headers.ContentType!.MediaType);
        var page = await refused.Content.ReadAsStringAsync();
        Assert.Contains("Too many unknown keys came from your network", page, StringComparison.Ordinal);
        Assert.Contains("name=\"to\" value=\"/jobs\"", page, StringComparison.Ordinal);

        // Somebody else behind the same address is not locked out.
        using var admitted = await SignInAsync("acme-read");
        Assert.Equal(("/jobs", true), (admitted.Headers.Location!.ToString(), admitted.Headers.Contains("Set-Cookie")));

        async Task<HttpResponseMessage> SignInAsync(string key)
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("key", key), KeyValuePair.Create("to", "/jobs")]);
            return await http.PostAsync("/console/session", form);
        }
    }

    [Fact]
    public async Task A_tenant_has_no_more_jobs_at_once_than_its_quota()
    {
        await using var product = new KeyedProduct(("RetailPulse:Api:MaxJobs", "2"), ("RetailPulse:Api:Tenants:zeta:MaxJobs", "3"));
        await product.InitializeAsync();
        var held = new TaskCompletionSource();
        product.Product.Fetcher.Gate = held.Task;

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => SubmitAsync(product, "acme-submit")));
        Assert.Equal((2, 18), (answers.Count(answer => answer.Status == 202), answers.Count(answer => answer.Status == 429)));
        var refused = answers.First(answer => answer.Status == 429);
        Assert.Equal("quota_exceeded", refused.Body.GetProperty("code").GetString());
        Assert.Equal(
            "The quota MaxJobs is 2 ongoing jobs; 2 are in use, and this job would add 1.",
            refused.Body.GetProperty("detail").GetString()
        );
        Assert.Equal(5, refused.Response.Headers.RetryAfter!.Delta!.Value.TotalSeconds);
        Assert.Equal(2, product.Product.Count("SELECT count(*) FROM jobs"));

        var old = await product.SendAsync("acme-submit", HttpMethod.Post, "/api/submit", KeyedProduct.Job("http://a.example/1"));
        Assert.Equal((429, refused.Body.GetProperty("detail").GetString()), (old.Status, old.Body.GetProperty("error").GetString()));
        Assert.Equal(202, (await SubmitAsync(product, "zeta-submit")).Status);

        held.SetResult();
        await Eventually.TrueAsync(async () => (await SubmitAsync(product, "acme-submit")).Status == 202, "jobs that have ended make room");
    }

    [Fact]
    public async Task A_repetition_meets_no_quota()
    {
        await using var product = new KeyedProduct(("RetailPulse:Api:Tenants:acme:MaxImages", "3"));
        await product.InitializeAsync();
        var held = new TaskCompletionSource();
        product.Product.Fetcher.Gate = held.Task;
        string[] urls = ["http://a.example/1", "http://a.example/2"];

        var first = await SubmitAsync(product, "acme-submit", "order-1", urls);
        var again = await SubmitAsync(product, "acme-submit", "order-1", urls);
        Assert.Equal((202, 202), (first.Status, again.Status));
        Assert.Equal(first.Body.GetProperty("id").GetInt64(), again.Body.GetProperty("id").GetInt64());
        var refused = await SubmitAsync(product, "acme-submit", "order-2", urls);
        Assert.Equal(
            "The quota MaxImages is 3 images of ongoing jobs; 2 are in use, and this job would add 2.",
            refused.Body.GetProperty("detail").GetString()
        );
        Assert.Equal(202, (await SubmitAsync(product, "acme-submit", "order-3", "http://a.example/1")).Status);

        // What was refused claimed nothing: its key is free.
        held.SetResult();
        await Eventually.TrueAsync(
            async () => (await SubmitAsync(product, "acme-submit", "order-2", urls)).Status == 202,
            "jobs that have ended make room"
        );
    }

    private static Task<(int Status, JsonElement Body, HttpResponseMessage Response)> SubmitAsync(
        KeyedProduct product,
        string key,
        string? idempotencyKey = null,
        params string[] urls
    ) =>
        product.SendAsync(
            key,
            HttpMethod.Post,
            "/api/v1/jobs",
            KeyedProduct.Job(urls.Length > 0 ? urls : ["http://a.example/1"]),
            idempotencyKey
        );

    /// <summary>One request a second is allowed: of those that are sent at once, one is soon refused.</summary>
    private static async Task<(int Status, JsonElement Body, HttpResponseMessage Response)> UntilRefusedAsync(
        KeyedProduct product,
        string path
    )
    {
        for (var round = 0; round < 10; round++)
        {
            var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => product.SendAsync("acme-read", HttpMethod.Get, path)));
            if (answers.FirstOrDefault(answer => answer.Status == 429) is { Status: 429 } refused)
                return refused;
        }

        throw new InvalidOperationException("No request was refused.");
    }
}

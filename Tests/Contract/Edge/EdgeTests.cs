using System.Net;
using System.Text.Json;

namespace RetailPulse.Tests.Contract.Edge;

/// <summary>What every route of a service without keys has in common.</summary>
public sealed class EdgeTests(Product product) : IClassFixture<Product>
{
    private static readonly string[] Pages = ["/docs/", "/openapi/v1.json", "/dashboard/", "/dashboard/DashboardCounters"];

    /// <summary>Every path that is served by GET, with an id that may exist.</summary>
    public static TheoryData<string> Paths =>
        [
            .. Pages,
            .. ApiDocument
                .Committed.Operations.Where(operation => operation.Method == "GET")
                .Select(operation => operation.Path.Replace("{id}", "1", StringComparison.Ordinal)),
        ];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_foreign_host_name_gets_no_answer(string path)
    {
        var (response, body) = await SendAsync(HttpMethod.Get, path, ("Host", "evil.example:8080"));
        Assert.Equal(HttpStatusCode.MisdirectedRequest, response.StatusCode);
        if (IsV1(path))
            Assert.Equal("misdirected_request", Member(body, "code"));
        else
            Assert.Equal("""{"error":"Service does not answer to this host name"}""", body);
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1:1")]
    [InlineData("[::1]:8080")]
    public async Task A_loopback_name_gets_an_answer(string host) =>
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, "/api/v1/jobs", ("Host", host))).Response.StatusCode);

    [Theory]
    [InlineData("X-Forwarded-For", "192.0.2.1")]
    [InlineData("Forwarded", "for=192.0.2.1")]
    [InlineData("Via", "1.1 proxy")]
    public async Task A_proxy_does_not_open_the_service_to_others(string header, string value) =>
        Assert.Equal(
            HttpStatusCode.MisdirectedRequest,
            (await SendAsync(HttpMethod.Get, "/api/v1/webhooks/secret", (header, value))).Response.StatusCode
        );

    [Theory]
    [InlineData("POST", "/api/submit")]
    [InlineData("POST", "/api/v1/jobs")]
    [InlineData("POST", "/api/v1/webhooks/secret/rotate")]
    [InlineData("POST", "/api/v1/jobs/1/cancel")]
    [InlineData("POST", "/api/v1/jobs/1/retry")]
    [InlineData("POST", "/api/v1/jobs/1/webhooks/msg_1/resend")]
    [InlineData("PATCH", "/api/v1/jobs/1/visits/0/images/0")]
    [InlineData("PUT", "/api/v1/stores")]
    public async Task A_page_of_another_site_changes_nothing(string method, string path)
    {
        foreach (
            var (header, value) in ((string, string)[])
                [("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site"), ("Origin", "http://evil.example"), ("Origin", "null")]
        )
            await RefusedAsync(new HttpMethod(method), path, header, value);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Head_is_get_without_a_body(string path)
    {
        var (head, body) = await SendAsync(HttpMethod.Head, path);
        Assert.Equal("", body);
        using var get = await product.Http.GetAsync(path, HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal((get.StatusCode, get.Content.Headers.ContentType), (head.StatusCode, head.Content.Headers.ContentType));
    }

    [Theory]
    [InlineData("text/csv")]
    [InlineData("application/x-ndjson")]
    public async Task Head_of_an_export_ends_at_once(string type)
    {
        var job = await new Api(product.Http).SubmitAsync(("S1", ["http://a.example/1"]));
        var (response, _) = await SendAsync(HttpMethod.Head, $"/api/v1/jobs/{job}/images", ("Accept", type));
        Assert.Equal((HttpStatusCode.OK, type), (response.StatusCode, response.Content.Headers.ContentType!.MediaType));
    }

    [Fact]
    public async Task Head_of_the_events_of_a_job_that_runs_ends_at_once()
    {
        var held = new TaskCompletionSource();
        product.Fetcher.Gate = held.Task;
        try
        {
            var job = await new Api(product.Http).SubmitAsync(("S1", ["http://a.example/1"]));
            var (response, _) = await SendAsync(HttpMethod.Head, $"/api/v1/jobs/{job}/events").WaitAsync(TimeSpan.FromSeconds(60));
            Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);

            // The next response on the connection is whole.
            Assert.Equal(HttpStatusCode.OK, (await SendAsync(HttpMethod.Get, $"/api/v1/jobs/{job}")).Response.StatusCode);
        }
        finally
        {
            held.SetResult();
            product.Fetcher.Gate = Task.CompletedTask;
        }
    }

    [Theory]
    [InlineData("GET", "/nothing", 404)]
    [InlineData("GET", "/api/nothing", 404)]
    [InlineData("GET", "/api/v1/nothing", 404)]
    [InlineData("GET", "/dashboard/nothing", 404)]
    [InlineData("DELETE", "/api/status", 405)]
    [InlineData("GET", "/api/submit", 405)]
    [InlineData("DELETE", "/api/v1/jobs", 405)]
    [InlineData("POST", "/dashboard/", 405)]
    [InlineData("POST", "/openapi/v1.json", 405)]
    public async Task An_error_has_a_body_in_the_dialect_of_its_route(string method, string path, int status)
    {
        var (response, body) = await SendAsync(new HttpMethod(method), path);
        Assert.Equal(
            (status, IsV1(path) ? "application/problem+json" : "application/json"),
            ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType)
        );
        Assert.NotEmpty(Member(body, IsV1(path) ? "code" : "error"));
        if (status == 405)
            Assert.Equal(response.Content.Headers.Allow.Contains("GET"), response.Content.Headers.Allow.Contains("HEAD"));
    }

    [Fact]
    public async Task No_other_origin_is_allowed_by_default()
    {
        var (response, _) = await SendAsync(
            HttpMethod.Options,
            "/api/v1/jobs",
            ("Origin", "http://evil.example"),
            ("Access-Control-Request-Method", "POST")
        );
        Assert.DoesNotContain(response.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.OrdinalIgnoreCase));
    }

    private async Task RefusedAsync(HttpMethod method, string path, string header, string value)
    {
        var (response, body) = await SendAsync(method, path, (header, value));
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        if (IsV1(path))
            Assert.Equal("cross_site", Member(body, "code"));
        else
            Assert.Equal("""{"error":"Web pages of other sites may not change anything"}""", body);
    }

    private async Task<(HttpResponseMessage Response, string Body)> SendAsync(
        HttpMethod method,
        string path,
        params (string Name, string Value)[] headers
    )
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var response = await product.Http.SendAsync(request);
        return (response, await response.Content.ReadAsStringAsync());
    }

    private static bool IsV1(string path) => path.StartsWith("/api/v1", StringComparison.Ordinal);

    private static string Member(string body, string name) => JsonSerializer.Deserialize<JsonElement>(body).GetProperty(name).GetString()!;
}

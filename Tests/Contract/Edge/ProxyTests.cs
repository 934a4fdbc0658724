using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace RetailPulse.Tests.Contract.Edge;

/// <summary>A service with keys behind a proxy that is trusted, and one that is not.</summary>
public sealed class ProxyTests
{
    private const string Client = "203.0.113.7";
    private const string Secret = "/api/v1/webhooks/secret";

    [Fact]
    public async Task The_audit_names_the_client_of_a_trusted_proxy()
    {
        await using var product = await StartAsync(("RetailPulse:Api:TrustedProxies:0", "127.0.0.0/8"));
        await SendAsync(product, HttpMethod.Get, Secret, "acme-admin", ("X-Forwarded-For", $"198.51.100.9, {Client}"));
        Assert.Contains($"from {Client}: 200", Assert.Single(product.AuditLines));
    }

    [Fact]
    public async Task A_client_behind_several_trusted_proxies_is_found()
    {
        await using var product = await StartAsync(
            ("RetailPulse:Api:TrustedProxies:0", "127.0.0.1"),
            ("RetailPulse:Api:TrustedProxies:1", "10.1.0.0/16")
        );
        await SendAsync(product, HttpMethod.Get, Secret, "acme-admin", ("X-Forwarded-For", $"{Client}, 10.1.2.3"));
        Assert.Contains($"from {Client}: 200", Assert.Single(product.AuditLines));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("10.1.0.0/16")]
    public async Task A_stranger_cannot_name_another_client_or_prefix(string? trusted)
    {
        await using var product = await StartAsync(trusted is null ? [] : [("RetailPulse:Api:TrustedProxies:0", trusted)]);
        await SendAsync(product, HttpMethod.Get, Secret, "acme-admin", ("X-Forwarded-For", Client));
        Assert.Contains("from 127.0.0.1: 200", Assert.Single(product.AuditLines));
        var (response, _) = await SubmitAsync(product, "/api/v1/jobs", ("X-Forwarded-Prefix", "/pulse"));
        Assert.StartsWith("/api/v1/jobs/", response.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Links_and_locations_carry_the_prefix_of_a_trusted_proxy()
    {
        await using var product = await StartAsync(("RetailPulse:Api:TrustedProxies:0", "127.0.0.1"));
        await AssertPrefixedAsync(product, "", ("X-Forwarded-Prefix", "/tools/pulse"), "/tools/pulse");
    }

    [Fact]
    public async Task Links_and_locations_carry_the_path_base()
    {
        await using var product = await StartAsync(("RetailPulse:Api:PathBase", "/pulse"));
        await AssertPrefixedAsync(product, "/pulse", ("X-Nothing", ""), "/pulse");
    }

    [Theory]
    [InlineData("/tools/pulse", "")]
    [InlineData(null, "/pulse")]
    [InlineData("/tools", "/pulse")]
    [InlineData(null, "/api")]
    public async Task The_console_works_below_a_prefix(string? prefix, string path)
    {
        await using var product = await StartAsync(("RetailPulse:Api:TrustedProxies:0", "127.0.0.1"), ("RetailPulse:Api:PathBase", path));
        foreach (var page in (string[])["/", "/jobs", "/failures", "/photos", "/stores", "/operator"])
        {
            var (response, text) = await SendAsync(
                product,
                HttpMethod.Get,
                path + page,
                "acme-admin",
                prefix is null ? ("X-Nothing", "") : ("X-Forwarded-Prefix", prefix)
            );
            Assert.True(response.StatusCode == HttpStatusCode.OK, $"{page} came with {response.StatusCode}.");
            Assert.Contains($"href=\"{prefix}{path}/jobs\"", text);
        }
    }

    [Fact]
    public async Task A_prefix_cannot_turn_links_into_urls_of_another_host()
    {
        await using var product = await StartAsync(("RetailPulse:Api:TrustedProxies:0", "127.0.0.1"));
        var (response, _) = await SubmitAsync(product, "/api/v1/jobs", ("X-Forwarded-Prefix", "//evil.example"));
        Assert.StartsWith("/api/v1/jobs/", response.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_keys_the_dashboard_takes_the_role_admin()
    {
        await using var product = await StartAsync();
        var (stranger, _) = await SendAsync(product, HttpMethod.Get, "/dashboard/", null);
        Assert.Equal((HttpStatusCode.Unauthorized, "Basic"), (stranger.StatusCode, stranger.Headers.WwwAuthenticate.Single().Scheme));
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(product, "/dashboard/", "acme-nobody")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await SignInAsync(product, "/dashboard/", "acme-submit")).StatusCode);
        foreach (var path in (string[])["/dashboard/", "/dashboard/DashboardCounters", "/dashboard/index.min.js"])
            Assert.Equal(HttpStatusCode.OK, (await SignInAsync(product, path, "acme-admin")).StatusCode);
        Assert.Equal(
            HttpStatusCode.OK,
            (await SendAsync(product, HttpMethod.Get, "/dashboard/", "acme-admin", ("X-Forwarded-For", Client))).Response.StatusCode
        );
    }

    [Fact]
    public async Task The_dashboard_does_not_stream_the_log()
    {
        await using var product = await StartAsync();
        Assert.Equal(HttpStatusCode.Forbidden, (await SignInAsync(product, "/dashboard/Trace", "acme-admin")).StatusCode);
    }

    /// <summary>A browser sends the password by itself, also for pages of other sites.</summary>
    [Fact]
    public async Task The_api_takes_no_password()
    {
        await using var product = await StartAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, (await SignInAsync(product, Secret, "acme-admin")).StatusCode);
    }

    [Fact]
    public async Task With_keys_pages_of_other_sites_change_nothing_either()
    {
        await using var product = await StartAsync(("RetailPulse:Api:AllowedOrigins:0", "https://app.example"));
        foreach (
            var (header, value) in ((string, string)[])
                [("Origin", "http://evil.example"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site")]
        )
            Assert.Equal(
                HttpStatusCode.Forbidden,
                (await SendAsync(product, HttpMethod.Post, $"{Secret}/rotate", "acme-admin", (header, value))).Response.StatusCode
            );
        Assert.Equal(
            HttpStatusCode.OK,
            (await SendAsync(product, HttpMethod.Get, Secret, "acme-admin", ("Host", "pulse.example"))).Response.StatusCode
        );
        var (allowed, _) = await SendAsync(
            product,
            HttpMethod.Options,
            "/api/v1/jobs",
            null,
            ("Origin", "https://app.example"),
            ("Access-Control-Request-Method", "POST")
        );
        Assert.Equal(["https://app.example"], allowed.Headers.GetValues("Access-Control-Allow-Origin"));
        var (other, _) = await SendAsync(
            product,
            HttpMethod.Options,
            "/api/v1/jobs",
            null,
            ("Origin", "https://evil.example"),
            ("Access-Control-Request-Method", "POST")
        );
        Assert.False(other.Headers.Contains("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_page_of_an_allowed_origin_can_send_every_operation()
    {
        await using var product = await StartAsync(("RetailPulse:Api:AllowedOrigins:0", "https://app.example"));
        var methods = ApiDocument.Committed.Operations.Select(operation => operation.Method).Distinct().ToArray();
        Assert.Contains("DELETE", methods);
        foreach (var method in methods)
        {
            var (preflight, _) = await SendAsync(
                product,
                HttpMethod.Options,
                "/api/v1/jobs/1",
                null,
                ("Origin", "https://app.example"),
                ("Access-Control-Request-Method", method)
            );
            Assert.Contains(method, string.Join(',', preflight.Headers.GetValues("Access-Control-Allow-Methods")).Split(','));
        }
    }

    [Fact]
    public async Task With_keys_configured_names_are_the_only_ones()
    {
        await using var product = await StartAsync(("AllowedHosts", "pulse.example"));
        Assert.Equal(
            HttpStatusCode.OK,
            (await SendAsync(product, HttpMethod.Get, Secret, "acme-admin", ("Host", "pulse.example"))).Response.StatusCode
        );
        Assert.Equal(
            HttpStatusCode.MisdirectedRequest,
            (await SendAsync(product, HttpMethod.Get, Secret, "acme-admin", ("Host", "evil.example"))).Response.StatusCode
        );
    }

    private static async Task AssertPrefixedAsync(KeyedProduct product, string path, (string, string) header, string prefix)
    {
        var (accepted, body) = await SubmitAsync(product, $"{path}/api/v1/jobs", header);
        var self = JsonSerializer.Deserialize<JsonElement>(body).GetProperty("links").GetProperty("self").GetString()!;
        Assert.StartsWith($"{prefix}/api/v1/jobs/", self, StringComparison.Ordinal);
        Assert.Equal(self, accepted.Headers.Location!.OriginalString);
        var (old, _) = await SubmitAsync(product, $"{path}/api/submit", header);
        Assert.StartsWith($"{prefix}/api/status?jobid=", old.Headers.Location!.OriginalString, StringComparison.Ordinal);

        foreach (var read in (string[])["/api/v1/jobs", "/api/v1/stores", "/api/v1/stores/S1", "/api/v1/stores/S1/visits"])
        {
            var (_, text) = await SendAsync(product, HttpMethod.Get, path + read, "acme-admin", header);
            Assert.DoesNotContain("\"/api", text);
            Assert.Contains($"\"{prefix}/api/v1/", text);
        }

        var (_, document) = await SendAsync(product, HttpMethod.Get, $"{path}/openapi/v1.json", null, header);
        Assert.Equal(prefix, JsonSerializer.Deserialize<JsonElement>(document).GetProperty("servers")[0].GetProperty("url").GetString());
        var (dashboard, _) = await SendAsync(product, HttpMethod.Get, $"{path}/dashboard", "acme-admin", header);
        Assert.Equal($"{prefix}/dashboard/", dashboard.Headers.Location!.OriginalString);
    }

    private static async Task<KeyedProduct> StartAsync(params (string, string)[] settings)
    {
        var product = new KeyedProduct(settings);
        await product.InitializeAsync();
        return product;
    }

    private static Task<(HttpResponseMessage Response, string Body)> SubmitAsync(
        KeyedProduct product,
        string path,
        (string, string) header
    ) => SendAsync(product, HttpMethod.Post, path, "acme-submit", JsonSerializer.Serialize(KeyedProduct.Job("http://a.example/1")), header);

    private static Task<(HttpResponseMessage Response, string Body)> SendAsync(
        KeyedProduct product,
        HttpMethod method,
        string path,
        string? key,
        params (string Name, string Value)[] headers
    ) => SendAsync(product, method, path, key, null, headers);

    /// <summary>Past the check against the API's document, whose paths have no prefix.</summary>
    private static async Task<(HttpResponseMessage Response, string Body)> SendAsync(
        KeyedProduct product,
        HttpMethod method,
        string path,
        string? key,
        string? body,
        params (string Name, string Value)[] headers
    )
    {
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false, AllowAutoRedirect = false })
        {
            BaseAddress = product.Product.Http.BaseAddress,
        };
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (key is not null)
            request.Headers.Add("X-Api-Key", key);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        var response = await http.SendAsync(request);
        return (response, await response.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> SignInAsync(KeyedProduct product, string path, string password)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"anyone:{password}"))
        );
        return await product.Product.Http.SendAsync(request);
    }
}

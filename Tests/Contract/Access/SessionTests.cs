using System.Net;
using Microsoft.Extensions.DependencyInjection;
using RetailPulse.Installation;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.Tests.Contract.Access;

/// <summary>The session of a person at the console.</summary>
public sealed class SessionTests(KeyedProduct product) : IClassFixture<KeyedProduct>
{
    [Fact]
    public async Task A_known_key_begins_a_session_that_scripts_cannot_read()
    {
        using var http = Client();
        using var response = await BeginAsync(http, "acme-read", "/jobs?status=failed");
        Assert.Equal((HttpStatusCode.SeeOther, "/jobs?status=failed"), (response.StatusCode, response.Headers.Location!.ToString()));
        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        Assert.Matches("(?i)^retailpulse=[-_0-9A-Z]+; path=/; samesite=strict; httponly$", cookie);
        Assert.DoesNotContain("acme-read", cookie, StringComparison.Ordinal);
    }

    /// <summary>A browser sends a cookie to every port of the host.</summary>
    [Fact]
    public async Task A_ticket_is_not_a_key_and_a_key_is_not_a_ticket()
    {
        var ticket = await TicketAsync("acme-submit");
        Assert.Equal(401, (await product.SendAsync(ticket, HttpMethod.Get, "/api/v1/jobs")).Status);
        using var http = Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/jobs")
        {
            Headers = { { "Cookie", "retailpulse=acme-submit" } },
        };
        using var response = await http.SendAsync(request);
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task A_removed_key_ends_its_sessions()
    {
        await using var other = new KeyedProduct();
        await other.InitializeAsync();
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = other.Product.Http.BaseAddress,
        };
        using var begun = await BeginAsync(http, "acme-read", "/");
        var cookie = begun.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        Assert.Equal(HttpStatusCode.OK, await ReadAsync());
        other.Configure("RetailPulse:Api:Keys:0:Sha256", NewKey.Sha256("another"));
        Assert.Equal(HttpStatusCode.Unauthorized, await ReadAsync());

        async Task<HttpStatusCode> ReadAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/jobs") { Headers = { { "Cookie", cookie } } };
            using var response = await http.SendAsync(request);
            return response.StatusCode;
        }
    }

    [Fact]
    public async Task A_removed_key_ends_its_streams()
    {
        await using var other = new KeyedProduct();
        await other.InitializeAsync();
        using var removed = await ListenAsync("acme-read");
        using var kept = await ListenAsync("acme-submit");
        other.Configure("RetailPulse:Api:Keys:0:Sha256", NewKey.Sha256("another"));
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAnyAsync<IOException>(async () =>
        {
            while (await removed.ReadLineAsync(deadline.Token) is not null) { }
            throw new IOException("The stream ended.");
        });
        var job = await other.SubmitAsync("acme-submit");
        while (await kept.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.Contains($"\"job_id\":{job},", StringComparison.Ordinal))
                return;
        }

        Assert.Fail("The stream of another key ended.");

        async Task<StreamReader> ListenAsync(string key)
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events") { Headers = { { "X-Api-Key", key } } };
            var response = await other.Product.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
            Assert.StartsWith("retry:", await reader.ReadLineAsync(), StringComparison.Ordinal);
            return reader;
        }
    }

    [Fact]
    public async Task A_session_that_expires_ends_its_streams()
    {
        Assert.True(KeyDigest.TryTake("acme-read", out var key));
        var seal = await product.Product.Services.GetRequiredService<Seals>().OfAsync(KeyPurpose.Sessions);
        var time = product.Product.Services.GetRequiredService<TimeProvider>();
        using var stream = await ListenAsync(new SessionTicket(key, time.GetUtcNow().AddSeconds(15)).Write(seal));
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (await stream.ReadLineAsync(deadline.Token) is not null) { }
    }

    [Fact]
    public async Task A_session_that_a_person_ends_ends_its_streams()
    {
        var ticket = await TicketAsync("acme-read");
        using var ended = await ListenAsync(ticket);
        using var kept = await ListenAsync(await TicketAsync("acme-read"));
        using var http = Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/console/session/end")
        {
            Headers = { { "Cookie", $"retailpulse={ticket}" }, { "Sec-Fetch-Site", "same-origin" } },
        };
        using var response = await http.SendAsync(request);
        Assert.Equal("/console/sign-in", response.Headers.Location!.ToString());
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await ended.ReadLineAsync(deadline.Token) is not null) { }
        var job = await product.SubmitAsync("acme-submit");
        while (await kept.ReadLineAsync(deadline.Token) is { } line)
        {
            if (line.Contains($"\"job_id\":{job},", StringComparison.Ordinal))
                return;
        }

        Assert.Fail("The stream of another session ended.");
    }

    /// <summary>Otherwise, anyone could fill the log with errors.</summary>
    [Fact]
    public async Task A_form_in_UTF_7_is_a_bad_request()
    {
        using var http = Client();
        using var form = new StringContent("key=x&to=/");
        form.Headers.ContentType = new("application/x-www-form-urlencoded") { CharSet = "utf-7" };
        using var response = await http.PostAsync("/console/session", form);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Theory]
    [InlineData("wrong", "/jobs", "/console/sign-in?failed=1&to=%2Fjobs")]
    [InlineData("acme-read", "//elsewhere.example/", "/")]
    [InlineData("acme-read", "/\\elsewhere.example/", "/")]
    [InlineData("acme-read", "https://elsewhere.example/", "/")]
    [InlineData("acme-read", "/é", "/")]
    public async Task A_wrong_key_begins_none_and_no_target_leads_elsewhere(string key, string target, string location)
    {
        using var http = Client();
        using var response = await BeginAsync(http, key, target);
        Assert.Equal(location, response.Headers.Location!.ToString());
        Assert.Equal(key == "wrong", !response.Headers.Contains("Set-Cookie"));
    }

    [Theory]
    [InlineData("multipart/form-data", 1)]
    [InlineData("application/x-www-form-urlencoded", 1_025)]
    public async Task An_unreadable_form_starts_no_session(string type, int values)
    {
        using var http = Client();
        using var content = new StringContent(string.Join('&', Enumerable.Repeat("a=", values)));
        content.Headers.Remove("Content-Type");
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var response = await http.PostAsync("/console/session", content);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task A_session_reads_and_changes_only_from_its_own_pages()
    {
        var job = await product.SubmitAsync("acme-submit");
        Assert.Equal(HttpStatusCode.OK, await SendAsync(HttpMethod.Get, $"/api/v1/jobs/{job}", "acme-submit", site: null));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(HttpMethod.Get, $"/jobs/{job}", "acme-submit", site: "none"));
        using (var elsewhere = Client())
        {
            // Over plain http and another name than localhost, browsers send only the origin.
            foreach (
                var (origin, status) in ((string, HttpStatusCode)[])
                    [("http://evil.example", HttpStatusCode.Forbidden), (Own(), HttpStatusCode.OK)]
            )
            {
                using var request = new HttpRequestMessage(
                    HttpMethod.Post,
                    $"/api/v1/jobs/{await product.SubmitAsync("acme-submit")}/cancel"
                );
                request.Headers.Add("Cookie", $"retailpulse={await TicketAsync("acme-submit")}");
                request.Headers.Add("Origin", origin);
                using var response = await elsewhere.SendAsync(request);
                Assert.Equal(status, response.StatusCode);
            }
        }

        foreach (var site in (string?[])[null, "none", "same-site", "cross-site"])
            Assert.Contains(
                await SendAsync(HttpMethod.Post, $"/api/v1/jobs/{job}/cancel", "acme-submit", site),
                (HttpStatusCode[])[HttpStatusCode.Unauthorized, HttpStatusCode.Forbidden]
            );
        Assert.Equal(HttpStatusCode.Forbidden, await SendAsync(HttpMethod.Post, $"/api/v1/jobs/{job}/cancel", "acme-read", "same-origin"));
        Assert.Equal(HttpStatusCode.OK, await SendAsync(HttpMethod.Post, $"/api/v1/jobs/{job}/cancel", "acme-submit", "same-origin"));
    }

    [Fact]
    public async Task A_reader_sees_no_actions_and_another_tenant_no_job()
    {
        var job = await product.SubmitAsync("acme-submit");
        var read = await PageAsync($"/jobs/{job}", "acme-read");
        Assert.DoesNotContain("data-post", read, StringComparison.Ordinal);
        Assert.DoesNotContain("/submit", read, StringComparison.Ordinal);
        Assert.DoesNotContain("/operator", read, StringComparison.Ordinal);
        foreach (var path in (string[])["/", "/jobs", "/failures?reason=http_404"])
        {
            var list = await PageAsync(path, "acme-read");
            Assert.DoesNotContain("data-bulk", list, StringComparison.Ordinal);
            Assert.DoesNotContain("data-select", list, StringComparison.Ordinal);
            Assert.DoesNotContain("retry-selected", list, StringComparison.Ordinal);
        }

        var screen = await PageAsync("/operator", "acme-admin");
        Assert.Contains("name of acme-manage (manage)", screen, StringComparison.Ordinal);
        Assert.Contains("Webhooks that wait", screen, StringComparison.Ordinal);
        Assert.Contains("data-select", await PageAsync("/jobs", "acme-submit"), StringComparison.Ordinal);
        Assert.Contains("name of acme-submit", await PageAsync("/jobs", "acme-read"), StringComparison.Ordinal);
        Assert.Contains("Not for this key", await PageAsync("/submit", "acme-read"), StringComparison.Ordinal);
        Assert.Contains("Not for this key", await PageAsync("/operator", "acme-submit"), StringComparison.Ordinal);
        Assert.Equal(
            (await PageAsync("/jobs/999999999", "zeta-admin")).Replace("999999999", "N", StringComparison.Ordinal),
            (await PageAsync($"/jobs/{job}", "zeta-admin")).Replace($"/jobs/{job}", "/jobs/N", StringComparison.Ordinal)
        );
    }

    private string Own() => product.Product.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);

    private HttpClient Client() =>
        new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = product.Product.Http.BaseAddress };

    private static async Task<HttpResponseMessage> BeginAsync(HttpClient http, string key, string target)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("key", key), KeyValuePair.Create("to", target)]);
        return await http.PostAsync("/console/session", form);
    }

    private async Task<string> TicketAsync(string key)
    {
        using var http = Client();
        using var response = await BeginAsync(http, key, "/");
        return response.Headers.GetValues("Set-Cookie").Single().Split(';')[0].Split('=')[1];
    }

    private async Task<HttpStatusCode> SendAsync(HttpMethod method, string path, string key, string? site)
    {
        using var http = Client();
        using var request = new HttpRequestMessage(method, path) { Headers = { { "Cookie", $"retailpulse={await TicketAsync(key)}" } } };
        if (site is not null)
            request.Headers.Add("Sec-Fetch-Site", site);
        using var response = await http.SendAsync(request);
        return response.StatusCode;
    }

    /// <summary>Opens the event stream of a session.</summary>
    private async Task<StreamReader> ListenAsync(string ticket)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/events")
        {
            Headers = { { "Cookie", $"retailpulse={ticket}" } },
        };
        var response = await product.Product.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        Assert.StartsWith("retry:", await reader.ReadLineAsync(), StringComparison.Ordinal);
        return reader;
    }

    private async Task<string> PageAsync(string path, string key)
    {
        using var http = Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, path)
        {
            Headers = { { "Cookie", $"retailpulse={await TicketAsync(key)}" } },
        };
        using var response = await http.SendAsync(request);
        return await response.Content.ReadAsStringAsync();
    }
}

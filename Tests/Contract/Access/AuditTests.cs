using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using RetailPulse.WebFrontend.Access;

namespace RetailPulse.Tests.Contract.Access;

/// <summary>What changes something, and what was refused, leaves a line of the audit; a flood leaves two.</summary>
public sealed partial class AuditTests : IAsyncLifetime
{
    private readonly KeyedProduct product = new();

    private Audit Audit => product.Product.Services.GetRequiredService<Audit>();

    public ValueTask InitializeAsync() => product.InitializeAsync();

    public ValueTask DisposeAsync() => product.DisposeAsync();

    [Fact]
    public async Task Every_refusal_on_a_route_that_changes_something_has_its_line()
    {
        (HttpMethod Method, string Route)[] changing =
        [
            .. product
                .Routes.Where(route => Requirement.Of(route).Role is not null)
                .Select(route => (MethodOf(route), route.RoutePattern.RawText!))
                .Where(route => route.Item1 != HttpMethod.Get),
        ];
        Assert.InRange(changing.Length, 8, 100);
        foreach (var (method, route) in changing)
        {
            var path = Parameter().Replace(route, "1");
            await product.SendAsync("who-knows", method, path);
            await product.SendAsync("acme-read", method, path);
            await HasLineAsync($"{method} {route} of {path} by key unknown of tenant unknown from 127.0.0.1: 401");
            await HasLineAsync($"{method} {route} of {path} by key name of acme-read of tenant acme from 127.0.0.1: 403");
        }

        Assert.DoesNotContain(product.AuditLines, line => line.Contains("who-knows", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_sign_in_with_an_unknown_key_has_its_line_without_the_key()
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            using var form = new FormUrlEncodedContent([KeyValuePair.Create("key", "guessed-4711")]);
            using var response = await product.Product.Http.PostAsync("/console/session", form);
        }

        await HasLineAsync("POST /console/session of /console/session by key unknown of tenant unknown from 127.0.0.1: 401");
        Assert.Single(product.AuditLines, line => line.Contains("/console/session of", StringComparison.Ordinal));
        Assert.DoesNotContain(product.AuditLines, line => line.Contains("guessed-4711", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_change_has_its_line_with_the_job()
    {
        var job = await product.SubmitAsync("acme-submit");
        var second = (await product.SendAsync("acme-submit", HttpMethod.Post, "/api/v1/jobs", KeyedProduct.Job("http://a.example/1")))
            .Body.GetProperty("id")
            .GetInt64();
        for (var i = 0; i < 3; i++)
            await product.SendAsync("acme-submit", HttpMethod.Post, $"/api/v1/jobs/{job}/cancel");
        await product.SendAsync("acme-manage", HttpMethod.Post, "/api/v1/webhooks/secret/rotate");
        await product.SendAsync("acme-read", HttpMethod.Get, $"/api/v1/jobs/{job}");

        await HasLineAsync($"POST /api/submit of /api/v1/jobs/{job} by key name of acme-submit of tenant acme from 127.0.0.1: 201");
        await HasLineAsync($"POST /api/v1/jobs of /api/v1/jobs/{second} by key name of acme-submit of tenant acme from 127.0.0.1: 202");
        await HasLineAsync(
            "POST /api/v1/webhooks/secret/rotate of /api/v1/webhooks/secret/rotate by key name of acme-manage of tenant acme from 127.0.0.1: 200"
        );
        await Eventually.TrueAsync(
            () => product.AuditLines.Count(line => line.Contains($"/jobs/{job}/cancel by", StringComparison.Ordinal)) == 3,
            "each of the three requests has its line"
        );
        Assert.DoesNotContain(product.AuditLines, line => line.Contains("GET /api/v1/jobs/{id} ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_refused_before_its_route_is_known_has_its_line()
    {
        using var page = new HttpRequestMessage(HttpMethod.Post, "/api/v1/webhooks/secret/rotate");
        page.Headers.Add("X-Api-Key", "acme-manage");
        page.Headers.Add("Sec-Fetch-Site", "cross-site");
        using var refused = await product.Product.Http.SendAsync(page);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        await HasLineAsync("POST any route of /api/v1/webhooks/secret/rotate by key unknown of tenant unknown from 127.0.0.1: 403");
    }

    [Fact]
    public async Task A_flood_without_a_key_leaves_one_line_and_a_count()
    {
        // Few enough for a slow machine to make within the minute that a line covers.
        const int Requests = 200;
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Requests),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (number, _) => await product.SendAsync($"guess-{number}", HttpMethod.Post, $"/api/v1/jobs/{number}/cancel")
        );
        Assert.Single(product.AuditLines);
        Audit.Summarize();
        var summary = product.AuditLines.Last();
        Assert.Equal(
            $"Information {Requests - 1} further requests within a minute: POST /api/v1/jobs/{{id}}/cancel by key unknown of tenant unknown from 127.0.0.1: 401",
            Plain(summary)
        );
        Audit.Summarize();
        Assert.Equal(2, product.AuditLines.Count);
    }

    /// <summary>Pages read the API within the process.</summary>
    [Fact]
    public async Task What_a_page_reads_for_an_operator_and_what_it_refuses_has_its_line()
    {
        await product.SendAsync("acme-admin", HttpMethod.Get, "/operator");
        foreach (var route in (string[])["hosts", "cluster"])
            await HasLineAsync($"GET /api/v1/{route} of /api/v1/{route} by key name of acme-admin of tenant acme from 127.0.0.1: 200");
        await product.SendAsync("acme-read", HttpMethod.Get, "/");
        Assert.DoesNotContain(product.AuditLines, line => line.Contains("acme-read", StringComparison.Ordinal));
        foreach (var page in (string[])["operator", "submit"])
        {
            Assert.Equal(403, (await product.SendAsync("acme-read", HttpMethod.Get, $"/{page}")).Status);
            await HasLineAsync($"GET /{page} of /{page} by key name of acme-read of tenant acme from 127.0.0.1: 403");
        }
    }

    [Fact]
    public async Task Reads_that_are_refused_are_noted_too()
    {
        await product.SendAsync("guess", HttpMethod.Get, "/api/v1/jobs");
        await HasLineAsync("GET /api/v1/jobs of /api/v1/jobs by key unknown of tenant unknown from 127.0.0.1: 401");
    }

    [Fact]
    public async Task A_path_cannot_forge_a_line()
    {
        await product.SendAsync("acme-submit", HttpMethod.Post, "/api/v1/jobs/1%0A2026-05-04%20crit%1b[31m%E2%80%AE/cancel");
        await HasLineAsync("of /api/v1/jobs/1%0A2026-05-04%20crit%1B%5B31m%E2%80%AE/cancel by key name of acme-submit");
        Assert.All(product.AuditLines, line => Assert.DoesNotContain('\n', line));
    }

    private Task HasLineAsync(string line) =>
        Eventually.TrueAsync(
            () => product.AuditLines.Any(found => Plain(found).Contains(line, StringComparison.Ordinal)),
            $"the audit has '{line}'"
        );

    /// <summary>The same for a client on either loopback address.</summary>
    private static string Plain(string line) =>
        line.Replace("::/64", "127.0.0.1", StringComparison.Ordinal).Replace("from ::1:", "from 127.0.0.1:", StringComparison.Ordinal);

    private static HttpMethod MethodOf(RouteEndpoint route) => new(route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]);

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Parameter();
}

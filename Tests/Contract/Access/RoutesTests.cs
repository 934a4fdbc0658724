using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Routing;
using RetailPulse.WebFrontend.Access;

namespace RetailPulse.Tests.Contract.Access;

/// <summary>Every route there is, asked by those who may not.</summary>
public sealed partial class RoutesTests(KeyedProduct product) : IClassFixture<KeyedProduct>
{
    private static readonly string[] WithoutKey =
    [
        "/alive",
        "/console/assets/{version}/{name}",
        "/console/session",
        "/console/session/end",
        "/console/sign-in",
        "/health",
        "/health/live",
        "/health/ready",
        "/health/startup",
        "/openapi/v1.json",
    ];

    private static readonly string[] Admins =
    [
        "DELETE /api/v1/jobs/{id}/",
        "GET /api/v1/cluster",
        "GET /api/v1/hosts",
        "GET /api/v1/throughput",
        "GET /dashboard/{**path}",
        "GET /metrics",
        "PUT /api/v1/stores",
    ];

    private static readonly string[] Managers = ["GET /api/v1/webhooks/secret", "POST /api/v1/webhooks/secret/rotate"];

    private IEnumerable<RouteEndpoint> Guarded => product.Routes.Where(route => Requirement.Of(route).Role is not null);

    [Fact]
    public void Each_states_what_it_needs()
    {
        Assert.NotEmpty(product.Routes);
        Assert.All(product.Routes, route => Assert.NotNull(route.Metadata.GetMetadata<Requirement>()));
        Assert.Equal(WithoutKey, product.Routes.Except(Guarded).Select(route => route.RoutePattern.RawText!).Order(StringComparer.Ordinal));
        Assert.All(
            Guarded.Where(route => MethodOf(route) != HttpMethod.Get),
            route => Assert.NotEqual(Role.Read, Requirement.Of(route).Role)
        );
        Assert.Equal(Admins, Guarded.Where(route => Requirement.Of(route).Role == Role.Admin).Select(Name).Order(StringComparer.Ordinal));
        Assert.Equal(
            Managers,
            Guarded.Where(route => Requirement.Of(route).Role == Role.Manage).Select(Name).Order(StringComparer.Ordinal)
        );
        Assert.All(
            Guarded.Where(route => MethodOf(route) == HttpMethod.Get && !Admins.Concat(Managers).Contains(Name(route))),
            route => Assert.Equal(Role.Read, Requirement.Of(route).Role)
        );
    }

    [Fact]
    public Task None_answers_without_a_key_that_is_known() =>
        ForEachAsync(
            Guarded,
            async route =>
            {
                foreach (var key in (string?[])[null, "", "acme-reader", "ACME-READ"])
                {
                    var (status, body, response) = await product.SendAsync(key, MethodOf(route), PathOf(route, 1));
                    if (IsScreen(route))
                    {
                        Assert.Equal("/console/sign-in", response.RequestMessage!.RequestUri!.AbsolutePath);
                        continue;
                    }

                    Assert.Equal(
                        (401, IsPage(route) ? KeyPrompt.Challenge : "Bearer"),
                        (status, response.Headers.WwwAuthenticate.ToString())
                    );
                    if (IsV1(route))
                        Assert.Equal("unauthorized", body.GetProperty("code").GetString());
                    else
                        Assert.Equal("""{"error":"API key is missing or unknown"}""", body.GetRawText());
                }
            }
        );

    [Fact]
    public Task None_answers_to_a_lesser_role() =>
        ForEachAsync(
            Guarded.Where(route => Requirement.Of(route).Role > Role.Read),
            async route =>
            {
                var needed = Requirement.Of(route).Role!.Value;
                foreach (var role in Enum.GetValues<Role>().Where(role => role < needed))
                {
                    var (status, body, _) = await product.SendAsync($"acme-{Roles.Name(role)}", MethodOf(route), PathOf(route, 1));
                    Assert.Equal(403, status);
                    if (IsV1(route))
                        Assert.Equal("forbidden", body.GetProperty("code").GetString());
                    Assert.Contains(
                        $"the role {Roles.Name(needed)}",
                        (IsV1(route) ? body.GetProperty("detail") : body.GetProperty("error")).GetString()
                    );
                }
            }
        );

    [Fact]
    public Task Each_answers_to_the_role_that_it_needs() =>
        ForEachAsync(
            // A stream does not end by itself.
            Guarded.Where(route => Name(route) != "GET /api/v1/events"),
            async route =>
            {
                var (status, _, _) = await product.SendAsync(
                    $"acme-{Roles.Name(Requirement.Of(route).Role!.Value)}",
                    MethodOf(route),
                    PathOf(route, 1)
                );
                if (!IsScreen(route))
                    Assert.NotInRange(status, 401, 403);
                Assert.InRange(status, 200, 499);
            }
        );

    [Fact]
    public async Task A_job_of_another_tenant_does_not_exist_on_any()
    {
        var job = await product.SubmitAsync("acme-submit");
        var ofJobs = Guarded.Where(route => route.RoutePattern.RawText!.Contains("/jobs/{id}", StringComparison.Ordinal)).ToList();
        Assert.InRange(ofJobs.Count, 5, 100);
        await ForEachAsync(
            ofJobs,
            async route =>
            {
                var (status, body, _) = await product.SendAsync("zeta-admin", MethodOf(route), PathOf(route, job));
                Assert.Equal(404, status);
                if (!IsScreen(route))
                    Assert.Equal("job_not_found", body.GetProperty("code").GetString());
            }
        );

        var unknown = await product.SendAsync("zeta-admin", HttpMethod.Get, $"/api/status?jobid={job}");
        Assert.Equal((400, """{"error":"Job ID not found"}"""), (unknown.Status, unknown.Body.GetRawText()));
        Assert.Equal(200, (await product.SendAsync("acme-read", HttpMethod.Get, $"/api/status?jobid={job}")).Status);
        Assert.Equal(200, (await product.SendAsync("acme-read", HttpMethod.Get, $"/api/v1/jobs/{job}")).Status);
    }

    [Fact]
    public async Task Each_tenant_signs_its_webhooks_with_its_own_secret()
    {
        const string path = "/api/v1/webhooks/secret";
        var acme = (await product.SendAsync("acme-admin", HttpMethod.Get, path)).Body.GetProperty("secret").GetString();
        var zeta = (await product.SendAsync("zeta-admin", HttpMethod.Get, path)).Body.GetProperty("secret").GetString();
        Assert.StartsWith("whsec_", acme, StringComparison.Ordinal);
        Assert.NotEqual(acme, zeta);
        await product.SendAsync("acme-admin", HttpMethod.Post, $"{path}/rotate");
        Assert.Equal(zeta, (await product.SendAsync("zeta-admin", HttpMethod.Get, path)).Body.GetProperty("secret").GetString());
        Assert.NotEqual(acme, (await product.SendAsync("acme-admin", HttpMethod.Get, path)).Body.GetProperty("secret").GetString());
    }

    [Fact]
    public async Task Unknown_routes_and_probes_need_no_key()
    {
        Assert.Equal(404, (await product.SendAsync(null, HttpMethod.Get, "/api/v1/nothing")).Status);
        Assert.Equal(405, (await product.SendAsync(null, HttpMethod.Delete, "/api/v1/jobs")).Status);
        Assert.Equal(200, (await product.SendAsync(null, HttpMethod.Get, "/health")).Status);
        Assert.Equal(200, (await product.SendAsync(null, HttpMethod.Get, "/alive")).Status);
    }

    private static async Task ForEachAsync(IEnumerable<RouteEndpoint> routes, Func<RouteEndpoint, Task> test)
    {
        foreach (var route in routes)
            await test(route);
    }

    private static string Name(RouteEndpoint route) => $"{MethodOf(route)} {route.RoutePattern.RawText}";

    private static bool IsV1(RouteEndpoint route) => route.RoutePattern.RawText!.StartsWith("/api/v1", StringComparison.Ordinal);

    /// <summary>A screen of the console leads to the page that asks for a key.</summary>
    private static bool IsScreen(RouteEndpoint route) => route.Metadata.GetMetadata<SignInPage>() is not null;

    private static bool IsPage(RouteEndpoint route) => route.Metadata.GetMetadata<KeyPrompt>() is not null;

    private static HttpMethod MethodOf(RouteEndpoint route) => new(route.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]);

    private static string PathOf(RouteEndpoint route, long id) =>
        Parameter().Replace(route.RoutePattern.RawText!, name => name.Value == "{id}" ? $"{id}" : "0");

    [GeneratedRegex(@"\{[a-z]+\}")]
    private static partial Regex Parameter();
}

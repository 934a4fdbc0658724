using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Unit.WebFrontend.Access;

public sealed class StartNoticesTests
{
    [Fact]
    public void Several_tenants_without_quotas_and_rates_cause_a_notice()
    {
        string[] notices = [.. Of(With("acme", "zeta"))];
        Assert.Equal(2, notices.Length);
        Assert.StartsWith("Several tenants share this service, and no quota bounds the jobs of acme, zeta.", notices[0]);
        Assert.StartsWith("Several tenants share this service, and no rate limits the requests of acme, zeta.", notices[1]);
    }

    [Fact]
    public void One_tenant_needs_neither() => Assert.Empty(Of(With("acme", "acme")));

    [Fact]
    public void Only_tenants_without_are_named()
    {
        var api = With("acme", "zeta");
        api.Tenants["acme"] = new TenantOptions { MaxJobs = 5 };
        api.Keys[1].RequestsPerSecond = 5;
        Assert.Contains("jobs of zeta.", Of(api).First());
        Assert.Contains("requests of acme.", Of(api).Last());
        (api.MaxImages, api.RequestsPerSecond) = (1_000, 10);
        Assert.Empty(Of(api));
    }

    [Fact]
    public void Tenants_that_share_the_admin_role_cause_a_notice()
    {
        var api = With("acme", "zeta");
        (api.MaxJobs, api.RequestsPerSecond) = (1_000, 10);
        api.Keys[0].Role = "admin";
        Assert.Empty(Of(api));
        api.Keys[1].Role = "admin";
        Assert.StartsWith("Keys of several tenants, acme, zeta, have the role admin", Assert.Single(Of(api)));
    }

    [Fact]
    public void A_line_names_a_few_of_many_tenants() =>
        Assert.Contains(
            "jobs of t0, t1, t2, t3, t4 and 4 more.",
            Of(With([.. Enumerable.Range(0, 9).Select(number => $"t{number}")])).First()
        );

    private static IEnumerable<string> Of(ApiOptions api) => StartNotices.Of(api).Select(notice => $"{notice}");

    private static ApiOptions With(params string[] tenants)
    {
        var api = new ApiOptions();
        foreach (var tenant in tenants)
            api.Keys.Add(
                new ApiKeyOptions
                {
                    Name = "x",
                    Tenant = tenant,
                    Role = "submit",
                }
            );
        return api;
    }
}

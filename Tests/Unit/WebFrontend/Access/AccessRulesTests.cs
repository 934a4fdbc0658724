using Microsoft.AspNetCore.Http;
using RetailPulse.Tenants;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Unit.WebFrontend.Access;

public sealed class AccessRulesTests
{
    private const string Key = "rp_of-acme";

    private static readonly ApiOptions Options = new()
    {
        Keys =
        {
            new ApiKeyOptions
            {
                Name = "office",
                Tenant = "acme",
                Role = "submit",
                Sha256 = NewKey.Sha256(Key).ToUpperInvariant(),
            },
        },
        RequestsPerSecond = 7,
        MaxJobs = 3,
        Tenants = { ["acme"] = new TenantOptions { MaxImages = 50 } },
    };

    [Theory]
    [InlineData("Authorization", "Bearer rp_of-acme")]
    [InlineData("Authorization", "bearer  rp_of-acme ")]
    [InlineData("X-Api-Key", "rp_of-acme")]
    public void A_key_is_known_by_its_digest(string header, string value)
    {
        var caller = new AccessRules(Options, open: false).Identify(Request((header, value)))!;
        Assert.Equal(("office", "acme", Role.Submit, "acme"), (caller.Key, caller.Tenant, caller.Role, caller.Scope));
        Assert.Equal(new RequestRate(7, 7), caller.Rate);
        Assert.Equal(new TenantQuota(3, 50), caller.Quota);
    }

    [Theory]
    [InlineData("Authorization", "rp_of-acme")]
    [InlineData("Authorization", "Basic rp_of-acme")]
    [InlineData("Authorization", "Bearer ")]
    [InlineData("X-Api-Key", "rp_of-acme2")]
    [InlineData("X-Api-Key", "")]
    [InlineData("Cookie", "rp_of-acme")]
    public void Anything_else_is_not_a_key(string header, string value) =>
        Assert.Null(new AccessRules(Options, open: false).Identify(Request((header, value))));

    [Fact]
    public void The_digest_is_not_a_key() =>
        Assert.Null(new AccessRules(Options, open: false).Identify(Request(("X-Api-Key", Options.Keys[0].Sha256))));

    [Fact]
    public void A_very_long_text_is_not_a_key() =>
        Assert.Null(new AccessRules(Options, open: false).Identify(Request(("X-Api-Key", new string('x', 8_000)))));

    [Fact]
    public void A_proxy_that_signs_in_by_itself_leaves_the_other_header() =>
        Assert.NotNull(new AccessRules(Options, open: false).Identify(Request(("Authorization", "Basic abc"), ("X-Api-Key", Key))));

    [Fact]
    public void Without_keys_anybody_is_the_default_tenant_and_sees_all()
    {
        var caller = new AccessRules(new ApiOptions(), open: true).Identify(Request())!;
        Assert.Equal(("default", Role.Admin, null), (caller.Tenant, caller.Role, caller.Scope));
        Assert.Null(caller.Rate);
        Assert.Null(caller.Quota);
    }

    [Fact]
    public void A_front_end_that_lost_its_keys_is_not_open() =>
        Assert.Null(new AccessRules(new ApiOptions(), open: false).Identify(Request()));

    private static HttpRequest Request(params (string Name, string Value)[] headers)
    {
        var context = new DefaultHttpContext();
        foreach (var (name, value) in headers)
            context.Request.Headers[name] = value;
        return context.Request;
    }
}

using RetailPulse.Client;

namespace RetailPulse.Tests.Contract.V1;

/// <summary><c>GET /api/v1/me</c> over real HTTP.</summary>
public sealed class MeTests(Product product) : IClassFixture<Product>
{
    [Fact]
    public async Task A_key_reads_its_limits_and_the_use_of_its_tenant()
    {
        await using var keyed = new KeyedProduct(
            ("RetailPulse:Api:Keys:1:RequestsPerSecond", "100"),
            ("RetailPulse:Api:Keys:1:RequestBurst", "500"),
            ("RetailPulse:Api:Tenants:acme:MaxImages", "40")
        );
        await keyed.InitializeAsync();
        var held = new TaskCompletionSource();
        keyed.Product.Fetcher.Gate = held.Task;
        await keyed.SubmitAsync("acme-submit");
        await keyed.SendAsync("acme-submit", HttpMethod.Post, "/api/v1/jobs", KeyedProduct.Job("http://a.example/1", "http://a.example/2"));

        var submitter = await MeAsync(keyed, "acme-submit");
        Assert.Equal(("acme", "submit", "name of acme-submit"), (submitter.Tenant, submitter.Role, submitter.Key));
        Assert.Equal((100, 500), (submitter.Rate!.RequestsPerSecond, submitter.Rate.Burst));
        Assert.InRange(submitter.Rate.Remaining, 400, 499);
        Assert.Equal((new TenantQuota(null, 40), new TenantUse(2, 3)), (submitter.Quota, submitter.Use));
        var reader = await MeAsync(keyed, "acme-read");
        Assert.Equal(("read", null, new TenantUse(2, 3)), (reader.Role, reader.Rate, reader.Use));
        var stranger = await MeAsync(keyed, "zeta-admin");
        Assert.Equal((new TenantQuota(null, null), new TenantUse(0, 0)), (stranger.Quota, stranger.Use));

        held.SetResult();
        await Eventually.TrueAsync(async () => (await MeAsync(keyed, "acme-read")).Use == new TenantUse(0, 0), "ended jobs use nothing");
    }

    [Fact]
    public async Task Without_keys_everyone_is_the_admin_of_the_default_tenant()
    {
        var me = await product.Client.GetMeAsync();
        Assert.Equal(("default", "admin", null, null), (me.Tenant, me.Role, me.Key, me.Rate));
    }

    private static Task<Me> MeAsync(KeyedProduct keyed, string key) =>
        new RetailPulseClient(keyed.Product.Http, new RetailPulseClientOptions { MaxAttempts = 1, ApiKey = key }).GetMeAsync();
}

using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using RetailPulse.WebFrontend.Access;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.Tests.Contract.Access;

/// <summary>Two tenants of one product do not see each other.</summary>
public sealed class TenantsTests(KeyedProduct product) : IClassFixture<KeyedProduct>
{
    [Fact]
    public async Task Each_lists_its_own_jobs()
    {
        var ofAcme = await product.SubmitAsync("acme-submit");
        var ofZeta = await product.SubmitAsync("zeta-submit");
        Assert.Contains(ofAcme, await ListAsync("acme-read"));
        Assert.DoesNotContain(ofZeta, await ListAsync("acme-admin"));
        Assert.Contains(ofZeta, await ListAsync("zeta-admin"));
        Assert.DoesNotContain(ofAcme, await ListAsync("zeta-submit"));
    }

    [Fact]
    public async Task Each_reads_the_visits_of_its_own_jobs()
    {
        var job = await product.SubmitAsync("zeta-submit");
        const string Own =
            "SELECT count(*) FROM image_results JOIN jobs USING (job_id) JOIN visits USING (job_id, visit_no) WHERE tenant = 'zeta' AND store_id = 'S1' AND reason IS NULL";
        await Eventually.TrueAsync(() => product.Product.Count($"{Own} AND job_id = {job}") > 0, "the image is measured");
        Assert.Contains(job, await VisitsAsync("zeta-admin"));
        Assert.DoesNotContain(job, await VisitsAsync("acme-read"));

        // Others of the tenant's jobs may run yet.
        await Eventually.TrueAsync(
            async () => await CountMeasuredAsync("zeta-admin") == product.Product.Count(Own),
            "its own images are told, and no others"
        );
    }

    [Fact]
    public async Task Each_reads_the_failures_of_its_own_jobs()
    {
        var (ofAcme, ofZeta) = (await FailAsync("acme-submit"), await FailAsync("zeta-submit"));
        await Eventually.TrueAsync(
            () => product.Product.Count($"SELECT count(*) FROM image_results WHERE job_id IN ({ofAcme}, {ofZeta})") == 2,
            "both images fail"
        );
        Assert.Equal([ofAcme], await IdsAsync("acme-read", "/api/v1/failures?store=S9", "failures", "job_id"));
        Assert.Equal([ofZeta], await IdsAsync("zeta-admin", "/api/v1/failures?store=S9", "failures", "job_id"));

        async Task<long> FailAsync(string key)
        {
            var visit = new
            {
                store_id = "S9",
                image_url = new[] { "http://a.example/1" },
                visit_time = "2026-05-04T09:30:00Z",
            };
            return (await product.SendAsync(key, HttpMethod.Post, "/api/submit", new { count = 1, visits = new[] { visit } }))
                .Body.GetProperty("job_id")
                .GetInt64();
        }
    }

    /// <summary>Acts as if one tenant had created an image of the same hash as a photo of the other.</summary>
    [Fact]
    public async Task Neither_learns_of_equal_bytes_of_the_other()
    {
        product.Product.Fetcher.Answer = (url, _) =>
            FakeFetcher.Sound with
            {
                ContentHash = url.Contains("photo", StringComparison.Ordinal) ? 7u : default(UInt128),
            };
        foreach (var (first, second) in ((string, string)[])[("acme", "zeta"), ("zeta", "acme")])
        {
            await EndedAsync(await product.SubmitAsync($"{first}-submit", "http://a.example/photo"));
            var job = await product.SubmitAsync($"{second}-submit", "http://a.example/photo");
            await EndedAsync(job);
            var seen = (await product.SendAsync($"{second}-admin", HttpMethod.Get, $"/api/v1/jobs/{job}/repeated-photos")).Body.GetProperty(
                "repeated_photos"
            );
            var own = await ListAsync($"{second}-admin");
            Assert.All(seen.EnumerateArray(), photo => Assert.Contains(photo.GetProperty("seen_in").GetProperty("job_id").GetInt64(), own));
            Assert.Equal(first == "acme" ? 0 : 1, seen.GetArrayLength());
        }

        async Task EndedAsync(long job) =>
            await Eventually.TrueAsync(
                () => product.Product.Count($"SELECT count(*) FROM jobs WHERE job_id = {job} AND ended_at IS NOT NULL") == 1,
                $"job {job} ends"
            );
    }

    [Fact]
    public async Task Each_has_idempotency_keys_of_its_own()
    {
        var ofAcme = await product.SubmitAsync("acme-submit", idempotencyKey: "order-7");
        var ofZeta = await product.SubmitAsync("zeta-submit", idempotencyKey: "order-7");
        Assert.NotEqual(ofAcme, ofZeta);
        Assert.Equal(ofAcme, await product.SubmitAsync("acme-admin", idempotencyKey: "order-7"));
        Assert.Equal(1, product.Product.Count($"SELECT count(*) FROM jobs WHERE job_id = {ofZeta} AND tenant = 'zeta'"));
    }

    /// <summary>The keys of the tenant <c>default</c> were grain keys in earlier versions.</summary>
    [Theory]
    [InlineData("http://a.example/other")]
    [InlineData("http://a.example/1")]
    public async Task A_key_in_the_form_of_a_stored_one_opens_no_job_of_another_tenant(string url)
    {
        await using var elder = new KeyedProduct(
            ("RetailPulse:Api:Keys:6:Name", "elder"),
            ("RetailPulse:Api:Keys:6:Tenant", "default"),
            ("RetailPulse:Api:Keys:6:Role", "submit"),
            ("RetailPulse:Api:Keys:6:Sha256", NewKey.Sha256("elder"))
        );
        await elder.InitializeAsync();
        var job = await elder.SubmitAsync("acme-submit", idempotencyKey: "week-19");

        // As another front end, which has not seen the job yet.
        var owners = elder.Product.Services.GetRequiredService<JobOwnerCache>();
        owners.Clear();
        var stored = IdempotencyKey.Read("week-19")!.GrainKey("acme");
        var (status, body, _) = await elder.SendAsync("elder", HttpMethod.Post, "/api/v1/jobs", KeyedProduct.Job(url), stored);
        Assert.Equal(202, status);
        Assert.NotEqual(job, body.GetProperty("id").GetInt64());
        Assert.Equal(404, (await elder.SendAsync("elder", HttpMethod.Get, $"/api/v1/jobs/{job}")).Status);
        Assert.Equal(200, (await elder.SendAsync("acme-read", HttpMethod.Get, $"/api/v1/jobs/{job}")).Status);
    }

    [Fact]
    public async Task A_conflict_of_keys_says_nothing_about_the_owner_of_a_job()
    {
        var job = await product.SubmitAsync("acme-submit", idempotencyKey: "conflict-1");
        var owners = product.Product.Services.GetRequiredService<JobOwnerCache>();
        owners.Clear();
        var (status, _, _) = await product.SendAsync(
            "acme-submit",
            HttpMethod.Post,
            "/api/v1/jobs",
            KeyedProduct.Job("http://a.example/2"),
            "conflict-1"
        );
        Assert.Equal((422, 0), (status, owners.Count));
        Assert.Equal(job, await product.SubmitAsync("acme-submit", idempotencyKey: "conflict-1"));
        Assert.Equal(0, owners.Count);
        Assert.Equal(200, (await product.SendAsync("acme-read", HttpMethod.Get, $"/api/v1/jobs/{job}")).Status);
    }

    [Fact]
    public async Task A_changed_configuration_is_followed_unless_it_is_wrong()
    {
        var configuration = (IConfigurationRoot)product.Product.Services.GetRequiredService<IConfiguration>();
        Configure("Name", "new");
        Configure("Tenant", "newcomer");
        Configure("Role", "read");
        Configure("Sha256", NewKey.Sha256("new-key"));
        Assert.Equal(401, await TryAsync("new-key"));
        configuration.Reload();
        Assert.Equal(200, await TryAsync("new-key"));
        Assert.Empty(await ListAsync("new-key"));

        Configure("Sha256", "broken");

        // The framework's own check of the options throws here; one that follows a file throws where no caller can catch it.
        Assert.Throws<AggregateException>(configuration.Reload);
        Assert.Equal(200, await TryAsync("new-key"));
        Configure("Sha256", NewKey.Sha256("newer-key"));
        configuration.Reload();
        Assert.Equal((401, 200), (await TryAsync("new-key"), await TryAsync("newer-key")));

        void Configure(string name, string value) => configuration[$"RetailPulse:Api:Keys:9:{name}"] = value;
    }

    private async Task<int> TryAsync(string key) => (await product.SendAsync(key, HttpMethod.Get, "/api/v1/jobs")).Status;

    private Task<List<long>> ListAsync(string key) => IdsAsync(key, "/api/v1/jobs?page_size=1000", "jobs", "id");

    private Task<List<long>> VisitsAsync(string key) => IdsAsync(key, "/api/v1/stores/S1/visits?page_size=1000", "visits", "job_id");

    private async Task<List<long>> IdsAsync(string key, string path, string list, string id)
    {
        var (status, body, _) = await product.SendAsync(key, HttpMethod.Get, path);
        Assert.Equal(200, status);
        return [.. body.GetProperty(list).EnumerateArray().Select(entry => entry.GetProperty(id).GetInt64())];
    }

    private async Task<int> CountMeasuredAsync(string key)
    {
        var (_, body, _) = await product.SendAsync(key, HttpMethod.Get, "/api/visits?storeid=S1");
        return body.GetProperty("results")[0].GetProperty("data").GetArrayLength();
    }
}

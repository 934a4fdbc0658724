using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains.Webhooks;
using RetailPulse.Webhooks;

namespace RetailPulse.Tests.Cluster.Webhooks;

public sealed class WebhookSecretGrainTests : IAsyncLifetime
{
    private GrainCluster cluster = null!;

    public async ValueTask InitializeAsync() => cluster = await GrainCluster.StartAsync(silos: 2);

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task The_first_call_creates_a_secret_that_outlives_its_grain()
    {
        var secrets = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Secret("a").GetAsync()));
        var secret = Assert.Single(secrets.Distinct());
        Assert.Equal(32, Convert.FromBase64String(secret.Current["whsec_".Length..]).Length);
        await cluster.Silos.DeactivateAsync(Secret("a"));
        Assert.Equal(secret, await Secret("a").GetAsync());
        Assert.NotEqual(secret, await Secret("b").GetAsync());
    }

    [Fact]
    public async Task A_repeated_rotation_happens_once_and_keeps_the_old_secret()
    {
        var first = await Secret("c").GetAsync();
        var second = await Secret("c").RotateAsync(first.Current);
        Assert.NotEqual(first.Current, second.Current);
        Assert.Equal(first.Current, second.Previous);
        Assert.Equal(second, await Secret("c").RotateAsync(first.Current));
        await cluster.Silos.DeactivateAsync(Secret("c"));
        Assert.Equal(second, await Secret("c").GetAsync());
    }

    [Fact]
    public async Task Concurrent_rotations_of_one_secret_change_it_once()
    {
        var first = await Secret("d").GetAsync();
        var pairs = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Secret("d").RotateAsync(first.Current)));
        Assert.Equal(first.Current, Assert.Single(pairs.Distinct()).Previous);
        Assert.Equal(pairs[0], await Secret("d").GetAsync());
    }

    [Fact]
    public void A_replaced_secret_signs_for_24_hours()
    {
        var time = new FakeTimeProvider();
        var stored = new StoredWebhookSecrets { Current = "one" }.Rotate("two", time.GetUtcNow());
        time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Equal("one", stored.At(time.GetUtcNow()).Previous);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(new WebhookSecrets("two", null, null), stored.At(time.GetUtcNow()));
    }

    [Fact]
    public void Every_secret_replaced_within_24_hours_still_signs()
    {
        var time = new FakeTimeProvider();
        var stored = new StoredWebhookSecrets { Current = "one" }.Rotate("two", time.GetUtcNow());
        time.Advance(TimeSpan.FromHours(1));
        stored = stored.Rotate("three", time.GetUtcNow());
        Assert.Equal(["three", "two", "one"], stored.At(time.GetUtcNow()).All);
        time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(["three", "two"], stored.At(time.GetUtcNow()).All);
        time.Advance(TimeSpan.FromHours(1));
        Assert.Equal(["three"], stored.At(time.GetUtcNow()).All);
    }

    [Fact]
    public void A_rotation_is_refused_rather_than_drop_a_signing_secret()
    {
        var time = new FakeTimeProvider();
        var stored = new StoredWebhookSecrets { Current = "0" };
        for (var rotation = 1; rotation <= StoredWebhookSecrets.MaxPrevious; rotation++)
        {
            Assert.True(stored.MayRotateAt(time.GetUtcNow()));
            stored = stored.Rotate($"{rotation}", time.GetUtcNow());
            time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.False(stored.MayRotateAt(time.GetUtcNow()));
        time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromMinutes(StoredWebhookSecrets.MaxPrevious));
        Assert.True(stored.MayRotateAt(time.GetUtcNow()));
    }

    [Fact]
    public async Task A_rotation_that_is_refused_changes_nothing()
    {
        var secrets = await Secret("e").GetAsync();
        for (var rotation = 0; rotation < StoredWebhookSecrets.MaxPrevious; rotation++)
            secrets = await Secret("e").RotateAsync(secrets.Current);
        Assert.Equal(secrets, await Secret("e").RotateAsync(secrets.Current));
        Assert.Equal(1 + StoredWebhookSecrets.MaxPrevious, secrets.All.Count());
        await cluster.Silos.DeactivateAsync(Secret("e"));
        Assert.Equal(secrets, await Secret("e").GetAsync());
    }

    private IWebhookSecretGrain Secret(string tenant) => cluster.Silos.Client.GetGrain<IWebhookSecretGrain>(tenant);
}

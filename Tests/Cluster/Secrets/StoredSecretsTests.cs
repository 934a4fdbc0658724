using Microsoft.Extensions.DependencyInjection;
using Orleans.Storage;
using RetailPulse.Grains.Webhooks;
using RetailPulse.Webhooks;

namespace RetailPulse.Tests.Cluster.Secrets;

/// <summary>Tests what a copy of the database reveals about webhook secrets.</summary>
public sealed class StoredSecretsTests : IAsyncLifetime
{
    private readonly KeyFile file = new();
    private GrainCluster cluster = null!;

    public async ValueTask InitializeAsync() =>
        cluster = await GrainCluster.StartAsync(settings: ("RetailPulse:Secrets:KeyFile", file.Path));

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        file.Dispose();
    }

    [Fact]
    public async Task New_and_replaced_secrets_are_stored_encrypted()
    {
        var first = await Secret("a").GetAsync();
        var second = await Secret("a").RotateAsync(first.Current);
        var third = await Secret("a").RotateAsync(second.Current);
        Assert.Equal([third.Current, second.Current, first.Current], third.All);
        var stored = await ReadAsync("a");
        Assert.True(stored.All(secret => secret.StartsWith("enc:", StringComparison.Ordinal)));
        Assert.Single(stored.Earlier);
        await cluster.Silos.DeactivateAsync(Secret("a"));
        Assert.Equal(third, await Secret("a").GetAsync());
    }

    [Fact]
    public async Task Secrets_of_an_earlier_version_stay_the_same_and_are_encrypted_at_their_first_use()
    {
        var until = TimeProvider.System.GetUtcNow().AddHours(1);
        await cluster.WriteAsync(
            "webhook-secret",
            Secret("b"),
            new StoredWebhookSecrets
            {
                Schema = 2,
                Current = "whsec_bmV3",
                Previous = "whsec_b2xk",
                PreviousUntil = until,
                Earlier = [new StoredWebhookSecret("whsec_b25l", until)],
            }
        );
        Assert.Equal(["whsec_bmV3", "whsec_b2xk", "whsec_b25l"], (await Secret("b").GetAsync()).All);
        var stored = await ReadAsync("b");
        Assert.True(stored.All(secret => secret.StartsWith("enc:", StringComparison.Ordinal)));
        Assert.Equal(3, stored.Schema);
        await cluster.Silos.DeactivateAsync(Secret("b"));
        Assert.Equal(["whsec_bmV3", "whsec_b2xk", "whsec_b25l"], (await Secret("b").GetAsync()).All);
    }

    [Fact]
    public async Task A_tenants_encrypted_secret_is_of_no_use_in_the_row_of_another()
    {
        await Secret("c").GetAsync();
        await cluster.WriteAsync("webhook-secret", Secret("d"), await ReadAsync("c"));
        await Assert.ThrowsAnyAsync<Exception>(() => Secret("d").GetAsync());
    }

    private IWebhookSecretGrain Secret(string tenant) => cluster.Silos.Client.GetGrain<IWebhookSecretGrain>(tenant);

    private async Task<StoredWebhookSecrets> ReadAsync(string tenant)
    {
        var state = new GrainState<StoredWebhookSecrets>(new StoredWebhookSecrets());
        await cluster
            .Silos.Silos[0]
            .ServiceProvider.GetRequiredKeyedService<IGrainStorage>("Default")
            .ReadStateAsync("webhook-secret", Secret(tenant).GetGrainId(), state);
        return state.State!;
    }
}

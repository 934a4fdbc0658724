using RetailPulse.Images;

namespace RetailPulse.Tests.Cluster.Images;

public sealed class ImageHostGrainTests
{
    [Fact]
    public async Task Addresses_are_refused_as_the_fetcher_refuses_them_and_names_are_not()
    {
        await using var cluster = await GrainCluster.StartAsync(1, ("RetailPulse:Images:AllowedNetworks:0", "10.1.0.0/16:8080"));
        ImageHost[] refused =
        [
            new("127.0.0.1", 80),
            new("10.1.0.1", 80),
            new("10.2.0.1", 8080),
            new("::1", 443),
            new("::ffff:8.8.8.8", 80),
            new("169.254.169.254", 80),
        ];
        ImageHost[] open =
        [
            new("8.8.8.8", 80),
            new("10.1.0.1", 8080),
            new("2001:4860:4860::8888", 443),
            new("localhost", 80),
            new("127.0.0.1.example", 80),
        ];
        Assert.Equal(refused, await cluster.Silos.Client.GetGrain<IImageHostGrain>(0).FindRefusedAsync([.. open, .. refused]));
    }
}

using RetailPulse.Client;
using RetailPulse.Images;

namespace RetailPulse.Tests.Contract.V1;

/// <summary><c>GET /api/v1/hosts</c> over real HTTP, and what a job says about a host that is down.</summary>
public sealed class HostListTests(Product product) : IClassFixture<Product>
{
    private readonly Api api = new(product.Http);

    [Fact]
    public async Task A_host_that_is_down_is_listed_first_with_the_images_that_wait_for_it()
    {
        product.Fetcher.Answer = (url, _) =>
            url.Contains("dead", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Connect) : FakeFetcher.Sound;
        await api.EndAsync(await api.SubmitAsync(("S1", ["http://alive.example/1"])));
        var id = await api.SubmitAsync(("S1", [.. Enumerable.Range(0, 60).Select(image => $"http://dead.example:81/{image}")]));

        ImageHosts list = null!;
        await Eventually.TrueAsync(
            async () =>
                (list = await product.Client.Hosts.ListAsync())
                    is { Silos: [{ Answered: true }], Hosts: [{ State: HostState.Down, Waiting: > 0, NextProbeAt: not null }, ..] },
            "the host is down"
        );
        var host = list.Hosts[0];
        Assert.Equal(("http://dead.example:81", 1.0), (host.Origin, host.FailureShare));
        Assert.Equal((HostState.Down, 1), (host.Silos[0].State, host.Silos.Count));

        Assert.Equal(list.Silos[0].Silo, host.Silos[0].Silo);
        Assert.Contains(list.Hosts, known => known is { Origin: "http://alive.example", State: HostState.Up });

        Job job = null!;
        await Eventually.TrueAsync(
            async () => (job = await product.Client.Jobs.GetAsync(id)).Counts.Waiting is { ForHost: > 0 },
            "the job's images wait for their host"
        );
        Assert.Equal(60, job.Counts.Pending + job.Counts.Running + job.Counts.Measured + job.Counts.Failed + job.Counts.Cancelled);
        Assert.Null(job.EtaSeconds);
        await Eventually.TrueAsync(
            async () =>
                await product
                    .Client.Jobs.ListImagesAsync(id, new ImageQuery { Status = ImageStatus.Pending })
                    .AnyAsync(image => image.Progress is { WaitsFor: ImageWait.Host, Host: "http://dead.example:81" }),
            "an image says that it waits for its host"
        );
        await product.Client.Jobs.CancelAsync(id);
    }

    [Fact]
    public async Task A_query_that_means_nothing_is_refused() => Assert.Equal(["state"], await api.RefusedFieldsAsync("hosts?state=down"));
}

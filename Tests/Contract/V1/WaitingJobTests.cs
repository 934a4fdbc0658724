using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RetailPulse.Client;
using ImageHost = RetailPulse.Client.ImageHost;

namespace RetailPulse.Tests.Contract.V1;

/// <summary>The product says why it waits: real servers that are slow, ask to be left alone, or are dead, and the real fetcher.</summary>
public sealed class WaitingJobTests : IAsyncLifetime
{
    private static readonly byte[] Photo = File.ReadAllBytes(
        Path.Combine(AppContext.BaseDirectory, "Support", "Images", "files", "plain.avif")
    );

    private readonly Product product = new(
        Path.GetTempPath(),
        real: true,
        ("RetailPulse:Images:AllowedNetworks:0", "127.0.0.0/8"),
        ("RetailPulse:Images:MaxConnectionsPerHost", "2"),
        ("RetailPulse:Images:Slots", "1")
    );

    private readonly WebApplication server;
    private readonly TaskCompletionSource held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Api api = null!;

    public WaitingJobTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.MapGet("/sound/{image}", () => Results.Bytes(Photo, "image/avif"));
        server.MapGet(
            "/slow/{image}",
            async () =>
            {
                await held.Task;
                return Results.Bytes(Photo, "image/avif");
            }
        );
        server.MapGet(
            "/busy/{image}",
            (HttpResponse response) =>
            {
                response.Headers.RetryAfter = "1000";
                return Results.StatusCode(429);
            }
        );
        server.MapGet("/broken/{image}", () => Results.StatusCode(500));
    }

    private RetailPulseClient Client => product.Client;

    private string Address => server.Urls.First();

    public async ValueTask InitializeAsync()
    {
        await server.StartAsync();
        await product.InitializeAsync();
        api = new Api(product.Http);
    }

    public async ValueTask DisposeAsync()
    {
        held.TrySetResult();
        await product.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_host_that_asks_for_a_pause_is_waited_for_until_then()
    {
        var before = TimeProvider.System.GetUtcNow();
        var id = await SubmitAsync("busy", 1);
        var image = await WaitingAsync(id, image => image.Progress is { WaitsFor: ImageWait.Host, NextAttemptAt: not null });
        Assert.Equal((1, "http_429", Address), (image.Progress!.Attempts, image.Progress.LastReason, image.Progress.Host));
        AssertNear(before.AddSeconds(1_000), image.Progress.NextAttemptAt);

        var job = await JobAsync(id, job => job.Counts.Waiting is { ForHost: 1, NextAttemptAt: not null });
        Assert.Equal((1L, 0L), (job.Counts.Pending, job.Counts.Running));
        AssertNear(image.Progress.NextAttemptAt!.Value, job.Counts.Waiting!.NextAttemptAt);
        Assert.Null(job.EtaSeconds);

        var host = await HostAsync(host =>
            (host.State, host.InFlight, host.Waiting, host.RecentCalls, host.FailureShare, host.LastReason)
            == (HostState.Resting, 0, 1, 1, 1.0, "http_429")
        );
        AssertNear(image.Progress.NextAttemptAt.Value, host.NextProbeAt);

        var ended = await Client.Jobs.CancelAsync(id);
        Assert.Equal((JobStatus.Cancelled, null), (ended.Status, ended.Counts.Waiting));
        await HostAsync(host => host.Waiting == 0);
    }

    [Fact]
    public async Task A_dead_host_is_waited_for_until_its_next_probe()
    {
        var dead = ClosedPort();
        var id = await SubmitAsync(dead, 60);
        await JobAsync(id, job => job is { Counts: { Waiting: { ForHost: > 0, NextAttemptAt: not null }, Running: 0 }, EtaSeconds: null });
        var waiting = await WaitingAsync(
            id,
            image => image.Progress is { WaitsFor: ImageWait.Host, NextAttemptAt: not null, LastReason: "connect" }
        );
        Assert.Equal(dead, waiting.Progress!.Host);
        ImageHosts list = null!;
        await Eventually.TrueAsync(
            async () => (list = await Client.Hosts.ListAsync()).Hosts is [{ State: HostState.Down, Waiting: > 0, NextProbeAt: not null }],
            "the host is down"
        );
        Assert.Equal((dead, 1.0, "connect"), (list.Hosts[0].Origin, list.Hosts[0].FailureShare, list.Hosts[0].LastReason));

        // Each round of probes is followed by another, and the job knows it although no visit has reported since.
        var first = list.Hosts[0].NextProbeAt;
        await JobAsync(id, job => job.Counts.Waiting?.NextAttemptAt > first);
        await Client.Jobs.CancelAsync(id);
    }

    [Fact]
    public async Task A_busy_host_is_waited_for_by_the_images_that_it_has_no_place_for()
    {
        var id = await SubmitAsync("slow", 6);
        var job = await JobAsync(id, job => job.Counts.Waiting is { ForHost: 4 });
        Assert.Equal((4L, 2L, 4L), (job.Counts.Pending, job.Counts.Running, job.Counts.Waiting!.Total));
        Assert.Equal(
            job.Counts.Total,
            job.Counts.Pending + job.Counts.Running + job.Counts.Measured + job.Counts.Failed + job.Counts.Cancelled
        );
        Assert.Equal([0, 1], await NumbersAsync(id, ImageStatus.Running));
        Assert.Equal([2, 3, 4, 5], await NumbersAsync(id, ImageStatus.Pending));
        await HostAsync(host => (host.State, host.InFlight, host.Waiting, host.NextProbeAt) == (HostState.Up, 2, 4, null));

        held.SetResult();
        job = await JobAsync(id, job => job.Status != JobStatus.Ongoing);
        Assert.Equal((JobStatus.Completed, 6L, null), (job.Status, job.Counts.Measured, job.Counts.Waiting));
    }

    [Fact]
    public async Task An_image_that_failed_waits_for_its_next_attempt()
    {
        var id = await SubmitAsync("broken", 1);
        var image = await WaitingAsync(id, image => image.Progress is { WaitsFor: ImageWait.NextAttempt });
        Assert.Equal(("http_5xx", null), (image.Progress!.LastReason, image.Progress.Host));
        Assert.InRange(image.Progress.Attempts, 1, 3);
        Assert.NotNull(image.Progress.NextAttemptAt);
        await JobAsync(id, job => job.Status == JobStatus.Failed);
    }

    [Fact]
    public async Task An_image_waits_for_a_slot_while_another_one_is_measured()
    {
        var narrow = new Product(
            Path.GetTempPath(),
            real: true,
            ("RetailPulse:Images:AllowedNetworks:0", "127.0.0.0/8"),
            ("RetailPulse:Images:Slots", "1"),
            ("RetailPulse:Gpu:MinSleep", "00:01:00"),
            ("RetailPulse:Gpu:MaxSleep", "00:01:00")
        );
        await narrow.InitializeAsync();
        try
        {
            var id = await new Api(narrow.Http).SubmitAsync(("S1", [$"{Address}/sound/1", $"{Address}/sound/2"]));
            Job job = null!;
            await Eventually.TrueAsync(
                async () => (job = await narrow.Client.Jobs.GetAsync(id)).Counts is { Running: 1, Waiting.ForSlot: 1 },
                "one image waits for the slot"
            );
            Assert.Equal((1L, 1L, null), (job.Counts.Pending, job.Counts.Waiting!.Total, job.Counts.Waiting.NextAttemptAt));
            var waiting = await narrow.Client.Jobs.ListImagesAsync(id, new ImageQuery { Status = ImageStatus.Pending }).SingleAsync();
            Assert.Equal((ImageWait.Slot, null), (waiting.Progress!.WaitsFor, waiting.Progress.Host));
            await narrow.Client.Jobs.CancelAsync(id);
        }
        finally
        {
            await narrow.DisposeAsync();
        }
    }

    private Task<long> SubmitAsync(string path, int images)
    {
        var start = path.StartsWith("http", StringComparison.Ordinal) ? path : $"{Address}/{path}";
        return api.SubmitAsync(("S1", [.. Enumerable.Range(0, images).Select(image => $"{start}/{image}")]));
    }

    private async Task<Job> JobAsync(long id, Func<Job, bool> condition)
    {
        Job job = null!;
        await Eventually.TrueAsync(async () => condition(job = await Client.Jobs.GetAsync(id)), "the job shows it");
        return job;
    }

    private async Task<JobImage> WaitingAsync(long id, Func<JobImage, bool> condition)
    {
        JobImage? found = null;
        await Eventually.TrueAsync(
            async () =>
                (
                    found = await Client
                        .Jobs.ListImagesAsync(id, new ImageQuery { Status = ImageStatus.Pending })
                        .FirstOrDefaultAsync(condition)
                )
                    is not null,
            "an image shows it"
        );
        return found!;
    }

    private async Task<List<int>> NumbersAsync(long id, string status) =>
        await Client.Jobs.ListImagesAsync(id, new ImageQuery { Status = status }).Select(image => image.Image).ToListAsync();

    /// <summary>Returns the server as the list of hosts shows it, once it does so.</summary>
    private async Task<ImageHost> HostAsync(Func<ImageHost, bool> condition)
    {
        ImageHost? found = null;
        await Eventually.TrueAsync(
            async () =>
                (found = (await Client.Hosts.ListAsync()).Hosts.SingleOrDefault(host => host.Origin == Address)) is not null
                && condition(found),
            "the list of hosts shows it"
        );
        return found!;
    }

    /// <summary>The machine may be slow, but not by minutes.</summary>
    private static void AssertNear(DateTimeOffset expected, DateTimeOffset? found) =>
        Assert.InRange(found!.Value, expected.AddSeconds(-2), expected.AddMinutes(2));

    private static string ClosedPort() => $"http://127.0.0.1:{FreePorts.Next()}";
}

using Microsoft.Extensions.DependencyInjection;
using RetailPulse.Client;
using RetailPulse.Grains.Throughput;
using RetailPulse.Images;
using ImageAttempt = RetailPulse.Client.ImageAttempt;

namespace RetailPulse.Tests.Contract.V1;

/// <summary><c>GET /api/v1/cluster</c>, <c>GET /api/v1/throughput</c>, and the attempts at an image, over real HTTP.</summary>
public sealed class ClusterTests : IAsyncLifetime
{
    private readonly Product product = new(
        Path.GetTempPath(),
        real: false,
        ("RetailPulse:Images:Slots", "8"),
        ("RetailPulse:Images:MaxAttempts", "2"),
        ("RetailPulse:Images:HostHeaders:0:Origin", "https://b.example"),
        ("RetailPulse:Images:HostHeaders:0:Name", "Authorization"),
        ("RetailPulse:Images:HostHeaders:0:Value", "Basic s3cr3t-4711")
    );

    private Api Api => new(product.Http);

    public ValueTask InitializeAsync() => product.InitializeAsync();

    public ValueTask DisposeAsync() => product.DisposeAsync();

    [Fact]
    public async Task The_cluster_shows_slots_in_use_and_hosts_that_are_down_and_no_secret()
    {
        var gate = new TaskCompletionSource();
        (product.Fetcher.Gate, product.Fetcher.Gated) = (gate.Task, url => url.Contains("alive", StringComparison.Ordinal));
        product.Fetcher.Answer = (url, _) =>
            url.Contains("dead", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Connect) : FakeFetcher.Sound;
        await Api.SubmitAsync(
            ("S1", ["http://alive.example/1"]),
            ("S1", [.. Enumerable.Range(0, 40).Select(image => $"http://dead.example/{image}")])
        );
        ClusterState state = null!;
        await Eventually.TrueAsync(
            async () =>
                (state = await product.Client.Cluster.GetAsync()) is { SuspendedHosts.Count: > 0 }
                && state.Silos[0].Report is { Requests.InUse: > 0, Database: not null, WaitingForHosts: > 0 } report
                && report.Hosts.Resting + report.Hosts.Down > 0,
            "a host is down, another one is called, and the database was read"
        );
        var silo = Assert.Single(state.Silos);
        Assert.True(silo.Answered);
        Assert.Equal((8, 32, 1), (silo.Report!.Slots.Total, silo.Report.Requests.Total, silo.Report.Jobs));
        Assert.Equal("http://dead.example", state.SuspendedHosts[0].Origin);
        Assert.Equal(("Embedded", silo.Report.Version), (state.FrontEnd.Role, state.FrontEnd.Version));
        Assert.Equal("8", state.FrontEnd.Settings.Single(setting => setting.Name == "RetailPulse:Images:Slots").Value);
        Assert.True(silo.Report.Database is { Bytes: > 0, FreeBytes: > 0, PendingDeliveries: 0, OldestDeliveryAt: null });
        Assert.DoesNotContain("s3cr3t", await product.Http.GetStringAsync("/api/v1/cluster"), StringComparison.Ordinal);
        gate.SetResult();
    }

    [Fact]
    public async Task Results_of_a_minute_are_in_the_history()
    {
        product.Fetcher.Answer = (url, _) =>
            url.Contains("gone", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        await Api.EndAsync(
            await Api.SubmitAsync(
                ("S1", ["http://a.example/1", "http://a.example/2", "http://a.example/gone"]),
                ("S9", ["http://a.example/3"])
            )
        );
        await product.Services.GetRequiredService<ThroughputRecorder>().RecordAsync(CancellationToken.None);
        var minutes = await product.Client.Cluster.GetThroughputAsync();
        Assert.Equal("minute", minutes.Per);
        Assert.Equal((4, 2), (minutes.Points.Sum(point => point.Images), minutes.Points.Sum(point => point.Failed)));
        var hours = await product.Client.Cluster.GetThroughputAsync(perHour: true);
        Assert.Equal((4, 2), (hours.Points.Sum(point => point.Images), hours.Points.Sum(point => point.Failed)));
        Assert.Equal(0, hours.Points[0].At.Minute);
        Assert.Equal(["per"], await Api.RefusedFieldsAsync("throughput?per=second"));
    }

    [Fact]
    public async Task Every_attempt_at_an_image_has_its_reason_time_and_silo()
    {
        var calls = 0;
        product.Fetcher.Answer = (_, _) =>
            Interlocked.Increment(ref calls) <= 2 ? ImageOutcome.Failed(ImageReason.Http5xx) : FakeFetcher.Sound;
        var id = await Api.SubmitAsync(("S1", ["http://a.example/1"]));
        await Api.EndAsync(id);
        await product.Client.Jobs.RetryAsync(id);
        await Api.EndAsync(id);
        IReadOnlyList<ImageAttempt> attempts = await product.Client.Jobs.ListAttemptsAsync(id, visit: 0, image: 0);
        Assert.Equal(
            [(0, 1, "http_5xx"), (0, 2, "http_5xx"), (1, 1, null)],
            attempts.Select(attempt => (attempt.Run, attempt.Attempt, attempt.Reason))
        );
        Assert.All(attempts, attempt => Assert.Contains(":", attempt.Silo));
        Assert.True(attempts[0].EndedAt <= attempts[1].EndedAt && attempts[1].EndedAt <= attempts[2].EndedAt);
        Assert.All(attempts, attempt => Assert.NotNull(attempt.ElapsedMs));
        await Api.FailAsync(System.Net.HttpStatusCode.NotFound, $"jobs/{id}/visits/0/images/1/attempts");
        await Api.FailAsync(System.Net.HttpStatusCode.NotFound, $"jobs/{id}/visits/x/images/0/attempts");
        await Api.FailAsync(System.Net.HttpStatusCode.NotFound, "jobs/4711/visits/0/images/0/attempts");
    }
}

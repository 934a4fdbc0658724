using System.Text.Json;
using RetailPulse.Images;
using RetailPulse.Jobs;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Cluster.Webhooks;

/// <summary>Tests the messages that real grains pass to the ledger at the ends of jobs.</summary>
public sealed class JobEndMessageTests : IAsyncLifetime
{
    private GrainCluster cluster = null!;

    public async ValueTask InitializeAsync() => cluster = await GrainCluster.StartAsync();

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task Every_end_is_reported_once_with_its_own_counts()
    {
        var down = true;
        cluster.Fetcher.Answer = (url, _) =>
            down && url.EndsWith("/1", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        await cluster.Job(1).SubmitAsync(Grid(visits: 3, images: 4) with { CallbackUrl = "http://receiver.example/" });
        await TellAgainAsync(1);
        Assert.Equal([("job.failed", 12, 9, 3, 0)], Told());

        down = false;
        await cluster.Job(1).RetryAsync(new JobRetry());
        await TellAgainAsync(1);
        Assert.Equal([("job.completed", 12, 12, 0, 0), ("job.failed", 12, 9, 3, 0)], Told());
    }

    [Fact]
    public async Task A_cancelled_job_is_reported_with_its_cancelled_images()
    {
        cluster.Fetcher.Gate = new TaskCompletionSource().Task;
        await cluster.Job(2).SubmitAsync(Grid(visits: 2, images: 3) with { CallbackUrl = "http://receiver.example/" });
        await cluster.Job(2).CancelAsync();
        await TellAgainAsync(2);
        Assert.Equal([("job.cancelled", 6, 0, 0, 6)], Told());
    }

    [Fact]
    public async Task A_job_without_a_callback_is_not_reported()
    {
        await cluster.Job(3).SubmitAsync(Grid(visits: 1, images: 1));
        await TellAgainAsync(3);
        Assert.Empty(Told());
    }

    /// <summary>
    /// Waits for the end and makes the job record it twice more, by its own activation and by a later one, as after a crash.
    /// </summary>
    private async Task TellAgainAsync(long job)
    {
        await cluster.EndOfAsync(job);
        await Eventually.TrueAsync(() => cluster.Ledger.Ends.ContainsKey(job), "the listing row says so");
        await cluster.Job(job).ResumeAsync();
        await cluster.Silos.DeactivateAsync(cluster.Job(job));
        await cluster.Job(job).ResumeAsync();
    }

    private IEnumerable<(string Type, int Total, int Measured, int Failed, int Cancelled)> Told() =>
        cluster
            .Ledger.Messages.Select(message =>
                (message.Type, JsonDocument.Parse(message.Body).RootElement.GetProperty("data").GetProperty("counts"))
            )
            .Select(told =>
                (
                    told.Type,
                    Count(told.Item2, "total"),
                    Count(told.Item2, "measured"),
                    Count(told.Item2, "failed"),
                    Count(told.Item2, "cancelled")
                )
            )
            .Order();

    private static int Count(JsonElement counts, string name) => counts.GetProperty(name).GetInt32();
}

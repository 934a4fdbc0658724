using RetailPulse.Jobs;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Cluster.Jobs;

/// <summary>Tests the cancellation of jobs, on real grains.</summary>
public sealed class JobCancelTests : IAsyncLifetime
{
    private GrainCluster cluster = null!;

    public async ValueTask InitializeAsync() => cluster = await GrainCluster.StartAsync(settings: ("RetailPulse:Images:Slots", "8"));

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task A_cancelled_job_keeps_its_results_and_aborts_the_rest()
    {
        var gate = HoldAfter(calls: 50);
        await cluster.Job(1).SubmitAsync(Grid(visits: 40, images: 5));
        await Eventually.TrueAsync(
            () => cluster.Fetcher.Calls.Count > 50 && cluster.Ledger.Results.Count >= 40,
            "some images are measured and some in flight"
        );

        Assert.True(await cluster.Job(1).CancelAsync("night shift"));
        var answer = await cluster.EndOfAsync(1);
        Assert.Equal(JobStatus.Cancelled, answer.Status);
        Assert.Equal(cluster.Ledger.Results.Count, answer.Counts.Measured);
        Assert.Equal(new JobCounts(200, 0, answer.Counts.Measured, 0, 0, 200 - answer.Counts.Measured), answer.Counts);
        Assert.Equal(0, answer.Counts.Pending);
        await Eventually.TrueAsync(
            () => cluster.Ledger.Ends.TryGetValue(1, out var end) && end == JobStatus.Cancelled,
            "the listing row shows the end"
        );

        gate.SetResult();
        await cluster.Job(1).ResumeAsync();
        Assert.Equal(answer, await cluster.Job(1).GetStatusAsync());
        Assert.Equal(answer.Counts.Measured, cluster.Ledger.Results.Count);

        // Calls that were on their way to a worker may still arrive there, and are aborted at once.
        Assert.InRange(cluster.Fetcher.Calls.Count, 51, 100);

        // What happened to a job outlives the activation that did it.
        var before = (await cluster.Job(1).GetDetailAsync())!;
        await cluster.Silos.DeactivateAsync(cluster.Job(1));
        var after = (await cluster.Job(1).GetDetailAsync())!;
        Assert.Equal(("night shift", before.CancelledAt, before.StartedAt), (after.CancelledBy, after.CancelledAt, after.StartedAt));
        Assert.True(after.SubmittedAt <= after.StartedAt && after.StartedAt <= after.CancelledAt && after.CancelledAt <= after.EndedAt);
    }

    [Fact]
    public async Task A_cancelled_job_has_no_images_in_flight()
    {
        HoldAfter(calls: 0);
        await cluster.Job(6).SubmitAsync(Grid(visits: 8, images: 4));
        await Eventually.TrueAsync(() => cluster.Fetcher.InFlight >= 8, "images are in flight");
        Assert.True(await cluster.Job(6).CancelAsync());
        await cluster.EndOfAsync(6);
        Assert.Equal(0, cluster.Fetcher.InFlight);
    }

    [Fact]
    public async Task Cancelling_again_changes_nothing()
    {
        HoldAfter(calls: 0);
        await cluster.Job(2).SubmitAsync(Grid(visits: 3, images: 3));
        Assert.All(await Task.WhenAll(cluster.Job(2).CancelAsync(), cluster.Job(2).CancelAsync()), Assert.True);
        Assert.True(await cluster.Job(2).CancelAsync());
        Assert.Equal(new JobCounts(9, 0, 0, 0, 0, 9), (await cluster.EndOfAsync(2)).Counts);
        Assert.Equal(RetryOutcome.Cancelled, (await cluster.Job(2).RetryAsync(new JobRetry()))!.Outcome);
    }

    [Fact]
    public async Task A_job_that_has_ended_stays_as_it_is()
    {
        await cluster.Job(3).SubmitAsync(Grid(visits: 1, images: 1));
        await cluster.EndOfAsync(3);
        Assert.True(await cluster.Job(3).CancelAsync());
        Assert.Equal(JobStatus.Completed, (await cluster.Job(3).GetStatusAsync())!.Status);
        Assert.False(await cluster.Job(4).CancelAsync());
    }

    [Fact]
    public async Task A_stored_cancellation_is_completed_by_the_next_activation()
    {
        var gate = HoldAfter(calls: 0);
        await cluster.Job(5).SubmitAsync(Grid(visits: 2, images: 2));
        await Eventually.TrueAsync(() => cluster.Fetcher.Calls.Count == 4, "the images are in flight");
        await cluster.Silos.DeactivateAsync(cluster.Job(5));
        var stored = (await cluster.FindJobAsync(5))!;
        stored.Document.CancelRequested = true;
        await cluster.WriteJobAsync(5, stored);

        await cluster.Job(5).ResumeAsync();
        Assert.Equal(new JobCounts(4, 0, 0, 0, 0, 4), (await cluster.EndOfAsync(5)).Counts);
        gate.SetResult();
    }

    [Fact]
    public async Task A_cancel_request_returns_while_its_job_is_fenced()
    {
        var gate = HoldAfter(calls: 0);
        await cluster.Job(7).SubmitAsync(Grid(visits: 2, images: 2));
        await Eventually.TrueAsync(() => cluster.Fetcher.Calls.Count == 4, "the images are in flight");
        await cluster.WriteJobAsync(7, (await cluster.FindJobAsync(7))!);

        // Like a write by another activation, this one makes the version of the running activation stale.
        await Assert.ThrowsAnyAsync<Exception>(() => cluster.Job(7).CancelAsync().WaitAsync(TimeSpan.FromSeconds(30)));
        await Eventually.TrueAsync(async () => await TryCancelAsync(7), "the next activation takes the cancellation");
        Assert.Equal(new JobCounts(4, 0, 0, 0, 0, 4), (await cluster.EndOfAsync(7)).Counts);
        gate.SetResult();
    }

    [Fact]
    public async Task A_visit_of_an_earlier_activation_adds_no_result_to_a_cancelled_job()
    {
        var gate = HoldAfter(calls: 0);
        await cluster.Job(8).SubmitAsync(Grid(visits: 2, images: 2));
        await Eventually.TrueAsync(() => cluster.Fetcher.Calls.Count == 4, "the images are in flight");
        await cluster.Ledger.CloseAsync(8, CancellationToken.None);
        gate.SetResult();
        await Eventually.TrueAsync(() => cluster.Ledger.ResultsOffered >= 2, "results are offered and refused");
        await cluster.Job(8).CancelAsync();
        Assert.Equal(new JobCounts(4, 0, 0, 0, 0, 4), (await cluster.EndOfAsync(8)).Counts);
        Assert.Empty(cluster.Ledger.Results);
    }

    private async Task<bool> TryCancelAsync(long job)
    {
        try
        {
            return await cluster.Job(job).CancelAsync();
        }
        catch (Exception exception) when (exception is OrleansException or TimeoutException)
        {
            return false;
        }
    }

    /// <summary>Makes the fetcher answer this many calls at once, and the others when the returned task completes.</summary>
    private TaskCompletionSource HoldAfter(int calls)
    {
        var gate = new TaskCompletionSource();
        if (calls == 0)
            cluster.Fetcher.Gate = gate.Task;
        var (answer, answered) = (cluster.Fetcher.Answer, 0);
        cluster.Fetcher.Answer = (url, call) =>
        {
            if (Interlocked.Increment(ref answered) == calls)
                cluster.Fetcher.Gate = gate.Task;
            return answer(url, call);
        };
        return gate;
    }
}

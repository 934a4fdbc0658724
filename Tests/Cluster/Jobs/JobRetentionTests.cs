using RetailPulse.Grains.Jobs.Retention;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Silo.Settings;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Cluster.Jobs;

/// <summary>Tests how a job's grain deletes its job.</summary>
public sealed class JobRetentionTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Later = TimeProvider.System.GetUtcNow().AddDays(1);

    private GrainCluster cluster = null!;

    public async ValueTask InitializeAsync() => cluster = await GrainCluster.StartAsync(silos: 2);

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task A_removed_job_does_not_exist()
    {
        await EndedAsync(1);
        Assert.True(await cluster.Job(1).DeleteAsync(Later));
        Assert.Null(await cluster.Job(1).GetStatusAsync());
        Assert.Null(await cluster.Job(1).GetDetailAsync());
        Assert.Null(await cluster.Job(1).RetryAsync(new JobRetry()));
        Assert.Null(await cluster.FindJobAsync(1));

        // As the rescuer does, based on what it has read before.
        await cluster.Job(1).ResumeAsync();
        Assert.Null(await cluster.Job(1).GetStatusAsync());
    }

    [Fact]
    public async Task A_job_that_ended_after_the_limit_is_kept()
    {
        await EndedAsync(2);
        Assert.False(await cluster.Job(2).DeleteAsync(Later.AddDays(-2)));
        Assert.Equal(JobStatus.Completed, (await cluster.Job(2).GetStatusAsync())!.Status);
        Assert.False(await cluster.Job(99).DeleteAsync(Later));
    }

    [Fact]
    public async Task A_retried_job_is_not_removed()
    {
        cluster.Fetcher.Answer = (_, call) => call == 1 ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        await EndedAsync(3);
        var gate = new TaskCompletionSource();
        cluster.Fetcher.Gate = gate.Task;
        Assert.Equal(2, (await cluster.Job(3).RetryAsync(new JobRetry()))!.Images);
        Assert.False(await cluster.Job(3).DeleteAsync(Later));
        gate.SetResult();
        Assert.Equal(JobStatus.Completed, (await cluster.EndOfAsync(3)).Status);
    }

    [Fact]
    public async Task A_removal_interrupted_after_the_ledgers_mark_is_completed()
    {
        await EndedAsync(4);
        Assert.True(await cluster.Ledger.MarkDeletedAsync(4, Later, CancellationToken.None));
        await cluster.Silos.DeactivateAsync(cluster.Job(4));
        Assert.True(await cluster.Job(4).CompleteDeletionAsync());
        Assert.Null(await cluster.Job(4).GetStatusAsync());
        Assert.Null(await cluster.FindJobAsync(4));
        Assert.True(await cluster.Job(4).CompleteDeletionAsync());
    }

    [Fact]
    public async Task A_job_submitted_again_under_its_id_is_not_the_one_that_was_deleted()
    {
        await EndedAsync(6);
        Assert.Equal(DeletionOutcome.Deleted, await cluster.Job(6).DeleteNowAsync());
        await cluster.Job(6).SubmitAsync(Grid(visits: 1, images: 3));
        Assert.False(await cluster.Job(6).CompleteDeletionAsync());
        await cluster.EndOfAsync(6);
        Assert.False(await cluster.Job(6).CompleteDeletionAsync());
        Assert.Equal(3, (await cluster.Job(6).GetStatusAsync())!.Counts.Measured);
    }

    [Fact]
    public async Task A_job_is_deleted_on_request_once_it_has_ended()
    {
        var gate = new TaskCompletionSource();
        cluster.Fetcher.Gate = gate.Task;
        await cluster.Job(5).SubmitAsync(Grid(visits: 1, images: 2));
        Assert.Equal(DeletionOutcome.Ongoing, await cluster.Job(5).DeleteNowAsync());
        gate.SetResult();
        await cluster.EndOfAsync(5);
        Assert.Equal(DeletionOutcome.Deleted, await cluster.Job(5).DeleteNowAsync());
        Assert.Null(await cluster.Job(5).GetDetailAsync());
        Assert.Null(await cluster.FindJobAsync(5));
        Assert.Equal(DeletionOutcome.NoSuchJob, await cluster.Job(98).DeleteNowAsync());
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(3_600, true)]
    [InlineData(3_599, false)]
    [InlineData(-1, false)]
    public void Jobs_are_kept_at_least_an_hour_or_forever(int seconds, bool valid) =>
        Assert.Equal(
            valid,
            !SettingRules.Problems(RetentionOptions.Section, new RetentionOptions { Retention = TimeSpan.FromSeconds(seconds) }).Any()
        );

    private async Task EndedAsync(long job)
    {
        await cluster.Job(job).SubmitAsync(Grid(visits: 1, images: 2));
        await cluster.EndOfAsync(job);
        await Eventually.TrueAsync(() => cluster.Ledger.Ends.ContainsKey(job), "the listing row says so");
    }
}

using RetailPulse.Jobs;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Cluster.Jobs;

/// <summary>Tests uploads as their grains handle them.</summary>
public sealed class JobUploadTests : IAsyncLifetime
{
    private static readonly JobSubmission Head = new([]);

    private GrainCluster cluster = null!;

    public async ValueTask InitializeAsync() => cluster = await GrainCluster.StartAsync(silos: 2);

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task A_job_begins_when_its_upload_is_complete()
    {
        await UploadAsync(7);
        Assert.Null(await cluster.Job(7).GetStatusAsync());
        Assert.Empty(cluster.Fetcher.Calls);

        Assert.True(await cluster.Job(7).SubmitUploadedAsync(3, 6));
        Assert.True(await cluster.Job(7).SubmitUploadedAsync(3, 6));
        var end = await cluster.EndOfAsync(7);
        Assert.Equal((JobStatus.Completed, 6), (end.Status, end.Counts.Measured));
    }

    [Fact]
    public async Task A_job_of_an_unknown_or_abandoned_upload_does_not_begin()
    {
        await UploadAsync(7);
        await Upload(7).AbandonAsync();
        Assert.False(await cluster.Job(7).SubmitUploadedAsync(3, 6));
        Assert.False(await cluster.Job(8).SubmitUploadedAsync(3, 6));
        Assert.Null(await cluster.Job(7).GetStatusAsync());
    }

    [Fact]
    public async Task Two_uploads_with_one_key_give_one_job()
    {
        await UploadAsync(7);
        await UploadAsync(8);
        Assert.Equal(new SubmissionReceipt(7, Replayed: false, Conflict: false), await SubmitAsync("body", 7));
        Assert.Equal(new SubmissionReceipt(7, Replayed: false, Conflict: false), await SubmitAsync("body", 7));
        Assert.Equal(new SubmissionReceipt(7, Replayed: true, Conflict: false), await SubmitAsync("body", 8));
        Assert.True((await SubmitAsync("other body", 8)).Conflict);
        Assert.True((await Key.SubmitAsync("json", Grid(visits: 1, images: 1))).Conflict);
        Assert.Null(await cluster.Job(8).GetStatusAsync());
    }

    [Fact]
    public async Task A_claim_whose_upload_was_removed_is_taken_over()
    {
        await cluster.WriteAsync(
            "idempotency",
            Key,
            new RetailPulse.Grains.Jobs.Submission.StoredIdempotency
            {
                JobId = 4711,
                Fingerprint = "body",
                ClaimedAt = TimeProvider.System.GetUtcNow(),
            }
        );
        await UploadAsync(7);
        Assert.Equal(new SubmissionReceipt(7, Replayed: false, Conflict: false), await SubmitAsync("body", 7));
        Assert.Equal(JobStatus.Completed, (await cluster.EndOfAsync(7)).Status);
    }

    [Fact]
    public async Task A_lost_upload_does_not_use_up_its_key()
    {
        Assert.True((await SubmitAsync("body", 7)).Lost);
        await UploadAsync(8);
        Assert.Equal(new SubmissionReceipt(8, Replayed: false, Conflict: false), await SubmitAsync("body of another upload", 8));
    }

    private IIdempotencyGrain Key => cluster.Silos.Client.GetGrain<IIdempotencyGrain>("order-7");

    private Task<SubmissionReceipt> SubmitAsync(string fingerprint, long job) =>
        Key.SubmitUploadedAsync(fingerprint, [], new UploadedJob(job, JobSubmission.DefaultTenant, 3, 6));

    private IJobUploadGrain Upload(long job) => cluster.Silos.Client.GetGrain<IJobUploadGrain>(job);

    private async Task UploadAsync(long job)
    {
        await Upload(job).BeginAsync(Head);
        Assert.True(await Upload(job).AddAsync(0, [.. Grid(visits: 3, images: 2).Visits[..2]]));
        Assert.True(await Upload(job).AddAsync(2, [.. Grid(visits: 3, images: 2).Visits[2..]]));
    }
}

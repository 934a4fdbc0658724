using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains.Images.Photos;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Unit.Grains.Images.Photos;

public sealed class PhotoIndexerTests
{
    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeLedger ledger = new();
    private readonly FakePhotos photos = new();
    private readonly FakeTimeProvider time = new();
    private readonly PhotoIndexer waiting;

    public PhotoIndexerTests() => waiting = new PhotoIndexer(ledger, photos, time);

    [Fact]
    public async Task A_silos_share_is_indexed_while_no_job_runs()
    {
        photos.Waiting.AddRange([1, 2, 3]);
        await waiting.IndexAsync(job => job != 2, None);
        Assert.Equal([2], photos.Waiting);
    }

    [Fact]
    public async Task Photos_wait_for_running_jobs_but_not_forever()
    {
        await ledger.RecordSubmissionAsync(9, Submissions.Grid(visits: 1, images: 1), Noon, None);
        photos.Waiting.Add(1);
        await IndexAllAsync();
        Assert.Equal([1], photos.Waiting);

        time.Advance(PhotoIndexer.MaxWait);
        await IndexAllAsync();
        Assert.Empty(photos.Waiting);

        photos.Waiting.Add(2);
        await IndexAllAsync();
        Assert.Equal([2], photos.Waiting);

        await ledger.RecordEndAsync(9, JobStatus.Completed, Noon, None);
        await IndexAllAsync();
        Assert.Empty(photos.Waiting);
    }

    [Fact]
    public async Task Photos_after_a_long_idle_time_wait_as_long_as_others()
    {
        await ledger.RecordSubmissionAsync(9, Submissions.Grid(visits: 1, images: 1), Noon, None);
        time.Advance(PhotoIndexer.MaxWait);
        await IndexAllAsync();
        photos.Waiting.Add(1);
        await IndexAllAsync();
        Assert.Equal([1], photos.Waiting);
    }

    private Task IndexAllAsync() => waiting.IndexAsync(_ => true, None);

    private sealed class FakePhotos : IPhotoLedger
    {
        public List<long> Waiting { get; } = [];

        public Task<IReadOnlyList<long>> ReadUnindexedJobsAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<long>>([.. Waiting]);

        public Task IndexAsync(IReadOnlyCollection<long> jobs, CancellationToken cancellationToken)
        {
            Waiting.RemoveAll(jobs.Contains);
            return Task.CompletedTask;
        }
    }
}

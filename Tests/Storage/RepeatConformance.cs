using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Tests.Storage.Engines;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests that every engine finds images whose bytes were seen before.</summary>
public abstract class RepeatConformance(StorageEngine engine) : EngineConformance(engine)
{
    [Fact]
    public async Task The_hash_is_kept_as_it_was()
    {
        await SubmitAsync(1, visits: 1, images: 2);
        await RecordAsync(job: 1, visit: 0, image: 0, UInt128.MaxValue - 5);
        await RecordAsync(job: 1, visit: 0, image: 1, 0);
        var results = (await Ledger.FindVisitAsync(1, 0, None))!.Results;
        Assert.Equal((UInt128.MaxValue - 5, UInt128.Zero), (results[0].ContentHash, results[1].ContentHash));

        await using var snapshot = await Reads.OpenSnapshotAsync(None);
        var read = await snapshot.ReadResultsAsync(1, new ResultRange(ImagePlace.Start, int.MaxValue, null, null, 10), None);
        Assert.Equal([UInt128.MaxValue - 5, UInt128.Zero], read.Select(result => result.Result.Outcome.ContentHash));
    }

    [Fact]
    public async Task An_image_of_an_earlier_visit_or_job_is_found_with_its_first_place()
    {
        await SubmitAsync(1, visits: 2, images: 2);
        await SubmitAsync(2, visits: 2, images: 2);
        await RecordAsync(job: 1, visit: 0, image: 1, 7);
        await RecordAsync(job: 1, visit: 1, image: 0, 7);
        await RecordAsync(job: 1, visit: 1, image: 1, 8);
        await RecordAsync(job: 2, visit: 0, image: 0, 9);
        await RecordAsync(job: 2, visit: 1, image: 1, 7);
        await EndAsync(1);
        await EndAsync(2);
        Assert.Equal([Repeat(new(1, 0), 1, new(0, 1))], await FindAsync(1));
        Assert.Equal([Repeat(new(1, 1), 1, new(0, 1))], await FindAsync(2));
    }

    [Fact]
    public async Task Images_of_one_visit_or_without_a_hash_are_not_repeats()
    {
        await SubmitAsync(1, visits: 2, images: 3);
        await RecordAsync(job: 1, visit: 0, image: 0, 7);
        await RecordAsync(job: 1, visit: 0, image: 1, 7);
        await RecordAsync(job: 1, visit: 0, image: 2, 0);
        await RecordAsync(job: 1, visit: 1, image: 0, 0);
        await Ledger.RecordResultAsync(new ImageResult(1, 1, 1, ImageOutcome.Failed(ImageReason.Corrupt), 1, [], Noon, "S"), None);
        await EndAsync(1);
        Assert.Empty(await FindAsync(1));
    }

    [Fact]
    public async Task Images_with_half_a_hash_in_common_are_not_repeats()
    {
        await SubmitAsync(1, visits: 3, images: 1);
        await RecordAsync(job: 1, visit: 0, image: 0, new UInt128(ulong.MaxValue - 7, 1));
        await RecordAsync(job: 1, visit: 1, image: 0, new UInt128(ulong.MaxValue - 7, 2));
        await RecordAsync(job: 1, visit: 2, image: 0, new UInt128(ulong.MaxValue - 7, 2));
        await EndAsync(1);
        Assert.Equal([Repeat(new(2, 0), 1, new(1, 0))], await FindAsync(1));
    }

    [Fact]
    public async Task Equal_bytes_of_two_tenants_are_not_repeats_for_either()
    {
        await SubmitAsync(1, visits: 1, images: 1, tenant: "acme");
        await SubmitAsync(2, visits: 2, images: 1, tenant: "globex");
        await SubmitAsync(3, visits: 1, images: 1, tenant: "acme");
        await RecordAsync(job: 1, visit: 0, image: 0, 7);
        await RecordAsync(job: 2, visit: 0, image: 0, 7);
        await RecordAsync(job: 2, visit: 1, image: 0, 7);
        await RecordAsync(job: 3, visit: 0, image: 0, 7);
        foreach (var job in (long[])[1, 2, 3])
            await EndAsync(job);
        Assert.Empty(await FindAsync(1));
        Assert.Equal([Repeat(new(1, 0), 2, new(0, 0))], await FindAsync(2));
        Assert.Equal([Repeat(new(0, 0), 1, new(0, 0))], await FindAsync(3));
    }

    [Fact]
    public async Task Three_thousand_hashes_that_begin_alike_are_looked_up_as_quickly_as_others()
    {
        await SubmitAsync(1, visits: 300, images: 10);
        await SubmitAsync(2, visits: 300, images: 10);
        await Task.WhenAll(
            Enumerable.Range(0, 3_000).Select(image => RecordAsync(1, image / 10, image % 10, new UInt128(7, (ulong)image)))
        );
        await Task.WhenAll(
            Enumerable.Range(0, 3_000).Select(image => RecordAsync(2, image / 10, image % 10, new UInt128((ulong)image + 100, 7)))
        );
        await EndAsync(1);
        await EndAsync(2);
        var plain = await TimeAsync(2);
        var alike = await TimeAsync(1);

        // If each were compared with all others, SQLite would take 28 times as long.
        Assert.InRange(alike, TimeSpan.Zero, (4 * plain) + TimeSpan.FromMilliseconds(250));
    }

    [Fact]
    public async Task Photos_count_as_seen_after_their_job_ended_and_was_indexed()
    {
        await SubmitAsync(1, visits: 1, images: 1);
        await SubmitAsync(2, visits: 2, images: 1);
        await RecordAsync(job: 1, visit: 0, image: 0, 7);
        await RecordAsync(job: 2, visit: 0, image: 0, 7);
        await RecordAsync(job: 2, visit: 1, image: 0, 7);
        await Photos.IndexAsync([1, 2], None);
        Assert.Empty(await FindAsync(2));
        await EndAsync(1);
        Assert.Equal([Repeat(new(0, 0), 1, new(0, 0)), Repeat(new(1, 0), 1, new(0, 0))], await FindAsync(2));
    }

    [Fact]
    public async Task Images_measured_by_a_retry_are_indexed_after_the_next_end()
    {
        await SubmitAsync(1, visits: 2, images: 1);
        await RecordAsync(job: 1, visit: 0, image: 0, 7);
        await Ledger.RecordResultAsync(new ImageResult(1, 1, 0, ImageOutcome.Failed(ImageReason.Timeout), 1, [], Noon, "S"), None);
        await EndAsync(1, JobStatus.Failed);
        Assert.Equal(1, await Ledger.RecordRetryAsync(1, new RetrySelection(), Noon, None));
        await RecordAsync(job: 1, visit: 1, image: 0, 7, run: 1);
        await EndAsync(1);
        Assert.Equal([Repeat(new(1, 0), 1, new(0, 0))], await FindAsync(1));
    }

    [Fact]
    public async Task A_job_is_due_from_each_end_until_its_photos_are_indexed()
    {
        foreach (var job in (long[])[1, 2, 3])
            await SubmitAsync(job, visits: 1, images: 1);
        await Ledger.RecordResultAsync(new ImageResult(2, 0, 0, ImageOutcome.Failed(ImageReason.Timeout), 1, [], Noon, "S"), None);
        Assert.Empty(await Photos.ReadUnindexedJobsAsync(None));
        await Ledger.RecordEndAsync(2, JobStatus.Failed, Noon, None);
        await Ledger.RecordEndAsync(1, JobStatus.Cancelled, Noon, None);
        Assert.Equal([1, 2], await Photos.ReadUnindexedJobsAsync(None));
        await Photos.IndexAsync([2], None);
        Assert.Equal([1], await Photos.ReadUnindexedJobsAsync(None));

        Assert.Equal(1, await Ledger.RecordRetryAsync(2, new RetrySelection(), Noon, None));
        Assert.Equal([1], await Photos.ReadUnindexedJobsAsync(None));
        await Ledger.RecordEndAsync(2, JobStatus.Failed, Noon.AddHours(1), None);
        Assert.Equal([1, 2], await Photos.ReadUnindexedJobsAsync(None));
        Assert.True(await Ledger.MarkDeletedAsync(1, Noon, None));
        Assert.Equal([2], await Photos.ReadUnindexedJobsAsync(None));
    }

    [Fact]
    public async Task A_job_is_searched_in_chunks()
    {
        await SubmitAsync(1, visits: 5, images: 2);
        for (var image = 0; image < 10; image++)
            await RecordAsync(job: 1, visit: image / 2, image: image % 2, 7);
        await EndAsync(1);
        var (found, after, pieces) = (new List<RepeatedImage>(), (ImagePlace?)ImagePlace.Start, 0);
        while (after is { } place)
        {
            var piece = await Reads.FindRepeatsAsync(1, place, 3, None);
            found.AddRange(piece.Images);
            (after, pieces) = (piece.LookedUpTo, pieces + 1);
        }

        Assert.Equal(4, pieces);
        Assert.Equal(Enumerable.Range(2, 8).Select(image => Repeat(new(image / 2, image % 2), 1, new(0, 0))), found);
    }

    [Fact]
    public async Task One_photograph_ten_thousand_times_is_looked_up_as_quickly_as_many()
    {
        await SubmitAsync(1, visits: 1_000, images: 10);
        await Task.WhenAll(Enumerable.Range(0, 10_000).Select(image => RecordAsync(1, image / 10, image % 10, 7)));
        await EndAsync(1);
        var started = System.Diagnostics.Stopwatch.GetTimestamp();
        Assert.Equal(9_990, (await FindAsync(1)).Length);

        // If each were compared with all others, it would take minutes. This takes 0.1 s.
        Assert.InRange(System.Diagnostics.Stopwatch.GetElapsedTime(started), TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private static RepeatedImage Repeat(ImagePlace place, long job, ImagePlace first) => new(place, "S1", new SeenImage(job, first, "S1"));

    private async Task<RepeatedImage[]> FindAsync(long job)
    {
        var found = await Reads.FindRepeatsAsync(job, ImagePlace.Start, 100_000, None);
        Assert.Null(found.LookedUpTo);
        return [.. found.Images];
    }

    /// <summary>Returns the best of three durations of a search that finds nothing.</summary>
    private async Task<TimeSpan> TimeAsync(long job)
    {
        var best = TimeSpan.MaxValue;
        for (var time = 0; time < 3; time++)
        {
            var started = System.Diagnostics.Stopwatch.GetTimestamp();
            Assert.Empty(await FindAsync(job));
            best = new TimeSpan(Math.Min(best.Ticks, System.Diagnostics.Stopwatch.GetElapsedTime(started).Ticks));
        }

        return best;
    }

    private Task SubmitAsync(long job, int visits, int images, string tenant = JobSubmission.DefaultTenant) =>
        Ledger.RecordSubmissionAsync(job, Grid(visits, images) with { Tenant = tenant }, Noon, None);

    private async Task EndAsync(long job, JobStatus status = JobStatus.Completed)
    {
        await Ledger.RecordEndAsync(job, status, Noon, None);
        await Photos.IndexAsync([job], None);
    }

    private async Task RecordAsync(long job, int visit, int image, UInt128 hash, int run = 0) =>
        Assert.True(
            await Ledger.RecordResultAsync(
                new ImageResult(
                    job,
                    visit,
                    image,
                    new ImageOutcome(ImageReason.None, "png", 4, 3, 100, TimeSpan.Zero, hash),
                    1,
                    [],
                    Noon,
                    "S",
                    run
                ),
                None
            )
        );
}

using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Tests.Storage.Engines;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests that every engine lists jobs.</summary>
public abstract class JobListConformance(StorageEngine engine) : EngineConformance(engine)
{
    [Fact]
    public async Task Jobs_are_listed_newest_first_and_page_by_page()
    {
        foreach (var job in (long[])[3, 1, 9, 5])
            await Ledger.SubmitAsync(job, Grid(visits: 2, images: 3));
        Assert.Equal([9, 5], (await ListAsync(limit: 2)).Select(job => job.JobId));
        Assert.Equal([3, 1], (await ListAsync(range: After(5), limit: 2)).Select(job => job.JobId));
        Assert.Empty(await ListAsync(range: After(1), limit: 2));
    }

    [Fact]
    public async Task A_job_is_listed_with_what_its_row_has()
    {
        await Ledger.SubmitAsync(1, Grid(visits: 2, images: 3));
        Assert.Equal([new JobListItem(1, JobStatus.Ongoing, Noon, null, 2, 6, new JobCounts(6, 0, 0, 0))], await ListAsync());
        await Ledger.RecordAsync(job: 1, visit: 1, image: 2, ImageReason.Dns);
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon.AddMinutes(1), None);
        Assert.Equal(
            [
                new JobListItem(
                    1,
                    JobStatus.Failed,
                    Noon,
                    Noon.AddMinutes(1),
                    2,
                    6,
                    new JobCounts(6, 0, 0, 1),
                    TopReason: new TopReason(ImageReason.Dns, 1)
                ),
            ],
            await ListAsync()
        );
    }

    [Fact]
    public async Task Failed_images_of_jobs_are_counted_by_reason_and_host()
    {
        foreach (var job in (long[])[1, 2, 3])
            await Ledger.SubmitAsync(job, Of(Visit("S1", "http://a.example/1", "http://b.example:81/2", "http://a.example/3")));
        await FailAsync(0, ImageReason.Dns, "S", "http://a.example/1");
        await FailAsync(1, ImageReason.Http404, "S", "http://b.example:81/2");
        await FailAsync(1, ImageReason.Dns, "S", "http://b.example:81/2", job: 2);
        foreach (var job in (long[])[1, 2, 3])
            await Ledger.RecordEndAsync(job, JobStatus.Failed, Noon, None);
        Assert.Equal([(1, 2), (2, 1)], await CountFailedAsync(null, null));
        Assert.Equal([(1, 1), (2, 1)], await CountFailedAsync(ImageReason.Dns, null));
        Assert.Equal([(1, 1), (2, 1)], await CountFailedAsync(null, "b.example"));
        Assert.Equal([(2, 1)], await CountFailedAsync(ImageReason.Dns, "b.example:81"));
        Assert.Equal([(1, 1)], await CountFailedAsync(null, "a.example:"));
        Assert.Empty(await CountFailedAsync(null, "b.example:"));
        Assert.Empty(await CountFailedAsync(ImageReason.Corrupt, null));

        async Task<IEnumerable<(long Job, long Images)>> CountFailedAsync(ImageReason? reason, string? host) =>
            (await Reads.CountFailedAsync([1, 2, 3], reason, host, None))
                .Where(job => job.Value > 0)
                .OrderBy(job => job.Key)
                .Select(job => (job.Key, job.Value));
    }

    [Fact]
    public async Task A_host_that_is_longer_than_DNS_allows_is_counted()
    {
        var random = new Random(1);
        var host = string.Join('.', Enumerable.Range(0, 120).Select(_ => random.GetString("abcdefghijklmnopqrstuvwxyz0123456789", 60)));
        await Ledger.SubmitAsync(1, Of(Visit("S1", $"http://{host}/1", "http://a.example/2"), Visit("S9", $"http://{host}:81/3")));
        await FailAsync(0, ImageReason.Dns, "S", $"http://{host}/1");
        await FailAsync(1, ImageReason.Dns, "S", "http://a.example/2");
        await Ledger.RecordUnknownStoresAsync(1, new ImagesOfVisits([1]), Noon, None);
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None);
        Assert.Equal(3, (await Reads.CountFailedAsync([1], null, null, None))[1]);
        Assert.Equal(1, (await Reads.CountFailedAsync([1], null, "a.example", None))[1]);
        Assert.Equal(2, await Ledger.RecordRetryAsync(1, new RetrySelection(Reason: ImageReason.Dns), Noon, None));
    }

    [Fact]
    public async Task Jobs_are_listed_by_status()
    {
        foreach (var job in (long[])[1, 2, 3, 4])
            await Ledger.SubmitAsync(job, Grid(visits: 1, images: 1));
        await Ledger.RecordEndAsync(1, JobStatus.Completed, Noon, None);
        await Ledger.RecordEndAsync(3, JobStatus.Failed, Noon, None);
        Assert.Equal([4, 2], await ListIdsAsync(new JobFilter(JobStatus.Ongoing)));
        Assert.Equal([1], await ListIdsAsync(new JobFilter(JobStatus.Completed)));
        Assert.Equal([3], await ListIdsAsync(new JobFilter(JobStatus.Failed)));
        Assert.Empty(await ListIdsAsync(new JobFilter(JobStatus.Cancelled)));
    }

    [Fact]
    public async Task Jobs_that_changed_after_a_moment_can_be_left_out()
    {
        foreach (var job in (long[])[1, 2, 3, 4])
        {
            await Ledger.SubmitAsync(job, Grid(visits: 1, images: 1));
            await Ledger.RecordAsync(job, visit: 0, image: 0, ImageReason.Http404);
        }

        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None);
        await Ledger.RecordEndAsync(2, JobStatus.Failed, Noon, None);
        var range = new JobListRange(UnchangedSince: await Reads.ReadMomentAsync(None));
        await Ledger.RecordEndAsync(3, JobStatus.Failed, Noon.AddHours(-1), None);
        await Ledger.RecordRetryAsync(2, new RetrySelection(), Noon.AddHours(-1), None);
        await Ledger.SubmitAsync(5, Grid(visits: 1, images: 1));
        Assert.Equal([4, 1], (await Reads.ReadJobsAsync(new JobFilter(), null, range, 9, None)).Select(job => job.JobId));
        Assert.Equal([1], (await Reads.ReadJobsAsync(new JobFilter(JobStatus.Failed), null, range, 9, None)).Select(job => job.JobId));
        Assert.Equal([3, 1], await ListIdsAsync(new JobFilter(JobStatus.Failed)));
    }

    /// <summary>The id of an upload is issued when it begins, so it can be below those of jobs that were submitted before it.</summary>
    [Fact]
    public async Task Uploads_that_were_submitted_after_a_moment_can_be_left_out()
    {
        await Engine.Uploads.BeginAsync(1, Of(), Noon, None);
        await Ledger.SubmitAsync(2, Grid(visits: 1, images: 1));
        Assert.True(await Engine.Uploads.AddVisitsAsync(1, 0, [.. Grid(visits: 1, images: 1).Visits], Noon, None));
        var range = new JobListRange(UnchangedSince: await Reads.ReadMomentAsync(None));
        Assert.True(await Engine.Uploads.CompleteAsync(1, 1, 1, Noon, None));
        Assert.Equal([2], (await Reads.ReadJobsAsync(new JobFilter(), null, range, 9, None)).Select(job => job.JobId));
        Assert.Equal([2, 1], await ListIdsAsync(new JobFilter()));
    }

    [Fact]
    public async Task Jobs_are_listed_by_store()
    {
        await Ledger.SubmitAsync(1, Of(Visit("S1", "http://x/1"), Visit("S2", "http://x/1"), Visit("S1", "http://x/1")));
        await Ledger.SubmitAsync(2, Of(Visit("S2", "http://x/1")));
        await Ledger.SubmitAsync(3, Of(Visit("S1", "http://x/1")));
        Assert.Equal([3, 1], await ListIdsAsync(new JobFilter(Store: "S1")));
        Assert.Equal([1], (await ListAsync(new JobFilter(Store: "S1"), After(3), 5)).Select(job => job.JobId));
        Assert.Equal([2, 1], await ListIdsAsync(new JobFilter(Store: "S2")));
        Assert.Empty(await ListIdsAsync(new JobFilter(Store: "s1")));
    }

    [Fact]
    public async Task Jobs_are_listed_by_the_stores_of_an_area()
    {
        await Ledger.SubmitAsync(1, Of(Visit("S1", "http://x/1"), Visit("S2", "http://x/1"), Visit("S1", "http://x/1")));
        await Ledger.SubmitAsync(2, Of(Visit("S3", "http://x/1")));
        await Ledger.SubmitAsync(3, Of(Visit("S'4", "http://x/1"), Visit("S3", "http://x/1")));
        Assert.Equal([3, 1], await ListOfAsync(["S2", "S1", "S'4", "S9"], new JobFilter()));
        Assert.Equal([3], await ListOfAsync(["S'4", "S1"], new JobFilter(Store: "S3")));
        Assert.Equal([1], await ListOfAsync(["S'4", "S1"], new JobFilter(), After(3)));
        Assert.Empty(await ListOfAsync(["S9"], new JobFilter()));
    }

    [Fact]
    public async Task Jobs_are_listed_by_the_time_of_their_submission()
    {
        for (var day = 0; day < 4; day++)
            await Ledger.RecordSubmissionAsync(day + 1, Grid(visits: 1, images: 1), Noon.AddDays(day), None);
        Assert.Equal([4, 3], await ListIdsAsync(new JobFilter(SubmittedFrom: Noon.AddDays(2))));
        Assert.Equal([2, 1], await ListIdsAsync(new JobFilter(SubmittedBefore: Noon.AddDays(2))));
        Assert.Equal(
            [3],
            await ListIdsAsync(new JobFilter(JobStatus.Ongoing, "S1", Noon.AddDays(2).ToOffset(TimeSpan.FromHours(5)), Noon.AddDays(3)))
        );
    }

    [Fact]
    public async Task Jobs_are_listed_by_tenant()
    {
        foreach (var (job, tenant) in new[] { (1, "acme"), (2, "zeta"), (3, "acme"), (4, JobSubmission.DefaultTenant) })
            await Ledger.RecordSubmissionAsync(job, Grid(visits: 1, images: 1) with { Tenant = tenant }, Noon, None);
        await Ledger.RecordEndAsync(1, JobStatus.Completed, Noon, None);
        Assert.Equal([3, 1], await ListIdsAsync(new JobFilter(Tenant: "acme")));
        Assert.Equal([3], await ListIdsAsync(new JobFilter(JobStatus.Ongoing, Tenant: "acme")));
        Assert.Equal([1], (await ListAsync(new JobFilter(Tenant: "acme"), After(3))).Select(job => job.JobId));
        Assert.Equal([4], await ListIdsAsync(new JobFilter(Tenant: JobSubmission.DefaultTenant)));
        Assert.Empty(await ListIdsAsync(new JobFilter(Tenant: "nobody")));
    }

    [Fact]
    public async Task The_use_of_a_tenant_is_counted()
    {
        foreach (var (job, tenant) in new[] { (1, "acme"), (2, "zeta"), (3, "acme"), (4, "acme") })
            await Ledger.RecordSubmissionAsync(job, Grid(job, 2) with { Tenant = tenant }, Noon, None);
        await Ledger.RecordEndAsync(1, JobStatus.Completed, Noon, None);
        var use = await Reads.ReadUseAsync("acme", [1, 2, 3, 5], None);
        Assert.Equal((2, 14), (use.Jobs, use.Images));
        Assert.Equal([1, 2, 3], use.Recorded.Order());
        Assert.Equal((0, 0), (await Reads.ReadUseAsync("nobody", [], None) is var nothing ? (nothing.Jobs, nothing.Images) : default));
    }

    [Fact]
    public async Task Counts_follow_results_and_show_the_most_frequent_reason()
    {
        await Ledger.SubmitAsync(1, Grid(visits: 2, images: 3));
        await Ledger.RecordAsync(job: 1, visit: 0, image: 0, ImageReason.None);
        await Ledger.RecordAsync(job: 1, visit: 0, image: 1, ImageReason.Http404);
        await Ledger.RecordAsync(job: 1, visit: 0, image: 2, ImageReason.Dns);
        await Ledger.RecordAsync(job: 1, visit: 1, image: 0, ImageReason.Dns);

        // A repeated result is not counted again, no matter which silo repeats it.
        var repeated = new ImageResult(1, 1, 0, ImageOutcome.Failed(ImageReason.Tls), 1, [], Noon, "S'2", Url: "http://x/1");
        Assert.False(await Ledger.RecordResultAsync(repeated, None));
        var job = Assert.Single(await ListAsync());
        Assert.Equal((new JobCounts(6, 0, 1, 3), new TopReason(ImageReason.Dns, 2)), (job.Counts, job.TopReason));
        await Ledger.RecordEndAsync(1, JobStatus.Cancelled, Noon, None);
        Assert.Equal(2, Assert.Single(await ListAsync()).Counts.Cancelled);
    }

    [Fact]
    public async Task Counts_add_up_the_results_of_all_silos()
    {
        await Ledger.SubmitAsync(1, Grid(visits: 1, images: 40));
        await Task.WhenAll(
            Enumerable
                .Range(0, 40)
                .Select(image => FailAsync(image, image < 25 ? ImageReason.Dns : ImageReason.None, $"S{image % 3}", "http://x/1").AsTask())
        );
        var job = Assert.Single(await ListAsync());
        Assert.Equal((new JobCounts(40, 0, 15, 25), new TopReason(ImageReason.Dns, 25)), (job.Counts, job.TopReason));
    }

    [Fact]
    public async Task Images_of_unknown_stores_are_counted_once()
    {
        await Ledger.SubmitAsync(
            1,
            Of(
                Visit("S1", "http://a.example/1", "http://b.example/2"),
                Visit("S2", "http://a.example/3"),
                Visit("S3", "http://a.example/4")
            )
        );
        await FailAsync(0, ImageReason.None, "S", "http://a.example/1");
        for (var repetition = 0; repetition < 2; repetition++)
            await Ledger.RecordUnknownStoresAsync(1, new ImagesOfVisits([0, 1]), Noon, None);
        var job = Assert.Single(await ListAsync());
        Assert.Equal((new JobCounts(4, 0, 1, 2), new TopReason(ImageReason.UnknownStore, 2)), (job.Counts, job.TopReason));
        Assert.Equal([1], await ListIdsAsync(new JobFilter(Host: "b.example", Reason: ImageReason.UnknownStore)));
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None);
        Assert.Equal(1, await Ledger.RecordRetryAsync(1, new RetrySelection(Host: "a.example"), Noon, None));
        Assert.Equal(1, Assert.Single(await ListAsync()).Counts.Failed);
        Assert.Empty(await ListIdsAsync(new JobFilter(Host: "a.example")));
    }

    [Theory]
    [InlineData(null, null, null, 0, null)]
    [InlineData(ImageReason.Dns, null, null, 1, ImageReason.Http404)]
    [InlineData(null, "a.example", null, 1, ImageReason.Dns)]
    [InlineData(null, "b.example", null, 2, ImageReason.Dns)]
    [InlineData(null, "b.example:8443", null, 2, ImageReason.Dns)]
    [InlineData(null, "a.example:", null, 1, ImageReason.Dns)]
    [InlineData(null, "b.example:", null, 3, ImageReason.Dns)]
    [InlineData(ImageReason.Http404, "a.example", null, 2, ImageReason.Dns)]
    [InlineData(null, null, 1, 2, ImageReason.Dns)]
    [InlineData(null, null, 2, 2, ImageReason.Dns)]
    public async Task A_retry_takes_back_what_it_retries(ImageReason? reason, string? host, int? image, long failed, ImageReason? top)
    {
        await Ledger.SubmitAsync(
            1,
            Of(Visit("S1", "http://a.example/1", "http://a.example/2", "https://B.example:8443/3", "http://a.example/4"))
        );
        await FailAsync(0, ImageReason.Dns, "S1", "http://a.example/1");
        await FailAsync(1, ImageReason.Http404, "S2", "http://a.example/2");
        await FailAsync(2, ImageReason.Dns, "S2", "https://B.example:8443/3");
        await FailAsync(3, ImageReason.None, "S1", "http://a.example/4");
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None);
        var selection = new RetrySelection(reason, host, image is { } number ? new ImagePlace(0, number) : null);
        Assert.Equal(3 - failed, await Ledger.RecordRetryAsync(1, selection, Noon, None));
        var job = Assert.Single(await ListAsync());
        Assert.Equal((failed, 1, top), (job.Counts.Failed, job.Counts.Measured, job.TopReason?.Reason));
        Assert.Equal(failed > 0, (await ListIdsAsync(new JobFilter(MinFailed: 1))).Any());
        Assert.Equal(0, await Ledger.RecordRetryAsync(1, selection, Noon, None));
        Assert.Equal(failed, Assert.Single(await ListAsync()).Counts.Failed);
    }

    [Fact]
    public async Task An_amended_image_is_counted_at_its_new_host()
    {
        await Ledger.SubmitAsync(1, Of(Visit("S1", "http://a.example/1", "http://a.example/2")));
        await FailAsync(0, ImageReason.Dns, "S1", "http://a.example/1");
        await FailAsync(1, ImageReason.None, "S1", "http://a.example/2");
        foreach (var (run, url) in new[] { (1, "http://new.example/1"), (2, "http://newer.example/1") })
        {
            await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None);
            Assert.Equal(1, await Ledger.RecordRetryAsync(1, new RetrySelection(Place: new ImagePlace(0, 0), Url: url), Noon, None));
            Assert.Equal(0, Assert.Single(await ListAsync()).Counts.Failed);
            await FailAsync(0, ImageReason.Tls, "S1", url, run);
        }

        Assert.Equal([1], await ListIdsAsync(new JobFilter(Host: "newer.example", Reason: ImageReason.Tls, MinFailed: 1)));
        Assert.Empty(await ListIdsAsync(new JobFilter(Host: "new.example")));
        Assert.Empty(await ListIdsAsync(new JobFilter(Reason: ImageReason.Dns)));
    }

    [Fact]
    public async Task Jobs_are_listed_by_their_failures()
    {
        await Ledger.SubmitAsync(1, Grid(visits: 1, images: 3));
        await Ledger.SubmitAsync(2, Grid(visits: 1, images: 3));
        await Ledger.SubmitAsync(3, Grid(visits: 1, images: 3));
        await FailAsync(0, ImageReason.Dns, "S", "http://a.example/");
        await FailAsync(1, ImageReason.Dns, "S", "http://a.example:8080/");
        await FailAsync(0, ImageReason.Http404, "S", "http://[::1]:8080/", job: 2);
        await FailAsync(1, ImageReason.Dns, "S", "http://b.example/", job: 2);
        await FailAsync(2, ImageReason.Dns, "S", "http://b.example/", job: 2);
        await FailAsync(0, ImageReason.None, "S", "http://a.example/", job: 3);
        Assert.Equal([2, 1], await ListIdsAsync(new JobFilter(Reason: ImageReason.Dns)));
        Assert.Equal([2], await ListIdsAsync(new JobFilter(Reason: ImageReason.Http404)));
        Assert.Equal([1], await ListIdsAsync(new JobFilter(Host: "a.example")));
        Assert.Equal([1], await ListIdsAsync(new JobFilter(Host: "a.example:8080")));
        Assert.Equal([2], await ListIdsAsync(new JobFilter(Host: "[::1]")));
        Assert.Equal([2], await ListIdsAsync(new JobFilter(Host: "b.example:")));
        Assert.Empty(await ListIdsAsync(new JobFilter(Host: "[::1]:")));
        Assert.Empty(await ListIdsAsync(new JobFilter(Host: "a.exampl")));
        Assert.Empty(await ListIdsAsync(new JobFilter(Host: "b.example", Reason: ImageReason.Http404)));
        Assert.Equal([2, 1], await ListIdsAsync(new JobFilter(MinFailed: 2)));
        Assert.Equal([2], await ListIdsAsync(new JobFilter(MinFailed: 3)));
        Assert.Equal([3, 2, 1], await ListIdsAsync(new JobFilter(MinFailed: 0)));
        Assert.Equal([1], (await ListAsync(new JobFilter(Reason: ImageReason.Dns), After(2))).Select(job => job.JobId));
    }

    [Theory]
    [InlineData("2", "2")]
    [InlineData("02", "2")]
    [InlineData("+2", "")]
    [InlineData(" 2", "")]
    [InlineData("9", "")]
    [InlineData("x'", "")]
    [InlineData("99999999999999999999", "")]
    public async Task A_job_is_found_by_the_text_of_its_id(string text, string jobs)
    {
        for (var job = 1; job <= 3; job++)
            await Ledger.SubmitAsync(job, Grid(visits: 1, images: 1));
        Assert.Equal(jobs, string.Join(' ', await ListIdsAsync(new JobFilter(Text: text))));
    }

    [Fact]
    public async Task Selected_jobs_are_listed()
    {
        for (var job = 1; job <= 4; job++)
            await Ledger.SubmitAsync(job, Grid(visits: 1, images: 1));
        Assert.Equal([4, 2], await ListIdsAsync(new JobFilter(Ids: JobIdSet.Of([2, 9, 4, 2]))));
        Assert.Equal([2], (await ListAsync(new JobFilter(Ids: JobIdSet.Of([2, 4])), After(4))).Select(job => job.JobId));
    }

    [Fact]
    public async Task Ended_jobs_are_listed_by_the_time_of_their_end()
    {
        for (var job = 1; job <= 6; job++)
            await Ledger.RecordSubmissionAsync(job, Grid(visits: 1, images: 1) with { Tenant = job == 6 ? "zeta" : "acme" }, Noon, None);
        foreach (var (job, minute) in new[] { (1, 9), (2, 3), (4, 3), (5, 1), (6, 2) })
            await Ledger.RecordEndAsync(job, JobStatus.Completed, Noon.AddMinutes(minute), None);
        var ended = new JobListRange(JobOrder.Ended);
        Assert.Equal([1, 4, 2, 6, 5], (await ListAsync(range: ended)).Select(job => job.JobId));
        Assert.Equal([1, 4, 2, 5], (await ListAsync(new JobFilter(Tenant: "acme"), ended)).Select(job => job.JobId));
        Assert.Equal(
            [4, 2, 6],
            (await ListAsync(new JobFilter(EndedFrom: Noon.AddMinutes(2), EndedBefore: Noon.AddMinutes(9)), ended)).Select(job => job.JobId)
        );
        Assert.Equal(
            [4, 2],
            await ListIdsAsync(new JobFilter(Tenant: "acme", EndedFrom: Noon.AddMinutes(2), EndedBefore: Noon.AddMinutes(9)))
        );
        var four = new JobListPlace(4, Noon.AddMinutes(3));
        Assert.Equal([2, 6], (await ListAsync(range: ended with { Place = four }, limit: 2)).Select(job => job.JobId));
        Assert.Equal([1], (await ListAsync(range: ended with { Place = four, Back = true }, limit: 2)).Select(job => job.JobId));
    }

    [Fact]
    public async Task Jobs_before_a_job_are_the_nearest_and_in_the_same_order()
    {
        for (var job = 1; job <= 6; job++)
            await Ledger.SubmitAsync(job, Of(Visit(job == 4 ? "S2" : "S1", "http://x/1")));
        var back = After(2) with { Back = true };
        Assert.Equal([4, 3], (await ListAsync(range: back, limit: 2)).Select(job => job.JobId));
        Assert.Equal([5, 3], (await ListAsync(new JobFilter(Store: "S1"), back, 2)).Select(job => job.JobId));
        Assert.Empty(await ListAsync(range: After(6) with { Back = true }));
    }

    private static JobListRange After(long job) => new(Place: new JobListPlace(job));

    private ValueTask<bool> FailAsync(int image, ImageReason reason, string silo, string url, int run = 0, long job = 1)
    {
        var outcome = reason == ImageReason.None ? new ImageOutcome(reason, "png", 4, 3, 100, TimeSpan.Zero) : ImageOutcome.Failed(reason);
        return Ledger.RecordResultAsync(new ImageResult(job, 0, image, outcome, 1, [], Noon, silo, run, url), None);
    }

    private async Task<IEnumerable<long>> ListIdsAsync(JobFilter filter) => (await ListAsync(filter)).Select(job => job.JobId);

    private async Task<IEnumerable<long>> ListOfAsync(string[] area, JobFilter filter, JobListRange? range = null) =>
        (await Reads.ReadJobsAsync(filter, area, range ?? JobListRange.Newest, 100, None)).Select(job => job.JobId);

    private Task<IReadOnlyList<JobListItem>> ListAsync(JobFilter? filter = null, JobListRange? range = null, int limit = 100) =>
        Reads.ReadJobsAsync(filter ?? new JobFilter(), null, range ?? JobListRange.Newest, limit, None);
}

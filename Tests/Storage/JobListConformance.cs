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
        Assert.Equal([9, 5], (await ListAsync(new JobFilter(), long.MaxValue, 2)).Select(job => job.JobId));
        Assert.Equal([3, 1], (await ListAsync(new JobFilter(), 5, 2)).Select(job => job.JobId));
        Assert.Empty(await ListAsync(new JobFilter(), 1, 2));
    }

    [Fact]
    public async Task A_job_is_listed_with_what_its_row_has()
    {
        await Ledger.SubmitAsync(1, Grid(visits: 2, images: 3));
        Assert.Equal([new JobListItem(1, JobStatus.Ongoing, Noon, null, 2, 6)], await ListAsync());
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon.AddMinutes(1), None);
        Assert.Equal([new JobListItem(1, JobStatus.Failed, Noon, Noon.AddMinutes(1), 2, 6)], await ListAsync());
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
    public async Task Jobs_are_listed_by_store()
    {
        await Ledger.SubmitAsync(1, Of(Visit("S1", "http://x/1"), Visit("S2", "http://x/1"), Visit("S1", "http://x/1")));
        await Ledger.SubmitAsync(2, Of(Visit("S2", "http://x/1")));
        await Ledger.SubmitAsync(3, Of(Visit("S1", "http://x/1")));
        Assert.Equal([3, 1], await ListIdsAsync(new JobFilter(Store: "S1")));
        Assert.Equal([1], (await ListAsync(new JobFilter(Store: "S1"), 3, 5)).Select(job => job.JobId));
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
        Assert.Equal([1], await ListOfAsync(["S'4", "S1"], new JobFilter(), before: 3));
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
        Assert.Equal([1], (await ListAsync(new JobFilter(Tenant: "acme"), before: 3)).Select(job => job.JobId));
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

    private async Task<IEnumerable<long>> ListIdsAsync(JobFilter filter) => (await ListAsync(filter)).Select(job => job.JobId);

    private async Task<IEnumerable<long>> ListOfAsync(string[] area, JobFilter filter, long before = long.MaxValue) =>
        (await Reads.ReadJobsAsync(filter, area, before, 100, None)).Select(job => job.JobId);

    private Task<IReadOnlyList<JobListItem>> ListAsync(JobFilter? filter = null, long before = long.MaxValue, int limit = 100) =>
        Reads.ReadJobsAsync(filter ?? new JobFilter(), null, before, limit, None);
}

using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Tests.Storage.Engines;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests that every engine keeps labels, metadata, and references, and finds jobs by them.</summary>
public abstract class JobNamesConformance(StorageEngine engine) : EngineConformance(engine)
{
    private static readonly JobMetadata Order = JobMetadata.Of([new("order", "4711"), new("a \"b\"", "ü'\\")])!;

    /// <summary>A visit whose second image has a reference, and one without names.</summary>
    private static readonly JobSubmission Named = Of(
        Visit("S1", "http://x/0", "http://x/1") with
        {
            ImageUrls = Images(("http://x/0", null), ("http://x/1", "photo \"1\"")),
            Reference = "visit-7",
        },
        Visit("S1", "http://x/2")
    ) with
    {
        Label = "Week 19",
        Metadata = Order,
        SubmittedBy = "back office",
    };

    [Fact]
    public async Task A_job_has_the_label_and_metadata_of_its_first_submission()
    {
        await Ledger.SubmitAsync(1, Named);
        await Ledger.SubmitAsync(1, Named with { Label = "other", Metadata = null });
        await Ledger.SubmitAsync(2, Grid(1, 1));
        var found = (await Ledger.FindSubmissionAsync(1, None))!;
        Assert.Equal(("Week 19", Order, "back office"), (found.Label, found.Metadata, found.SubmittedBy));
        var plain = (await Ledger.FindSubmissionAsync(2, None))!;
        Assert.Equal((null, null, null), (plain.Label, plain.Metadata, plain.SubmittedBy));
        Assert.Equal(
            [(null, null, null), ("Week 19", Order, "back office")],
            (await ListAsync(new JobFilter())).Select(job => (job.Label, job.Metadata, job.SubmittedBy))
        );
    }

    [Fact]
    public async Task Jobs_are_listed_by_label_and_metadata()
    {
        JobMetadata[] metadata = [Pairs("order", "1"), Pairs("order", "2"), Pairs("order", "1", "area", "north"), Pairs("area", "north")];
        foreach (var (number, pairs) in metadata.Index())
            await Ledger.SubmitAsync(number + 1, Grid(1, 1) with { Metadata = pairs, Label = number < 2 ? "early" : "late" });
        await Ledger.SubmitAsync(9, Grid(1, 1));
        Assert.Equal([3, 1], await ListIdsAsync(new JobFilter(Metadata: Pairs("order", "1"))));
        Assert.Equal([3], await ListIdsAsync(new JobFilter(Metadata: Pairs("order", "1", "area", "north"))));
        Assert.Equal([4, 3], await ListIdsAsync(new JobFilter(Label: "late", Metadata: Pairs("area", "north"))));
        Assert.Equal([2, 1], await ListIdsAsync(new JobFilter(Label: "early", Store: "S1", Tenant: JobSubmission.DefaultTenant)));
        Assert.Equal(
            [1],
            (
                await Reads.ReadJobsAsync(
                    new JobFilter(Metadata: Pairs("order", "1")),
                    null,
                    new JobListRange(Place: new JobListPlace(3)),
                    9,
                    None
                )
            ).Select(job => job.JobId)
        );
        Assert.Empty(await ListIdsAsync(new JobFilter(Metadata: Pairs("1", "order"))));
        Assert.Empty(await ListIdsAsync(new JobFilter(Label: "Early")));
        Assert.Equal([2, 1], await ListIdsAsync(new JobFilter(Text: "ea", Tenant: JobSubmission.DefaultTenant)));
        Assert.Equal([4, 3], await ListIdsAsync(new JobFilter(Text: "late")));
        Assert.Equal([9], await ListIdsAsync(new JobFilter(Text: "9")));
        await Ledger.SubmitAsync(10, Grid(1, 1) with { Label = "9 to 5 %_" });
        Assert.Equal([10, 9], await ListIdsAsync(new JobFilter(Text: "9")));
        Assert.Equal([10], await ListIdsAsync(new JobFilter(Text: "9 to 5 %")));
        Assert.Empty(await ListIdsAsync(new JobFilter(Text: "Ea")));
    }

    [Fact]
    public async Task References_are_read_with_visits_failures_and_timelines()
    {
        await Ledger.SubmitAsync(1, Named);
        await Ledger.RecordAsync(1, 0, 0, ImageReason.Dns);
        await Ledger.RecordAsync(1, 0, 1, ImageReason.Dns);
        await Ledger.RecordAsync(1, 1, 0, ImageReason.Dns);
        await using (var snapshot = await Reads.OpenSnapshotAsync(None))
        {
            var visits = await snapshot.ReadVisitsAsync(1, [0, 1], None);
            Assert.Equal(["visit-7", null], visits.Select(visit => visit.Reference));
            Assert.Equal((string?[])[null, "photo \"1\""], visits[0].ImageReferences);
            Assert.Null(visits[1].ImageReferences);
            var images = await snapshot.ReadImagesAsync([new(1, new ImagePlace(0, 1)), new(1, new ImagePlace(1, 0))], None);
            Assert.Equal(
                [("photo \"1\"", "visit-7"), (null, null)],
                images.OrderBy(image => image.Key.Place.Visit).Select(image => (image.Value.Reference, image.Value.VisitReference))
            );
        }

        var failures = await Engine.Failures.ReadAsync(new FailureFilter(), null, null, 10, 10, None);
        Assert.Equal(
            [("Week 19", null, null), ("Week 19", "photo \"1\"", "visit-7"), ("Week 19", null, "visit-7")],
            failures.Failures.Select(failure => (failure.Label, failure.Reference, failure.VisitReference))
        );
        Assert.Equal(
            [null, "visit-7"],
            (await Engine.VisitReads.ReadTimelineAsync("S1", null, null, 10, None)).Select(visit => visit.Reference)
        );
    }

    [Fact]
    public async Task Metadata_is_removed_with_its_job()
    {
        await Ledger.SubmitAsync(1, Named);
        await Ledger.RecordEndAsync(1, JobStatus.Failed, Noon, None);
        Assert.True(await Ledger.MarkDeletedAsync(1, Noon, None));
        while (await Engine.Retention.DeleteRowsAsync(1, 10, None) > 0)
            continue;
        Assert.Equal(["0"], await Engine.ReadAsync("SELECT count(*) FROM job_metadata"));
    }

    private protected static JobMetadata Pairs(params string[] texts) =>
        JobMetadata.Of(texts.Chunk(2).Select(pair => KeyValuePair.Create(pair[0], pair[1])))!;

    private static ImageUrls Images(params (string Url, string? Reference)[] images)
    {
        var builder = new ImageUrls.Builder();
        foreach (var (url, reference) in images)
            builder.Add(url, reference);
        return builder.Drain();
    }

    private async Task<IEnumerable<long>> ListIdsAsync(JobFilter filter) => (await ListAsync(filter)).Select(job => job.JobId);

    private Task<IReadOnlyList<JobListItem>> ListAsync(JobFilter filter) =>
        Reads.ReadJobsAsync(filter, null, JobListRange.Newest, 100, None);
}

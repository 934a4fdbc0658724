using RetailPulse.Grains.Ledger;
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
    public async Task Visits_are_found_by_their_references_and_those_of_images()
    {
        await Ledger.SubmitAsync(1, Named);
        await Ledger.SubmitAsync(
            2,
            Of([.. Enumerable.Range(0, 6).Select(number => Referenced($"visit-{number % 2}", $"photo-{number % 3}"))])
        );
        await using var snapshot = await Reads.OpenSnapshotAsync(None);
        Assert.Equal([0, 2, 4], await FindAsync("visit-0", null));
        Assert.Equal([2, 4], await FindAsync("visit-0", null, first: 1));
        Assert.Equal([0, 2], await FindAsync("visit-0", null, last: 3));
        Assert.Equal([0, 2], await FindAsync("visit-0", null, limit: 2));
        Assert.Equal([1, 4], await FindAsync(null, "photo-1"));
        Assert.Equal([4], await FindAsync("visit-0", "photo-1"));
        Assert.Empty(await FindAsync("visit-7", null));
        Assert.Empty(await FindAsync(null, "http://x/1"));
        Assert.Equal([0], await snapshot.FindReferencedVisitsAsync(1, "visit-7", "photo \"1\"", 0, int.MaxValue, 10, None));

        Task<IReadOnlyList<int>> FindAsync(string? reference, string? image, int first = 0, int last = int.MaxValue, int limit = 10) =>
            snapshot.FindReferencedVisitsAsync(2, reference, image, first, last, limit, None);
    }

    [Theory]
    [InlineData("photo-1", null, "1/4/1 1/1/1")]
    [InlineData("photo-1", "visit-0", "1/4/1")]
    [InlineData(null, "visit-1", "1/5/1 1/5/0 1/3/1 1/3/0 1/1/1 1/1/0")]
    [InlineData("photo-9", null, "")]
    [InlineData(null, "photo-1", "")]
    public async Task Failures_are_listed_by_reference(string? reference, string? visitReference, string places)
    {
        await Ledger.SubmitAsync(
            1,
            Of([.. Enumerable.Range(0, 6).Select(number => Referenced($"visit-{number % 2}", $"photo-{number % 3}"))])
        );
        for (var visit = 0; visit < 6; visit++)
        {
            await Ledger.RecordAsync(1, visit, 0, ImageReason.Dns);
            await Ledger.RecordAsync(1, visit, 1, ImageReason.Dns);
        }

        foreach (var limit in (int[])[1, 2, 100])
        {
            var (found, after) = (new List<ListedFailure>(), (FailurePosition?)null);
            do
            {
                var page = await Engine.Failures.ReadAsync(
                    new FailureFilter(Reference: reference, VisitReference: visitReference),
                    null,
                    after,
                    limit,
                    5,
                    None
                );
                found.AddRange(page.Failures);
                after = page.ReadUpTo;
            } while (after is not null);
            Assert.Equal(
                places,
                string.Join(' ', found.Select(failure => failure.Position).Select(place => $"{place.JobId}/{place.Visit}/{place.Image}"))
            );
        }
    }

    [Fact]
    public async Task Events_have_the_metadata_of_their_job()
    {
        await using var before = await Reads.OpenSnapshotAsync(None);
        var start = (await before.ReadEventsAsync(null, [], 10, None)).Next;
        await Ledger.SubmitAsync(1, Named);
        await Ledger.SubmitAsync(2, Grid(1, 1));
        LedgerEvents found = null!;
        await Eventually.TrueAsync(
            async () =>
            {
                await using var snapshot = await Reads.OpenSnapshotAsync(None);
                found = await snapshot.ReadEventsAsync(start, [], 10, None);
                return found.Events.Count == 2;
            },
            "the events are visible"
        );
        Assert.Equal([("Week 19", Order), (null, null)], found.Events.Select(one => (one.Event.Label, one.Event.Metadata)));
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

    /// <summary>A visit whose second image has a reference.</summary>
    private static VisitSubmission Referenced(string visit, string image) =>
        Visit("S1", "http://x/0", "http://x/1") with
        {
            ImageUrls = Images(("http://x/0", null), ("http://x/1", image)),
            Reference = visit,
        };

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

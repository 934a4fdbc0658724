using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Tests.Storage.Engines;
using static RetailPulse.Tests.Support.Fakes.Submissions;

namespace RetailPulse.Tests.Storage;

/// <summary>Tests that every engine returns a job's failures in commit order, and groups them.</summary>
public abstract class FailureReadsConformance(StorageEngine engine) : EngineConformance(engine)
{
    [Fact]
    public async Task Failures_are_read_in_the_order_of_their_commits_of_every_run()
    {
        await Ledger.SubmitAsync(1, Grid(visits: 3, images: 2));
        await Ledger.SubmitAsync(2, Grid(visits: 1, images: 1));
        await Ledger.RecordAsync(job: 2, visit: 0, image: 0, ImageReason.Dns);
        foreach (var (visit, image) in new[] { (2, 0), (0, 1), (0, 0), (1, 0) })
            await Ledger.RecordAsync(job: 1, visit, image, ImageReason.Dns);
        await Ledger.RecordAsync(job: 1, visit: 1, image: 1, ImageReason.None);
        await Ledger.AgainAsync(image: 0, run: 1, ImageReason.None);
        await Ledger.AgainAsync(image: 1, run: 1, ImageReason.Http404);
        var failures = await ReadFailuresAsync(FailureCursor.Start, 10);
        Assert.Equal(
            [(2, 0, 0), (0, 1, 0), (0, 0, 0), (1, 0, 0), (0, 1, 1)],
            failures.Select(failure => (failure.Cursor.Visit, failure.Cursor.Image, failure.Cursor.Run))
        );
        Assert.Equal(ImageReason.Http404, failures[^1].Result.Outcome.Reason);
        Assert.Equal(failures.Take(2), await ReadFailuresAsync(FailureCursor.Start, 2));
        for (var known = 0; known < 5; known++)
            Assert.Equal(failures.Skip(known + 1), await ReadFailuresAsync(failures[known].Cursor, 10));
    }

    [Fact]
    public async Task Failures_that_are_committed_together_are_read_in_the_order_of_their_places()
    {
        await Ledger.SubmitAsync(1, Grid(visits: 4, images: 3));
        await Ledger.RecordAsync(job: 1, visit: 3, image: 0, ImageReason.Dns);
        await Ledger.RecordUnknownStoresAsync(1, new ImagesOfVisits([2, 0]), Noon, None);
        await Ledger.RecordAsync(job: 1, visit: 1, image: 1, ImageReason.Dns);
        var failures = await ReadFailuresAsync(FailureCursor.Start, 10);
        Assert.Equal(
            ["3/0", "0/0", "0/1", "0/2", "2/0", "2/1", "2/2", "1/1"],
            failures.Select(failure => $"{failure.Place.Visit}/{failure.Place.Image}")
        );
        Assert.Equal(failures.Skip(3), await ReadFailuresAsync(failures[2].Cursor, 10));
    }

    /// <summary>Reads on from a cursor while others write, and finds every failure exactly once.</summary>
    [Fact]
    public async Task A_reader_with_a_cursor_reads_every_failure_exactly_once()
    {
        await Ledger.SubmitAsync(1, Grid(visits: 20, images: 50));
        var writing = Task.WhenAll(
            Enumerable
                .Range(0, 20)
                .Select(async visit =>
                {
                    for (var image = 0; image < 50; image++)
                        await Ledger.RecordAsync(job: 1, visit, image, image % 5 == 0 ? ImageReason.None : ImageReason.Dns);
                })
        );
        var (met, cursor) = (new List<ImagePlace>(), FailureCursor.Start);
        await Eventually.TrueAsync(
            async () =>
            {
                var written = writing.IsCompleted;
                await using var snapshot = await Reads.OpenSnapshotAsync(None);
                var (failures, heldBack) = await snapshot.ReadFailuresAsync(1, cursor, 30, None);
                met.AddRange(failures.Select(failure => failure.Place));
                if (failures is [.., var last])
                    cursor = last.Cursor;
                return written && !heldBack && failures.Count == 0;
            },
            "all is written and read"
        );
        await writing;
        Assert.Equal(800, met.Count);
        Assert.Equal(800, met.Distinct().Count());
    }

    [Fact]
    public async Task Failures_are_grouped_by_reason_and_host()
    {
        string[] urls =
        [
            "http://a.example/1",
            "HTTPS://A.Example:443?x=//b:1/",
            "http://a.example:/",
            "https://a.example:08443?x",
            "http://a.example:443#:2",
            "http://[2001:DB8::1]:80/x",
            "http://münchen.example#x",
            @"http://c.example\1",
            "http://sound.example/1",
        ];
        await Ledger.SubmitAsync(
            1,
            Of(Visit("S1", urls), Visit("S2", "http://a.example/2", "http://a.example/3"), Visit("S3", "http://sound.example/2"))
        );
        for (var image = 0; image < 8; image++)
            await Ledger.RecordAsync(job: 1, visit: 0, image, ImageReason.Dns);
        await Ledger.RecordAsync(job: 1, visit: 0, image: 8, ImageReason.None);
        await Ledger.RecordAsync(job: 1, visit: 1, image: 0, ImageReason.Http404);
        await Ledger.RecordAsync(job: 1, visit: 2, image: 0, ImageReason.None);
        var failures = await Reads.CountFailuresAsync(1, None);
        Assert.Equal(7, failures.Groups);
        Assert.Equal(new FailureGroup(ImageReason.Dns, "a.example", 3), failures.Largest[0]);
        Assert.Equal(
            [
                "Dns [2001:db8::1] 1",
                "Dns a.example:443 1",
                "Dns a.example:8443 1",
                "Dns c.example 1",
                "Dns münchen.example 1",
                "Http404 a.example 1",
            ],
            failures.Largest.Skip(1).Select(group => $"{group.Reason} {group.Host} {group.Images}").Order(StringComparer.Ordinal)
        );
        Assert.Equal(JobFailures.None, await Reads.CountFailuresAsync(2, None));
    }

    [Fact]
    public async Task Only_the_largest_groups_of_failures_are_returned()
    {
        await Ledger.SubmitAsync(
            1,
            Of(Visit("S1", [.. Enumerable.Range(0, 150).Select(host => $"http://host{host}.example/"), "http://host149.example/"]))
        );
        for (var image = 0; image < 151; image++)
            await Ledger.RecordAsync(job: 1, visit: 0, image, ImageReason.Connect);
        var failures = await Reads.CountFailuresAsync(1, None);
        Assert.Equal((150, 100), (failures.Groups, failures.Largest.Length));
        Assert.Equal(new FailureGroup(ImageReason.Connect, "host149.example", 2), failures.Largest[0]);
    }

    /// <summary>Waits for failures that are held back: another database of the same server may have a transaction in progress.</summary>
    private async Task<IReadOnlyList<PlacedFailure>> ReadFailuresAsync(FailureCursor after, int limit)
    {
        PlacedFailures? page = null;
        await Eventually.TrueAsync(
            async () =>
            {
                await using var snapshot = await Reads.OpenSnapshotAsync(None);
                page = await snapshot.ReadFailuresAsync(1, after, limit, None);
                return !page.HeldBack;
            },
            "nothing is held back"
        );
        return page!.Failures;
    }
}

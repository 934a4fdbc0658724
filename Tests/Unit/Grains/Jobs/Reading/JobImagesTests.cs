using CsCheck;
using RetailPulse.Grains.Jobs.Reading;
using RetailPulse.Images;
using RetailPulse.Jobs;

namespace RetailPulse.Tests.Unit.Grains.Jobs.Reading;

public sealed class JobImagesTests
{
    private static readonly Gen<ImageReason?> Reasons = Gen.OneOfConst<ImageReason?>(
        null,
        ImageReason.None,
        ImageReason.Dns,
        ImageReason.Corrupt
    );

    private static readonly Gen<ImageFilter> Filters = Gen.Select(
        Gen.OneOfConst<ImageStatus?>(null, null, ImageStatus.Pending, ImageStatus.Measured, ImageStatus.Failed),
        Gen.OneOfConst<ImageReason?>(null, null, ImageReason.Dns),
        Gen.OneOfConst<int?>(null, null, 0, 3, 99),
        Gen.OneOfConst<string?>(null, null, "i1", "i3", "none"),
        Gen.OneOfConst<string?>(null, null, "v1", "v2", "none"),
        (status, reason, visit, reference, visitReference) =>
            new ImageFilter(status, status is null or ImageStatus.Failed ? reason : null, visit, reference, visitReference)
    );

    [Fact]
    public void Each_matching_image_is_read_once_in_order_with_its_result() =>
        Gen.Select(Reasons.Array[1, 9].Array[1, 12], Filters, Gen.Int[0, 12], Gen.Int[-1, 9], Gen.Int[1, 7])
            .SampleAsync(
                async (job, filter, visit, image, piece) =>
                {
                    var after = new ImagePlace(visit, image);
                    Assert.Equal(Expected(job, filter, after), await ReadAsync(Snapshot(job), filter, after, piece));
                }
            );

    [Fact]
    public async Task Visits_without_matching_images_are_not_read()
    {
        var snapshot = new FakeSnapshot(
            [.. Enumerable.Repeat(1, 1_000)],
            new() { [new(10, 0)] = ImageReason.Dns, [new(900, 0)] = ImageReason.Dns }
        );
        Assert.Equal(["10/0 Dns", "900/0 Dns"], await ReadAsync(snapshot, new ImageFilter(ImageStatus.Failed), ImagePlace.Start, 100));
        Assert.Equal(2, snapshot.VisitsRead);
    }

    [Fact]
    public async Task Visits_without_the_reference_are_not_read()
    {
        var snapshot = new FakeSnapshot([.. Enumerable.Repeat(1, 1_000)], []);
        var read = await ReadAsync(snapshot, new ImageFilter(Visit: 500, VisitReference: "v2"), ImagePlace.Start, 100);
        Assert.Equal(("500/0 ", 1), (Assert.Single(read), snapshot.VisitsRead));
    }

    [Fact]
    public async Task Finished_visits_are_not_read_to_find_unfinished_ones()
    {
        var snapshot = new FakeSnapshot(
            [.. Enumerable.Repeat(10, 1_000)],
            Enumerable
                .Range(0, 10_000)
                .Where(image => image is not (5_005 or 9_001))
                .ToDictionary(image => new ImagePlace(image / 10, image % 10), _ => ImageReason.None)
        );
        Assert.Equal(["500/5 ", "900/1 "], await ReadAsync(snapshot, new ImageFilter(ImageStatus.Pending), ImagePlace.Start, 10));
        Assert.Equal(2, snapshot.VisitsRead);
        Assert.InRange(snapshot.ResultsRead, 18, 40);
    }

    [Fact]
    public async Task A_large_visit_is_read_once()
    {
        var snapshot = new FakeSnapshot(
            [1_000],
            Enumerable.Range(0, 1_000).ToDictionary(image => new ImagePlace(0, image), _ => ImageReason.Dns)
        );
        Assert.Equal(1_000, (await ReadAsync(snapshot, new ImageFilter(ImageStatus.Failed), ImagePlace.Start, 10)).Count);
        Assert.Equal(1, snapshot.VisitsRead);
    }

    [Fact]
    public async Task Positions_outside_the_job_return_nothing()
    {
        var snapshot = new FakeSnapshot([1], []);
        Assert.Empty(await ReadAsync(snapshot, new ImageFilter(), new ImagePlace(int.MaxValue, int.MaxValue - 1), 10));
        Assert.Empty(await ReadAsync(snapshot, new ImageFilter(Visit: int.MaxValue), ImagePlace.Start, 10));
    }

    private static FakeSnapshot Snapshot(ImageReason?[][] job) =>
        new(
            [.. job.Select(visit => visit.Length)],
            job.SelectMany((visit, number) => visit.Select((reason, image) => (Place: new ImagePlace(number, image), Reason: reason)))
                .Where(image => image.Reason is not null)
                .ToDictionary(image => image.Place, image => image.Reason!.Value)
        );

    private static IEnumerable<string> Expected(ImageReason?[][] job, ImageFilter filter, ImagePlace after) =>
        job.SelectMany((visit, number) => visit.Select((reason, image) => (Place: new ImagePlace(number, image), Reason: reason)))
            .Where(image =>
                image.Place > after
                && (filter.Visit is null || filter.Visit == image.Place.Visit)
                && (filter.Reason is null || filter.Reason == image.Reason)
                && (filter.Reference is null || filter.Reference == FakeSnapshot.ReferenceOf(image.Place))
                && (filter.VisitReference is null || filter.VisitReference == FakeSnapshot.ReferenceOf(image.Place.Visit))
            )
            .Where(image =>
                filter.Status is null
                || filter.Status
                    == (
                        image.Reason switch
                        {
                            null => ImageStatus.Pending,
                            ImageReason.None => ImageStatus.Measured,
                            _ => ImageStatus.Failed,
                        }
                    )
            )
            .Select(image => Tell(image.Place, image.Reason));

    private static async Task<List<string>> ReadAsync(FakeSnapshot snapshot, ImageFilter filter, ImagePlace after, int piece)
    {
        var read = new List<string>();
        await foreach (var image in new JobImages(snapshot, 1, filter, piece).ReadAsync(after, CancellationToken.None))
        {
            Assert.Equal($"http://x/{image.Place.Visit}/{image.Place.Image}", image.Url);
            read.Add(Tell(image.Place, image.Result?.Outcome.Reason));
        }

        return read;
    }

    private static string Tell(ImagePlace place, ImageReason? reason) => $"{place.Visit}/{place.Image} {reason}";
}

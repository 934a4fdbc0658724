using RetailPulse.Grains.Ledger;
using RetailPulse.Grains.Visits;
using RetailPulse.Images;
using RetailPulse.Visits;

namespace RetailPulse.Tests.Unit.Grains.Visits;

public sealed class VisitTests
{
    private static readonly ImageOutcome Sound = new(ImageReason.None, "png", 3, 4, 100, TimeSpan.Zero);

    [Fact]
    public void Every_image_is_taken_once_in_order()
    {
        var visit = Of(3);
        Assert.Equal([(0, "u0"), (1, "u1"), (2, "u2")], TakeAll(visit));
        Assert.Equal(0, visit.Pending);
        Assert.False(visit.TryBeginNext(out _, out _));
    }

    [Fact]
    public void Images_with_a_result_are_not_taken_again()
    {
        var visit = Of(4, (1, Sound), (3, ImageOutcome.Failed(ImageReason.Dns)));
        Assert.Equal(2, visit.Pending);
        Assert.Equal(new VisitReport(7, 4, 1, 1, NotBegun: 2), visit.Report(7));
        Assert.Equal([0, 2], TakeAll(visit).Select(taken => taken.Image));
    }

    [Fact]
    public void The_report_counts_what_the_ledger_accepted()
    {
        var visit = Of(3);
        TakeAll(visit);
        visit.Record(0, sound: true);
        visit.Record(1, sound: false);
        Assert.Equal(new VisitReport(0, 3, 1, 1), visit.Report(0));
    }

    [Fact]
    public void A_visit_whose_images_all_have_results_has_nothing_to_do() => Assert.Empty(TakeAll(Of(1, (0, Sound))));

    private static Visit Of(int images, params (int Image, ImageOutcome Outcome)[] results) =>
        new(
            new VisitRecord(
                "S1",
                [.. Enumerable.Range(0, images).Select(image => $"u{image}")],
                results.ToDictionary(result => result.Image, result => result.Outcome)
            )
        );

    private static List<(int Image, string Url)> TakeAll(Visit visit)
    {
        var taken = new List<(int, string)>();
        while (visit.TryBeginNext(out var image, out var url))
            taken.Add((image, url));
        return taken;
    }
}

using RetailPulse.WebFrontend.Console.Reading;
using RetailPulse.WebFrontend.Console.Words;

namespace RetailPulse.Tests.Unit.WebFrontend.Console;

/// <summary>The visits and the timeline of a job.</summary>
public sealed class HistoryTests
{
    private static readonly DateTime Noon = new(2026, 5, 4, 12, 0, 0, DateTimeKind.Utc);

    private static readonly ShownJob Job = new(
        7,
        "failed",
        Noon,
        Noon.AddMinutes(9),
        2,
        new ShownCounts(3, 0, 0, 2, 1, 0),
        null,
        null,
        null,
        new ShownFailures(0, []),
        new ShownRepeats(0, true, []),
        null,
        SubmittedBy: "back office",
        StartedAt: Noon.AddSeconds(1),
        Retries: new ShownRetries(
            2,
            [new ShownRetry(2, Noon.AddMinutes(5), null, 1, 1, 0), new ShownRetry(1, Noon.AddMinutes(3), "shift", 2, null, null)]
        )
    );

    [Fact]
    public void A_timeline_has_everything_that_happened_in_order()
    {
        var delivery = new ShownDelivery(
            "msg_1",
            "job.failed",
            "https://back.example/",
            "pending",
            Noon,
            null,
            [new ShownAttempt(1, Noon.AddMinutes(10), 500, null, 4), new ShownAttempt(2, Noon.AddMinutes(11), null, "timeout", 4)]
        );
        Assert.Equal(
            [
                "Submitted by back office with 3 images",
                "The work began",
                "Retry 1 of 2 images by shift",
                "Retry 2: the URL of image 1.0 was corrected",
                "Ended as failed: 2 measured, 1 failed",
                "job.failed was sent, attempt 1: status 500",
                "job.failed was sent, attempt 2: Timed out",
            ],
            ShownEvent.Of(Job, [delivery]).Select(happened => happened.Text)
        );
        Assert.Equal("/jobs/7/visits/1/images/0", ShownEvent.Of(Job, [])[3].Path);
    }

    [Fact]
    public void A_page_shows_only_visits_that_it_contains_as_a_whole()
    {
        var images = new[] { Image(3, "measured"), Image(3, "failed"), Image(4, "pending") };
        var page = ShownJobVisits.Of(new ShownImagePage(images, "more"));
        var visit = Assert.Single(page.Visits);
        Assert.Equal((3, 2L, 1L, 1L, 4), (visit.Visit, visit.Counts.Total, visit.Counts.Measured, visit.Counts.Failed, page.Next));
        Assert.Equal(["http_404"], visit.Reasons);
        Assert.Equal([3, 4], ShownJobVisits.Of(new ShownImagePage(images, null)).Visits.Select(shown => shown.Visit));
    }

    [Fact]
    public void A_visit_that_is_longer_than_a_page_does_not_hide_those_that_follow()
    {
        var page = ShownJobVisits.Of(new ShownImagePage([Image(3, "measured"), Image(3, "measured")], "more"));
        Assert.True(Assert.Single(page.Visits).HasMore);
        Assert.Equal(4, page.Next);
    }

    private static ShownImage Image(int visit, string status) =>
        new(
            visit,
            0,
            "S1",
            "2026-05-04",
            "http://a.example/",
            status,
            status == "failed" ? "http_404" : null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            7,
            null,
            null
        );
}

using Microsoft.Extensions.Options;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Jobs;
using RetailPulse.Grains.Ledger;
using RetailPulse.Jobs;
using RetailPulse.Visits;

namespace RetailPulse.Tests.Unit.Grains.Jobs;

public sealed class VisitWindowTests
{
    private static readonly Job TenImages = Job.Submitted(new SubmissionTotals(5, 10, DateTimeOffset.UnixEpoch));

    private static VisitWindow Window(params PendingVisit[] page)
    {
        var window = new VisitWindow(TenImages, default);
        window.Append(page);
        return window;
    }

    private static PendingVisit Two(int visit) => new(visit, "S1", 2);

    [Fact]
    public void Visits_start_in_order_while_the_window_has_room()
    {
        var window = Window(Two(0), Two(1), Two(2));
        Assert.True(window.TryStart(4, out var first));
        Assert.True(window.TryStart(4, out var second));
        Assert.False(window.TryStart(4, out _));
        Assert.Equal((0, 1, 4L), (first.Visit, second.Visit, window.Running));
    }

    [Fact]
    public void A_visit_larger_than_the_window_still_starts()
    {
        var window = Window(new PendingVisit(0, "S1", 10));
        Assert.True(window.TryStart(4, out _));
        Assert.Equal(10, window.Running);
    }

    [Fact]
    public void Progress_makes_room_before_the_visit_is_finished()
    {
        var window = Window(new PendingVisit(0, "S1", 8), Two(1));
        window.TryStart(4, out _);
        Assert.False(window.TryStart(4, out _));
        window.Record(new VisitReport(0, 8, 4, 1));
        Assert.True(window.TryStart(4, out _));
        Assert.Equal(5, window.Running);
    }

    [Fact]
    public void Waiting_images_take_no_room()
    {
        var window = Window(Two(0), Two(1), Two(2), Two(3));
        window.TryStart(2, out _);
        Assert.False(window.TryStart(2, out _));
        window.Record(new VisitReport(0, 2, 0, 0, Waiting: 2));
        Assert.Equal(new JobCounts(10, 2, 0, 0, 2), window.Counts);
        Assert.True(window.TryStart(2, out _));
        Assert.False(window.TryStart(2, out _));
        window.Record(new VisitReport(0, 2, 1, 1));
        Assert.Equal(new JobCounts(10, 2, 1, 1), window.Counts);
    }

    [Fact]
    public void The_number_of_waiting_images_is_limited()
    {
        var window = Window([.. Enumerable.Range(0, 30).Select(Two)]);
        var started = 0;
        for (; window.TryStart(2, out var visit); started++)
            window.Record(new VisitReport(visit.Visit, 2, 0, 0, Waiting: 2));
        Assert.Equal(10, started);
    }

    [Fact]
    public void Counts_include_what_images_in_flight_wait_for()
    {
        var window = Window(Two(0), new PendingVisit(1, "S1", 4));
        window.TryStart(9, out _);
        window.TryStart(9, out _);
        var (soon, later) = (DateTimeOffset.UnixEpoch.AddSeconds(5), DateTimeOffset.UnixEpoch.AddSeconds(9));
        window.Record(new VisitReport(0, 2, 0, 0, Waiting: 2, Waits: new ImageWaits(0, 1, 1, later)));
        window.Record(new VisitReport(1, 4, 1, 0, Waiting: 1, Waits: new ImageWaits(1, 1, 0, soon)));
        Assert.Equal(new ImageWaits(1, 2, 1, soon), window.CountWaits(DateTimeOffset.UnixEpoch));
        Assert.False(AllWait());
        window.Record(new VisitReport(1, 4, 3, 1));
        Assert.Equal(new ImageWaits(0, 1, 1, later), window.CountWaits(DateTimeOffset.UnixEpoch));
        Assert.True(AllWait());
        window.Record(new VisitReport(0, 2, 2, 0));
        Assert.Null(window.CountWaits(DateTimeOffset.UnixEpoch));
        Assert.False(AllWait());

        bool AllWait() => (window.Counts with { Waits = window.CountWaits(DateTimeOffset.UnixEpoch) }).AllWait;
    }

    [Fact]
    public void A_reported_time_in_the_past_is_ignored()
    {
        var window = Window(Two(0), Two(1));
        window.TryStart(9, out _);
        window.TryStart(9, out _);
        var (soon, later) = (DateTimeOffset.UnixEpoch.AddSeconds(5), DateTimeOffset.UnixEpoch.AddSeconds(9));
        window.Record(new VisitReport(0, 2, 0, 0, Waiting: 2, Waits: new ImageWaits(0, 2, 0, soon)));
        window.Record(new VisitReport(1, 2, 0, 0, Waiting: 2, Waits: new ImageWaits(0, 2, 0, later)));
        Assert.Equal(new ImageWaits(0, 4, 0, later), window.CountWaits(soon));
        Assert.Equal(new ImageWaits(0, 4, 0), window.CountWaits(later));
    }

    [Fact]
    public void Counts_include_images_that_have_not_begun()
    {
        var window = Window(new PendingVisit(0, "S1", 8), Two(1));
        while (window.TryStart(99, out _)) { }
        window.Record(new VisitReport(0, 8, 2, 0, Waiting: 3, Waits: new ImageWaits(0, 3, 0), NotBegun: 2));
        Assert.Equal(new JobCounts(10, 8, 2, 0, 3, NotBegun: 2), window.Counts);
        Assert.Equal(3, (window.Counts with { Waits = window.CountWaits(default) }).AtWork);
    }

    [Fact]
    public void Visits_in_flight_take_turns()
    {
        var window = Window(Two(0), Two(1), Two(2));
        Assert.Empty(window.NextInTurn(2));
        while (window.TryStart(9, out _)) { }
        Assert.Equal([0, 1], window.NextInTurn(2));
        Assert.Equal([2], window.NextInTurn(2));
        Assert.Equal([0, 1], window.NextInTurn(2));
        window.Record(new VisitReport(1, 2, 2, 0));
        window.Record(new VisitReport(2, 2, 2, 0));
        Assert.Equal([0], window.NextInTurn(2));
    }

    [Fact]
    public void A_repeated_report_changes_nothing()
    {
        var window = Window(Two(0));
        window.TryStart(4, out _);
        window.Record(new VisitReport(0, 2, 1, 1));
        var once = window.Counts;
        window.Record(new VisitReport(0, 2, 1, 1));
        Assert.Equal(once, window.Counts);
        Assert.Equal(new JobCounts(10, 0, 1, 1), once);
    }

    [Fact]
    public void A_late_report_reverts_nothing()
    {
        var window = Window(new PendingVisit(0, "S1", 8));
        window.TryStart(4, out _);
        window.Record(new VisitReport(0, 8, 5, 0));
        window.Record(new VisitReport(0, 8, 3, 0));
        Assert.Equal(new JobCounts(10, 3, 5, 0), window.Counts);
    }

    [Fact]
    public void A_report_of_a_visit_not_in_flight_changes_nothing()
    {
        var window = Window(Two(0));
        window.Record(new VisitReport(3, 2, 2, 0));
        Assert.Equal(new JobCounts(10, 0, 0, 0), window.Counts);
    }

    [Fact]
    public void Counts_begin_with_what_the_ledger_held()
    {
        var window = new VisitWindow(TenImages, new JobTally(2, 3, 1));
        Assert.Equal(new JobCounts(10, 0, 3, 1), window.Counts);
        Assert.Equal(6, window.Counts.Pending);
    }

    [Fact]
    public void Existing_results_count_before_and_after_a_visit_starts()
    {
        var window = new VisitWindow(TenImages, new JobTally(1, 2, 0, 3, 1));
        window.Append([new PendingVisit(1, "S1", 6, Measured: 3, Failed: 1)]);
        Assert.Equal(new JobCounts(10, 0, 5, 1), window.Counts);
        window.TryStart(4, out _);
        Assert.Equal(new JobCounts(10, 2, 5, 1), window.Counts);
        window.Record(new VisitReport(1, 6, 4, 2));
        Assert.Equal(new JobCounts(10, 0, 6, 2), window.Counts);
    }

    [Fact]
    public void An_empty_page_is_the_end()
    {
        var window = Window(Two(0));
        Assert.False(window.NeedsPage);
        window.TryStart(4, out _);
        Assert.True(window.NeedsPage);
        window.Append([]);
        Assert.False(window.Drained);
        window.Record(new VisitReport(0, 2, 2, 0));
        Assert.True(window.Drained);
    }

    [Theory]
    [InlineData(1024, 1, 1, 1, 0, 2048)]
    [InlineData(1024, 1, 1, 4, 1536, 512)]
    [InlineData(1024, 1, 1, 4, 4096, 512)]
    [InlineData(1024, 1, 2, 1, 2048, 1024)]
    [InlineData(1024, 1, 2, 100, 2048, 16)]
    [InlineData(64, 4, 1, 1, 0, 512)]
    [InlineData(1024, 1, 1, 10_000, 2048, 16)]
    [InlineData(1, 0, 0, 0, 0, 16)]
    public void The_window_is_twice_the_slots_shared_by_tenants_and_jobs(
        int slots,
        int silos,
        int tenants,
        int jobs,
        long others,
        long images
    ) => Assert.Equal(images, InFlightBudget.Share(slots, silos, tenants, jobs, others));

    [Fact]
    public void A_job_may_use_what_other_jobs_leave_unused() =>
        Assert.Equal(2038, InFlightBudget.Share(slots: 1024, silos: 1, tenants: 1, jobs: 2, others: 10));

    [Fact]
    public void A_tenant_with_one_job_has_as_large_a_window_as_one_with_many()
    {
        var budget = new InFlightBudget(Options.Create(new ImagesOptions { Slots = 1000 }), () => 1);
        InFlightBudget.Seat[] many = [.. Enumerable.Range(0, 10).Select(_ => budget.Join("many"))];
        Array.ForEach(many, seat => seat.Record(200));
        using var one = budget.Join("one");
        Assert.Equal(1000, one.Images());
        one.Record(1000);
        Assert.Equal(100, many[0].Images());

        Array.ForEach(many, seat => seat.Dispose());
        Assert.Equal(2000, one.Images());
    }
}

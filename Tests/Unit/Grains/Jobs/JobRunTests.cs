using System.Collections.Immutable;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Jobs;
using RetailPulse.Grains.Ledger;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Visits;

namespace RetailPulse.Tests.Unit.Grains.Jobs;

public sealed class JobRunTests
{
    /// <summary>Number of images that one job may keep in flight: twice the slots.</summary>
    private const int Window = 32;

    private static readonly DateTimeOffset Noon = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeLedger ledger = new();
    private readonly FakeVisits visits = new();
    private readonly FakeTimeProvider time = new(Noon);
    private readonly InFlightBudget budget = new(Options.Create(new ImagesOptions { Slots = Window / 2 }), () => 1);

    [Fact]
    public async Task Visits_are_started_until_the_window_is_full()
    {
        using var run = await BeginAsync(visitCount: 100, images: 10);
        Assert.False(await run.AdvanceAsync(None));
        Assert.Equal([0, 1, 2, 3], visits.Started);
        Assert.Equal(visits.Started, run.InFlight.Order());
        Assert.Equal(new JobCounts(1_000, 40, 0, 0), await run.CountAsync());
    }

    [Fact]
    public async Task A_finished_visit_makes_room_for_the_next()
    {
        using var run = await BeginAsync(visitCount: 100, images: 10);
        await run.AdvanceAsync(None);
        run.Record(new VisitReport(0, 10, 10, 0));
        await run.AdvanceAsync(None);
        Assert.Equal([0, 1, 2, 3, 4], visits.Started);
        Assert.Equal(10, (await run.CountAsync()).Measured);
    }

    [Fact]
    public async Task A_run_whose_visits_are_finished_is_drained()
    {
        using var run = await BeginAsync(visitCount: 2, images: 1);
        Assert.False(await run.AdvanceAsync(None));
        foreach (var visit in visits.Started)
            run.Record(new VisitReport(visit, 1, 1, 0));
        Assert.True(await run.AdvanceAsync(None));
    }

    [Fact]
    public async Task A_recount_starts_visits_whose_results_the_ledger_lacks()
    {
        using var run = await BeginAsync(visitCount: 2, images: 1);
        await run.AdvanceAsync(None);
        foreach (var visit in visits.Started)
            run.Record(new VisitReport(visit, 1, 1, 0));
        await ledger.RecordResultAsync(Measured(visit: 0), None);
        visits.Started.Clear();

        run.Recount(await ledger.TallyAsync(1, None));
        Assert.False(await run.AdvanceAsync(None));
        Assert.Equal([1], visits.Started);
        Assert.Equal(new JobCounts(2, 1, 1, 0), await run.CountAsync());
    }

    [Fact]
    public async Task A_visit_whose_call_failed_is_started_again()
    {
        visits.Lost.Add(1);
        using var run = await BeginAsync(visitCount: 2, images: 1);
        await run.AdvanceAsync(None);
        visits.Lost.Clear();
        visits.Started.Clear();
        await run.AdvanceAsync(None);
        Assert.Equal([0, 1], visits.Started.Order());
        await run.AdvanceAsync(None);
        Assert.Equal(2, visits.Started.Count);
    }

    [Fact]
    public async Task A_closed_run_starts_no_visit_and_stops_those_in_flight()
    {
        using var run = await BeginAsync(visitCount: 100, images: 10);
        await run.AdvanceAsync(None);
        run.Close();
        run.Record(new VisitReport(0, 10, 10, 0));
        await run.AdvanceAsync(None);
        await run.StopVisitsAsync(None);
        Assert.Equal([0, 1, 2, 3], visits.Started);
        Assert.Equal([1, 2, 3], visits.Stopped.Order());
    }

    [Fact]
    public async Task A_run_that_started_nothing_stops_the_first_pending_visits()
    {
        using var run = await BeginAsync(visitCount: 3, images: 1);
        await run.StopVisitsAsync(None);
        Assert.Equal([0, 1, 2], visits.Stopped.Order());
    }

    [Fact]
    public async Task Counts_before_the_first_turn_come_from_the_ledger()
    {
        using var run = await BeginAsync(visitCount: 3, images: 1);
        await ledger.RecordResultAsync(Measured(visit: 0), None);
        Assert.Equal(new JobCounts(3, 0, 1, 0), await run.CountAsync());
        Assert.Empty(run.InFlight);
    }

    [Fact]
    public async Task A_disposed_run_leaves_its_window_to_other_jobs()
    {
        using var other = await BeginAsync(visitCount: 100, images: 10);
        var run = new JobRun(
            1,
            new Job(JobStatus.Ongoing, 100, 1_000, Noon),
            ledger,
            new FakeVisits(),
            budget.Join("t"),
            Unheard.Jobs.JobBegan(Noon),
            new JobTrace(1, ledger),
            time
        );
        run.Dispose();
        await run.AdvanceAsync(None);
        Assert.Empty(run.InFlight);
        await other.AdvanceAsync(None);
        Assert.Equal(4, visits.Started.Count);
    }

    [Fact]
    public async Task A_poll_brings_the_progress_of_visits_up_to_date()
    {
        using var run = await BeginAsync(visitCount: 1, images: 10);
        await run.AdvanceAsync(None);
        visits.Progress = new VisitReport(0, 10, 4, 1, Waiting: 5, new ImageWaits(0, 5, 0, null));
        await run.PollVisitsAsync();
        Assert.Equal(new JobCounts(10, 5, 4, 1, Waiting: 5), await run.CountAsync());
        Assert.Equal(5, run.CountWaits()!.Total);
    }

    [Fact]
    public async Task Visits_of_a_new_job_are_given_once_and_not_read()
    {
        using var run = await BeginAsync(visitCount: 3, images: 1);
        ledger.TroubleWhenReading = ledger.TroubleWhenCounting = new IOException("no read");
        run.BeginWith(Submissions.Grid(visits: 3, images: 1).Visits);
        Assert.Equal(new JobCounts(3, 0, 0, 0), await run.CountAsync());
        Assert.False(await run.AdvanceAsync(None));
        Assert.Equal([0, 1, 2], visits.Given);

        // They may have results now.
        run.RestartVisits();
        await run.AdvanceAsync(None);
        Assert.Equal([0, 1, 2], visits.Given);
        Assert.Equal(6, visits.Started.Count);
    }

    [Fact]
    public async Task A_page_that_is_not_full_is_the_last()
    {
        using var run = await BeginAsync(visitCount: 1, images: 1);
        await run.AdvanceAsync(None);
        ledger.TroubleWhenReading = new IOException("no read");
        run.Record(new VisitReport(0, 1, 1, 0));
        Assert.True(await run.AdvanceAsync(None));
    }

    private async Task<JobRun> BeginAsync(int visitCount, int images)
    {
        await ledger.RecordSubmissionAsync(1, Submissions.Grid(visitCount, images), Noon, None);
        return new JobRun(
            1,
            Job.Submitted((await ledger.FindSubmissionAsync(1, None))!),
            ledger,
            visits,
            budget.Join("t"),
            Unheard.Jobs.JobBegan(Noon),
            new JobTrace(1, ledger),
            time
        );
    }

    private static ImageResult Measured(int visit) =>
        new(1, visit, 0, FakeFetcher.Sound, 1, ImmutableArray<ImageReason>.Empty, Noon, "silo");

    private sealed class FakeVisits : IJobVisits
    {
        public List<int> Started { get; } = [];

        public List<int> Stopped { get; } = [];

        /// <summary>Visits whose calls fail.</summary>
        public HashSet<int> Lost { get; } = [];

        public VisitReport? Progress { get; set; }

        /// <summary>Visits that were started without a read of the ledger.</summary>
        public List<int> Given { get; } = [];

        public Task<bool> StartAsync(int visit, NewVisit? submitted)
        {
            Started.Add(visit);
            if (submitted is not null)
                Given.Add(visit);
            return Task.FromResult(!Lost.Contains(visit));
        }

        public Task StopAsync(int visit)
        {
            Stopped.Add(visit);
            return Task.CompletedTask;
        }

        public Task<VisitReport?> ReadProgressAsync(int visit) => Task.FromResult(Progress);
    }
}

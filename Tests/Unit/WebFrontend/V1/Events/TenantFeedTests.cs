using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Telemetry;
using RetailPulse.WebFrontend.V1.Events;
using RetailPulse.WebFrontend.V1.Streams;

namespace RetailPulse.Tests.Unit.WebFrontend.V1.Events;

public sealed class TenantFeedTests
{
    private readonly FakeTimeProvider time = new();
    private readonly ListenerPermits permits = new(new FrontEndTelemetry(new Meters()));

    [Fact]
    public async Task Each_listener_hears_the_events_of_its_tenant_only()
    {
        var (source, feed) = Start();
        TenantListener acme = new("acme", FakeEvents.Start),
            zeta = new("zeta", FakeEvents.Start),
            all = new(null, FakeEvents.Start);
        foreach (var listener in (TenantListener[])[acme, zeta, all])
            feed.Join(listener);
        source.Add(FakeEvents.Submitted(1, 1), FakeEvents.Submitted(2, 2, "zeta"));
        await AdvanceUntilAsync(() =>
            all.Told == EventCursor.OfJob(0, 2, 2) || Taken(all).Contains("\"job_id\":2", StringComparison.Ordinal)
        );
        Assert.Equal((1, 0), Count(Taken(acme)));
        Assert.Equal((0, 1), Count(Taken(zeta)));

        static (int One, int Two) Count(string text) => (text.Split("\"job_id\":1").Length - 1, text.Split("\"job_id\":2").Length - 1);
    }

    /// <summary>The read in progress when a listener joined did not look for its tenant's events.</summary>
    [Fact]
    public async Task An_event_committed_while_its_first_listener_joins_is_sent()
    {
        var (source, feed) = Start();
        TenantListener acme = new("acme", FakeEvents.Start),
            zeta = new("zeta", FakeEvents.Start);
        var joined = false;
        source.Reading = tenants =>
        {
            if (joined || tenants is not ["acme"])
                return;
            joined = true;
            feed.Join(zeta);
            source.Add(FakeEvents.Submitted(2, 2, "zeta"));
        };
        feed.Join(acme);
        var heard = "";
        await AdvanceUntilAsync(() => (heard += Taken(zeta)).Contains("\"job_id\":2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_figures_of_a_job_are_read_once_a_second_for_all_listeners()
    {
        var (source, feed) = Start();
        source.Set(1, new JobFigures(10, 0, 0));
        TenantListener[] listeners = [.. Enumerable.Range(0, 100).Select(_ => new TenantListener("acme", FakeEvents.Start))];
        foreach (var listener in listeners)
            feed.Join(listener);
        await AdvanceUntilAsync(() => source.FigureReads > 0);
        var (before, began) = (source.FigureReads, time.GetUtcNow());
        for (var measured = 1; measured <= 40; measured++)
        {
            source.Set(1, new JobFigures(10, measured, 0));
            var reads = source.Reads;
            await AdvanceUntilAsync(() => source.Reads > reads);
        }

        Assert.InRange(source.FigureReads - before, 1, (int)(time.GetUtcNow() - began).TotalSeconds + 1);
        Assert.All(listeners, listener => Assert.Single(listener.Take().Bytes));
    }

    [Fact]
    public async Task A_listener_that_joins_later_gets_the_figures_at_once()
    {
        var (source, feed) = Start();
        source.Set(1, new JobFigures(10, 3, 0));
        var first = new TenantListener("acme", FakeEvents.Start);
        feed.Join(first);
        await AdvanceUntilAsync(() => Taken(first).Length > 0);
        var second = new TenantListener("acme", FakeEvents.Start);
        feed.Join(second);
        Assert.Contains("\"measured\":3", Taken(second));
    }

    [Fact]
    public async Task Figures_of_a_job_that_ended_without_listeners_are_not_sent()
    {
        var (source, feed) = Start();
        TenantListener acme = new("acme", FakeEvents.Start),
            zeta = new("zeta", FakeEvents.Start);
        feed.Join(acme);
        feed.Join(zeta);
        source.Set(2, new JobFigures(10, 3, 0), "zeta");
        await AdvanceUntilAsync(() => Taken(zeta).Length > 0);
        feed.Quit(zeta);
        source.End(2);
        source.Add(FakeEvents.Ended(2, 5, "zeta"));
        var reads = source.Reads;
        await AdvanceUntilAsync(() => source.Reads > reads + 1);
        var later = new TenantListener("zeta", EventCursor.After(0, 5));
        feed.Join(later);
        Assert.Empty(Taken(later));
    }

    [Fact]
    public async Task A_feed_without_listeners_reads_nothing()
    {
        var (source, feed) = Start();
        var listener = new TenantListener("acme", FakeEvents.Start);
        feed.Join(listener);
        await AdvanceUntilAsync(() => source.Reads > 0);
        feed.Quit(listener);
        await AdvanceUntilAsync(() => true);
        var before = source.Reads;

        // Another feed shows that there was time enough to read.
        var (other, witness) = Start();
        witness.Join(new TenantListener("acme", FakeEvents.Start));
        await AdvanceUntilAsync(() => other.Reads > 10);
        Assert.InRange(source.Reads - before, 0, 1);
    }

    [Fact]
    public async Task A_feed_continues_after_the_cluster_was_away()
    {
        var (source, feed) = Start();
        var listener = new TenantListener("acme", FakeEvents.Start);
        source.Unavailable = true;
        feed.Join(listener);
        await AdvanceUntilAsync(() => source.Reads > 2);
        source.Unavailable = false;
        source.Add(FakeEvents.Submitted(1, 1));
        await AdvanceUntilAsync(() => Taken(listener).Contains("job_submitted", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_client_that_resumes_gets_what_it_missed_and_then_what_happens()
    {
        var (source, feed) = Start(page: 2);
        source.Add(Enumerable.Range(1, 7).Select(job => FakeEvents.Submitted(job, job)));
        using var stopping = new CancellationTokenSource();
        var (sent, stream) = Open(source, feed, EventCursor.OfJob(0, 3, 3), gap: false, stopping.Token);
        await AdvanceUntilAsync(() => sent().Contains("\"job_id\":7", StringComparison.Ordinal));
        source.Add(FakeEvents.Submitted(8, 8));
        await AdvanceUntilAsync(() => sent().Contains("\"job_id\":8", StringComparison.Ordinal));
        Assert.Equal([4L, 5, 6, 7, 8], Jobs(sent()));
        await stopping.CancelAsync();
        await stream.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, permits.InUse);
    }

    [Fact]
    public async Task A_client_that_missed_too_much_receives_a_gap()
    {
        var (source, feed) = Start(page: 1_000);
        source.Add(Enumerable.Range(1, 12_000).Select(job => FakeEvents.Submitted(job, job)));
        using var stopping = new CancellationTokenSource();
        var (sent, _) = Open(source, feed, FakeEvents.Start, gap: false, stopping.Token);
        await AdvanceUntilAsync(() => sent().Contains("event: gap", StringComparison.Ordinal));
        source.Add(FakeEvents.Submitted(20_000, 20_000));
        await AdvanceUntilAsync(() => sent().Contains("\"job_id\":20000", StringComparison.Ordinal));
        Assert.Contains("""data: {"cause":"too_many_events"}""", sent());
        Assert.Equal(10_001, Jobs(sent()).Count);
        await stopping.CancelAsync();
    }

    [Fact]
    public async Task Events_of_others_cost_a_client_none_of_its_own()
    {
        var (source, feed) = Start(page: 10);
        source.Add(Enumerable.Range(1, 1_500).Select(job => FakeEvents.Submitted(job, job, "zeta")));
        source.Add(FakeEvents.Submitted(7_001, 2_000));
        using var stopping = new CancellationTokenSource();
        var (sent, _) = Open(source, feed, FakeEvents.Start, gap: false, stopping.Token);
        await AdvanceUntilAsync(() => sent().Contains("\"job_id\":7001", StringComparison.Ordinal));
        Assert.DoesNotContain("event: gap", sent());
        await stopping.CancelAsync();
    }

    [Fact]
    public async Task No_id_names_an_event_of_another_tenant()
    {
        var (source, feed) = Start(page: 10);
        source.Add(FakeEvents.Submitted(1, 1));
        source.Add(Enumerable.Range(1_000, 995).Select(job => FakeEvents.Submitted(job, job, "zeta")));
        source.Set(1, new JobFigures(10, 3, 0));
        using var stopping = new CancellationTokenSource();
        var (sent, _) = Open(source, feed, FakeEvents.Start, gap: false, stopping.Token);
        await AdvanceUntilAsync(() => sent().Contains("\"measured\":3", StringComparison.Ordinal));
        source.Add(FakeEvents.Submitted(2, 5_000));
        await AdvanceUntilAsync(() => sent().Contains("\"job_id\":2,", StringComparison.Ordinal));
        var ids = sent().Split('\n').Where(line => line.StartsWith("id: ", StringComparison.Ordinal)).Select(line => line[4..]).ToList();
        Assert.All(ids, id => Assert.True(EventPosition.Parse(id)!.Value.JobId is 1 or 2 or long.MaxValue, id));

        // A client that resumes need not skip again what was skipped.
        Assert.Contains(ids, id => EventPosition.Parse(id)!.Value.Commit > 1_900);
        await stopping.CancelAsync();
    }

    [Theory]
    [InlineData(true, 0)]
    [InlineData(false, 99)]
    public async Task A_position_of_another_database_is_a_gap(bool unreadable, long origin)
    {
        var (source, feed) = Start();
        using var stopping = new CancellationTokenSource();
        var (sent, _) = Open(source, feed, EventCursor.After(origin, 0), unreadable, stopping.Token);
        await AdvanceUntilAsync(() => sent().Contains("""data: {"cause":"unknown_position"}""", StringComparison.Ordinal));
        source.Add(FakeEvents.Submitted(1, 1));
        await AdvanceUntilAsync(() => sent().Contains("\"job_id\":1", StringComparison.Ordinal));
        await stopping.CancelAsync();
    }

    private (FakeEvents Source, TenantFeed Feed) Start(int page = 1_000)
    {
        var source = new FakeEvents(page);
        return (source, new TenantFeed(source, time, NullLogger<TenantFeed>.Instance));
    }

    private (Func<string> Sent, Task Stream) Open(
        FakeEvents source,
        TenantFeed feed,
        EventCursor start,
        bool gap,
        CancellationToken stopping
    )
    {
        var body = new SharedBody();
        var context = new DefaultHttpContext { Response = { Body = body } };
        Assert.True(permits.TryAcquire("acme"));
        var stream = new TenantEventStream("acme", start, gap, "acme", feed, source, permits, time, stopping);
        return (() => body.Text, stream.ExecuteAsync(context));
    }

    private static List<long> Jobs(string text) =>
        [.. text.Split("\"job_id\":").Skip(1).Select(part => long.Parse(part[..part.IndexOf(',', StringComparison.Ordinal)], null))];

    private static string Taken(TenantListener listener) => string.Concat(listener.Take().Bytes.Select(Encoding.UTF8.GetString));

    private Task AdvanceUntilAsync(Func<bool> condition) =>
        Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(100));
                return condition();
            },
            "the condition"
        );
}

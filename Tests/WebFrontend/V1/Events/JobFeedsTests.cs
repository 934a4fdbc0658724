using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Jobs;
using RetailPulse.Tests.Fakes;
using RetailPulse.Web.V1.Jobs.Events;

namespace RetailPulse.Tests.WebFrontend.V1.Events;

public sealed class JobFeedsTests
{
    private readonly FakeTimeProvider time = new();
    private readonly FakeJob job = new();
    private readonly JobFeeds feeds;

    public JobFeedsTests() => feeds = new JobFeeds(job, time, NullLogger<JobFeeds>.Instance);

    [Fact]
    public async Task A_thousand_listeners_cost_one_subscription_and_all_hear()
    {
        Listener[] listeners = [.. Enumerable.Range(0, 1_000).Select(_ => Join())];
        for (var image = 0; image < 20; image++)
        {
            job.Fail(image, image);
            await LookAsync();
        }

        // Twenty looks and the first; each found one new failure, and every fifth second what came late is looked for with it.
        Assert.InRange(job.Reads, 1, 22);
        Assert.InRange(job.FailureReads, 1, 22);
        job.End();
        foreach (var listener in listeners.Where((_, number) => number % 100 == 0))
        {
            var text = await ToEndAsync(listener);
            Assert.Equal(20, Count(text, "event: image_failed"));
            Assert.Equal(1, Count(text, "event: end"));
        }
    }

    [Fact]
    public async Task A_job_in_which_nothing_changes_is_looked_at_once_a_second()
    {
        var listener = Join();
        for (var look = 0; look < 8; look++) await LookAsync();
        var before = job.Reads;
        for (var quarter = 0; quarter < 40; quarter++) await LookAsync(wait: false);
        Assert.InRange(job.Reads - before, 1, 11);
        Assert.Equal(1, Count(Encoding.UTF8.GetString([.. listener.Take(new HashSet<FailureCursor>()).Bytes.SelectMany(bytes => bytes)]), "event: progress"));
    }

    [Fact]
    public async Task A_failure_that_was_committed_late_is_told_however_late_and_once()
    {
        var listener = Join();
        job.Fail(1, second: 100);
        await LookAsync();
        job.Fail(0, second: 3);
        await LookAsync();
        job.End();
        var text = await ToEndAsync(listener);
        Assert.Equal(2, Count(text, "event: image_failed"));
        Assert.Equal(1, Count(text, "\"image\":0,"));
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_reached_only_delays()
    {
        var listener = Join();
        await LookAsync();
        job.Reachable = false;
        job.Fail(0, second: 1);
        job.End();
        for (var look = 0; look < 10; look++) await LookAsync();
        Assert.False(listener.Take(new HashSet<FailureCursor>()).Over);
        job.Reachable = true;
        Assert.Equal(1, Count(await ToEndAsync(listener), "event: image_failed"));
    }

    [Fact]
    public async Task With_its_last_listener_a_subscription_ends()
    {
        var (first, second) = (Join(), Join());
        await LookAsync();
        feeds.Quit(1, first);
        await LookAsync();
        feeds.Quit(1, second);
        var before = job.Reads;
        for (var look = 0; look < 10; look++) await LookAsync(wait: false);
        Assert.InRange(job.Reads - before, 0, 1);
    }

    [Fact]
    public void A_listener_that_takes_nothing_is_overrun_by_failures_and_not_by_progress()
    {
        var listener = new Listener();
        for (var number = 0; number < 20_000; number++) listener.Progress([1]);
        Assert.False(listener.Overrun);
        for (var number = 0; number < 10_001; number++) listener.Failure(FailureCursor.Start, [1]);
        Assert.True(listener.Overrun);
    }

    [Fact]
    public void Places_are_bounded_and_given_back()
    {
        for (var place = 0; place < 10_000; place++) Assert.True(feeds.TryEnter());
        Assert.False(feeds.TryEnter());
        feeds.Leave();
        Assert.True(feeds.TryEnter());
    }

    private Listener Join()
    {
        var listener = new Listener();
        feeds.Join(1, listener, FailureCursor.Start, []);
        return listener;
    }

    /// <summary>A second in which the feed looks; <paramref name="wait"/> for it.</summary>
    private async Task LookAsync(bool wait = true)
    {
        var before = job.Reads;
        time.Advance(TimeSpan.FromMilliseconds(wait ? 1_000 : 250));
        if (wait) await Eventually.TrueAsync(() => job.Reads > before, "the feed looks");
        else await Task.Delay(2);
    }

    private async Task<string> ToEndAsync(Listener listener)
    {
        var text = new StringBuilder();
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                var (bytes, over) = listener.Take(new HashSet<FailureCursor>());
                foreach (var piece in bytes) text.Append(Encoding.UTF8.GetString(piece));
                return over;
            },
            "the end");
        return text.ToString();
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}

using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.V1.Jobs.Events;

namespace RetailPulse.Tests.Unit.WebFrontend.V1.Events;

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

        // Twenty looks and the first, some perhaps twice; not one for each listener.
        Assert.InRange(job.Reads, 1, 60);
        Assert.InRange(job.FailureReads, 1, 60);
        job.End();
        foreach (var listener in listeners.Where((_, number) => number % 100 == 0))
        {
            var text = await ToEndAsync(listener);
            Assert.Equal(20, Count(text, "event: image_failed"));
            Assert.Equal(1, Count(text, "event: end"));
        }
    }

    [Fact]
    public async Task An_unchanged_job_is_read_once_a_second()
    {
        var listener = Join();
        for (var look = 0; look < 8; look++)
            await LookAsync();
        var (before, began) = (job.Reads, time.GetUtcNow());
        for (var quarter = 0; quarter < 40; quarter++)
            await PassAsync();
        await LookAsync();
        Assert.InRange(job.Reads - before, 1, (int)(time.GetUtcNow() - began).TotalSeconds + 1);
        Assert.Equal(1, Count(Text(listener.Take().Bytes), "event: progress"));
    }

    [Fact]
    public async Task The_end_waits_for_failures_that_are_held_back()
    {
        var listener = Join();
        job.HeldBackFrom = 5;
        job.Fail(1, commit: 6);
        job.End();
        for (var look = 0; look < 10; look++)
            await LookAsync();
        var (early, over) = listener.Take();
        Assert.False(over);
        Assert.Equal(0, Count(Text(early), "event: image_failed"));
        job.Fail(0, commit: 5);
        job.HeldBackFrom = long.MaxValue;
        Assert.Matches(
            "(?s)\"image\":0,.*id: 5.1.1.1\n.*\"image\":1,.*id: 6.1.2.1\n.*event: end\n.*id: 6.1.2.1.[0-9]+\n\n$",
            await ToEndAsync(listener)
        );
    }

    [Fact]
    public async Task A_cluster_that_cannot_be_reached_only_delays()
    {
        var listener = Join();
        await LookAsync();
        job.Reachable = false;
        job.Fail(0, commit: 1);
        job.End();
        for (var look = 0; look < 10; look++)
            await LookAsync();
        Assert.False(listener.Take().Over);
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

        // Another feed shows that there was time enough to look.
        var other = new FakeJob();
        new JobFeeds(other, time, NullLogger<JobFeeds>.Instance).Join(1, new Listener(FailureCursor.Start));
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                return other.Reads > 10;
            },
            "the other feed looks"
        );
        Assert.InRange(job.Reads - before, 0, 1);
    }

    [Fact]
    public void Unread_failures_overrun_a_listener_and_progress_does_not()
    {
        var listener = new Listener(FailureCursor.Start);
        for (var number = 0; number < 20_000; number++)
            listener.Progress([1]);
        Assert.False(listener.Overrun);
        for (var number = 0; number < 10_001; number++)
            listener.Failure(FailureCursor.Start, [1]);
        Assert.True(listener.Overrun);
    }

    [Fact]
    public void Known_failures_are_not_resent_and_ids_never_decrease()
    {
        var listener = new Listener(new FailureCursor(7, 0, 1, 0));
        listener.Failure(new FailureCursor(7, 0, 1, 0), "known;"u8.ToArray());
        listener.Progress("progress;"u8.ToArray());
        Assert.Equal("progress;id: 7.1.2.1\n\n", Text(listener.Take().Bytes));
        listener.Failure(new FailureCursor(7, 0, 2, 0), "new;"u8.ToArray());
        listener.Progress("progress;"u8.ToArray());
        Assert.Equal("new;progress;id: 7.1.3.1\n\n", Text(listener.Take().Bytes));
    }

    private Listener Join()
    {
        var listener = new Listener(FailureCursor.Start);
        feeds.Join(1, listener);
        return listener;
    }

    /// <summary>Lets seconds pass until the feed looks: it may only be about to wait for the first of them.</summary>
    private Task LookAsync()
    {
        var before = job.Reads;
        return Eventually.TrueAsync(
            () =>
            {
                if (job.Reads > before)
                    return true;
                time.Advance(TimeSpan.FromSeconds(1));
                return false;
            },
            "the feed looks"
        );
    }

    private Task PassAsync()
    {
        time.Advance(TimeSpan.FromMilliseconds(250));
        return Task.Delay(2);
    }

    private async Task<string> ToEndAsync(Listener listener)
    {
        var text = new StringBuilder();
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                var (bytes, over) = listener.Take();
                text.Append(Text(bytes));
                return over;
            },
            "the end"
        );
        return text.ToString();
    }

    private static string Text(List<byte[]> bytes) => Encoding.UTF8.GetString([.. bytes.SelectMany(piece => piece)]);

    private static int Count(string text, string part) => text.Split(part).Length - 1;
}

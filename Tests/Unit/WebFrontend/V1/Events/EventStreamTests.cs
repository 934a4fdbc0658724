using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.Telemetry;
using RetailPulse.WebFrontend.V1.Jobs.Events;
using RetailPulse.WebFrontend.V1.Streams;

namespace RetailPulse.Tests.Unit.WebFrontend.V1.Events;

public sealed class EventStreamTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly FakeJob job = new();
    private readonly SlowBody sent = new();
    private readonly DefaultHttpContext context = new();
    private readonly Connection connection = new();
    private readonly JobFeeds feeds;
    private readonly ListenerPermits permits = new(new FrontEndTelemetry(new Meters()));
    private readonly DateTimeOffset started;

    public EventStreamTests()
    {
        started = time.GetUtcNow();
        feeds = new JobFeeds(job, time, NullLogger<JobFeeds>.Instance);
        context.Response.Body = sent;
        context.Features.Set<IHttpRequestLifetimeFeature>(connection);
    }

    public void Dispose() => sent.Dispose();

    [Fact]
    public async Task A_quiet_stream_has_a_heartbeat_and_a_stop_ends_it()
    {
        using var stopping = new CancellationTokenSource();
        var stream = await StartAsync(stopping.Token);
        Assert.StartsWith("retry: 2000\n\nevent: progress\ndata: ", Text, StringComparison.Ordinal);
        Assert.EndsWith("\nid: 0.0.0.0\n\n", Text, StringComparison.Ordinal);
        await Eventually.TrueAsync(() => job.FailureReads >= 3, "the feed looks");
        var seconds = 0;
        await Eventually.TrueAsync(
            () =>
            {
                if (Text.EndsWith("\n\n:\n\n", StringComparison.Ordinal))
                    return true;

                // No more time passes than a heartbeat may take, however late the thread of the stream runs.
                if (seconds < 40)
                    time.Advance(TimeSpan.FromSeconds(1));
                seconds = Math.Min(seconds + 1, 40);
                return false;
            },
            "a heartbeat"
        );
        Assert.InRange(seconds, 15, 40);
        await stopping.CancelAsync();
        await stream.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(0, permits.InUse);
    }

    [Fact]
    public async Task An_overrun_listener_is_disconnected_without_an_end_event()
    {
        var stream = await StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => job.FailureReads >= 3, "the feed looks");
        var witness = new Listener(FailureCursor.Start);
        feeds.Join(1, witness);
        var taking = new TaskCompletionSource();
        sent.Taking = taking.Task;
        job.Fail(0, commit: 1);
        await AdvanceUntilAsync(() => sent.Waiting);

        // Not so long that the client is dropped for taking nothing.
        for (var image = 1; image <= 11_000; image++)
            job.Fail(image, commit: image + 1);
        job.End();
        await AdvanceUntilAsync(() => witness.Take().Over, most: TimeSpan.FromSeconds(5));
        taking.SetResult();
        await stream.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(connection.Aborted);
        Assert.DoesNotContain("event: end", Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stream_ends_after_an_hour_and_gives_its_place_back()
    {
        var stream = await StartAsync(CancellationToken.None);
        await AdvanceUntilAsync(() => stream.IsCompleted, step: TimeSpan.FromMinutes(1));
        await stream;
        Assert.Equal(0, permits.InUse);
        Assert.False(connection.Aborted);
        Assert.True(time.GetUtcNow() - started >= EventStream.MaxDuration);
    }

    private async Task<Task> StartAsync(CancellationToken stopping)
    {
        Assert.True(permits.TryAcquire("acme"));
        var detail = (await job.ReadAsync(1))!;
        return new EventStream(1, detail, FailureCursor.Start, "acme", feeds, job, permits, time, stopping).ExecuteAsync(context);
    }

    private Task AdvanceUntilAsync(Func<bool> condition, TimeSpan? most = null, TimeSpan? step = null)
    {
        var start = time.GetUtcNow();
        return Eventually.TrueAsync(
            () =>
            {
                if (most is null || time.GetUtcNow() - start < most)
                    time.Advance(step ?? TimeSpan.FromMilliseconds(100));
                return condition();
            },
            "the condition"
        );
    }

    private string Text => sent.Text;

    private sealed class Connection : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public bool Aborted { get; private set; }

        public void Abort() => Aborted = true;
    }

    /// <summary>The body of a client that reads nothing until it is ready.</summary>
    private sealed class SlowBody : SharedBody
    {
        public Task Taking { get; set; } = Task.CompletedTask;

        public bool Waiting { get; private set; }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            Waiting = !Taking.IsCompleted;
            await Taking;
            await base.WriteAsync(buffer, cancellationToken);
        }
    }
}

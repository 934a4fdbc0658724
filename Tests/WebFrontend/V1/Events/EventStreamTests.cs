using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Jobs;
using RetailPulse.Tests.Fakes;
using RetailPulse.Web.V1.Jobs.Events;

namespace RetailPulse.Tests.WebFrontend.V1.Events;

public sealed class EventStreamTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly FakeJob job = new();
    private readonly MemoryStream sent = new();

    public void Dispose() => sent.Dispose();

    [Fact]
    public async Task A_quiet_stream_has_a_heartbeat_and_a_stop_ends_it()
    {
        using var stopping = new CancellationTokenSource();
        var feeds = new JobFeeds(job, time, NullLogger<JobFeeds>.Instance);
        Assert.True(feeds.TryEnter());
        var detail = (await job.ReadAsync(1)).Job!;
        var stream = new EventStream(1, detail, FailureCursor.Start, feeds, job, time, stopping.Token).ExecuteAsync(new DefaultHttpContext { Response = { Body = sent } });
        Assert.StartsWith("retry: 2000\n\nevent: progress\ndata: ", Text, StringComparison.Ordinal);
        Assert.EndsWith("\nid: 0.0.0.0\n\n", Text, StringComparison.Ordinal);
        var seconds = 0;
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromSeconds(1));
                seconds++;
                return Text.EndsWith("\n\n:\n\n", StringComparison.Ordinal);
            },
            "a heartbeat");
        Assert.InRange(seconds, 15, 40);
        await stopping.CancelAsync();
        await stream.WaitAsync(TimeSpan.FromSeconds(5));
        Assert.Equal(0, feeds.Listening);
    }

    private string Text => Encoding.UTF8.GetString(sent.ToArray());
}

using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.ServerSentEvents;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.WebFrontend.V1.Jobs.Events;
using RetailPulse.WebFrontend.V1.Streams;

namespace RetailPulse.Tests.Contract.V1;

/// <summary>What listeners of a job hear, over real sockets.</summary>
public sealed class JobEventsTests : IAsyncLifetime
{
    private readonly CountedSource counted = new();
    private readonly Product product;

    public JobEventsTests() =>
        product = new Product(Path.GetTempPath(), real: false, ("RetailPulse:Api:MaxBodyBytes", "33554432"))
        {
            Replace = services =>
            {
                services.Replace(
                    ServiceDescriptor.Singleton<IJobSource>(provider => new SharedJobSource(
                        counted.Over(provider.GetRequiredService<ClusterJobSource>())
                    ))
                );
            },
        };

    private Api Api => new(product.Http);

    private ListenerPermits Permits => product.Services.GetRequiredService<ListenerPermits>();

    public ValueTask InitializeAsync()
    {
        product.Fetcher.Answer = (url, _) =>
            url.Contains("bad", StringComparison.Ordinal) ? ImageOutcome.Failed(ImageReason.Http404) : FakeFetcher.Sound;
        return product.InitializeAsync();
    }

    public ValueTask DisposeAsync() => product.DisposeAsync();

    [Fact]
    public async Task An_ended_job_sends_all_events_and_one_end()
    {
        var id = await SubmitEndedAsync();
        using var response = await OpenAsync(id);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.ToString());
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal("no", response.Headers.GetValues("X-Accel-Buffering").Single());
        var events = await ReadAsync(response);
        Assert.Equal(["progress", "image_failed", "image_failed", "progress", "end"], events.Select(item => item.EventType));
        Assert.All(events, item => Assert.False(string.IsNullOrEmpty(item.EventId)));
        Assert.Equal(["S1 1 0 http_404", "S2 0 0 http_404"], events.Where(IsFailure).Select(Describe).Order(StringComparer.Ordinal));
        Assert.Equal("failed", events[^1].Data.GetProperty("status").GetString());
        Assert.Equal(2, events[^1].Data.GetProperty("counts").GetProperty("failed").GetInt64());

        using var again = await OpenAsync(id, events[^1].EventId);
        Assert.Equal(HttpStatusCode.NoContent, again.StatusCode);
    }

    [Fact]
    public async Task The_end_before_a_retry_is_followed_by_the_later_events()
    {
        var id = await SubmitEndedAsync();
        using var first = await OpenAsync(id);
        var end = (await ReadAsync(first))[^1].EventId;
        await Api.SendAsync(HttpMethod.Post, $"jobs/{id}/retry");
        await Api.EndAsync(id);
        using var second = await OpenAsync(id, end);
        var events = await ReadAsync(second);
        Assert.Equal("end", events[^1].EventType);
        Assert.Equal(2, events.Count(item => IsFailure(item) && item.Data.GetProperty("run").GetInt32() == 1));
    }

    [Fact]
    public async Task Each_failure_is_reported_once_although_connections_are_lost()
    {
        var gate = new TaskCompletionSource();
        product.Fetcher.Gate = gate.Task;
        var id = await Api.SubmitAsync([.. Enumerable.Range(0, 300).Select(visit => ("S1", new[] { $"http://a.example/bad{visit}" }))]);
        var (heard, last, connections) = (new List<(int, int, int)>(), (string?)null, 0);
        var ended = false;
        while (!ended)
        {
            connections++;
            using var response = await OpenAsync(id, last);
            if (connections == 1)
                gate.SetResult();
            var failures = 0;
            await foreach (var item in Parse(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
            {
                last = item.EventId ?? last;
                if (IsFailure(item))
                    heard.Add(
                        (
                            item.Data.GetProperty("visit").GetInt32(),
                            item.Data.GetProperty("image").GetInt32(),
                            item.Data.GetProperty("run").GetInt32()
                        )
                    );
                if (IsFailure(item) && ++failures == 310 - (connections * 10))
                    break;
                ended = item.EventType == "end";
            }

            Assert.InRange(connections, 1, 40);
        }

        Assert.Equal(Enumerable.Range(0, 300), heard.Order().Select(failure => failure.Item1));
        Assert.InRange(connections, 2, 40);
        await Eventually.TrueAsync(() => Permits.InUse == 0, "listeners that go are forgotten");
    }

    [Fact]
    public async Task A_thousand_listeners_cost_one_subscription()
    {
        var gate = new TaskCompletionSource();
        product.Fetcher.Gate = gate.Task;
        var id = await Api.SubmitAsync(("S1", ["http://a.example/bad"]), ("S2", ["http://a.example/good"]));
        var heard = new ConcurrentBag<long>();
        var begun = 0;
        Task[] listeners = [.. Enumerable.Range(0, 1_000).Select(_ => ListenAsync(id, heard, () => Interlocked.Increment(ref begun)))];
        await Eventually.TrueAsync(() => Volatile.Read(ref begun) == 1_000, "all are told how the job stands");

        // They share their reads: each alone would take three.
        Assert.InRange(counted.All, 1, 2_999);

        // So long that a call of each listener would be seen.
        var (before, watch) = (counted.All, Stopwatch.StartNew());
        await Eventually.TrueAsync(() => watch.Elapsed.TotalSeconds > 3, "three seconds");
        var rate = (counted.All - before) / watch.Elapsed.TotalSeconds;
        var released = Stopwatch.GetTimestamp();
        gate.SetResult();
        await Task.WhenAll(listeners).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal(1_000, heard.Count);
        Assert.InRange(rate, 0, 9);
        double[] latencies = [.. heard.Select(at => Stopwatch.GetElapsedTime(released, at).TotalMilliseconds).Order()];
        TestContext.Current.TestOutputHelper?.WriteLine(
            string.Create(CultureInfo.InvariantCulture, $"{rate:F1} calls/s; {latencies[500]:F0} ms median, {latencies[^1]:F0} ms last")
        );
    }

    [Fact]
    public async Task A_listener_that_does_not_read_is_dropped()
    {
        string[] images = [.. Enumerable.Repeat($"http://a.example/bad{new string('x', 8_000)}", 50)];
        var id = await Api.SubmitAsync([.. Enumerable.Repeat(("S1", images), 16)]);
        await Api.EndAsync(id);
        using var client = new TcpClient { ReceiveBufferSize = 4_096 };
        await client.ConnectAsync(product.Http.BaseAddress!.Host, product.Http.BaseAddress.Port);
        await client
            .GetStream()
            .WriteAsync(
                Encoding.ASCII.GetBytes(
                    string.Create(CultureInfo.InvariantCulture, $"GET /api/v1/jobs/{id}/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
                )
            );
        await Eventually.TrueAsync(() => Permits.InUse == 1, "it listens");
        await Eventually.TrueAsync(() => Permits.InUse == 0, "it is dropped");
    }

    [Fact]
    public async Task What_cannot_be_listened_to_is_refused_before_anything_is_sent()
    {
        var missing = await Api.FailAsync(HttpStatusCode.NotFound, "jobs/999/events");
        Assert.Equal("job_not_found", missing.GetProperty("code").GetString());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/jobs/999/events");
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await product.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotAcceptable, response.StatusCode);
    }

    [Fact]
    public async Task One_listener_too_many_receives_Retry_After()
    {
        var id = await SubmitEndedAsync();
        for (var tenant = 0; Permits.TryAcquire($"tenant-{tenant}"); tenant++) { }

        var problem = await Api.FailAsync(HttpStatusCode.ServiceUnavailable, $"jobs/{id}/events");
        Assert.Equal("too_many_listeners", problem.GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_stop_of_the_host_ends_streams_at_once()
    {
        var gate = new TaskCompletionSource();
        product.Fetcher.Gate = gate.Task;
        using var response = await OpenAsync(await Api.SubmitAsync(("S1", ["http://a.example/1"])));
        product.Services.GetRequiredService<Microsoft.Extensions.Hosting.IHostApplicationLifetime>().StopApplication();
        Assert.DoesNotContain("end", (await ReadAsync(response).WaitAsync(TimeSpan.FromSeconds(20))).Select(item => item.EventType));
        gate.SetResult();
    }

    private async Task<long> SubmitEndedAsync()
    {
        var id = await Api.SubmitAsync(("S2", ["http://a.example/bad"]), ("S1", ["http://a.example/bad", "http://a.example/good"]));
        await Api.EndAsync(id);
        return id;
    }

    private async Task ListenAsync(long id, ConcurrentBag<long> heard, Action begin)
    {
        using var response = await OpenAsync(id);
        var begun = false;
        await foreach (var item in Parse(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
        {
            if (!begun)
                begin();
            begun = true;
            if (IsFailure(item))
                heard.Add(Stopwatch.GetTimestamp());
        }
    }

    private Task<HttpResponseMessage> OpenAsync(long id, string? last = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, string.Create(CultureInfo.InvariantCulture, $"/api/v1/jobs/{id}/events"));
        request.Headers.Accept.ParseAdd("text/event-stream");
        if (last is not null)
            request.Headers.Add("Last-Event-ID", last);
        return product.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<List<SseItem<JsonElement>>> ReadAsync(HttpResponseMessage response)
    {
        var events = new List<SseItem<JsonElement>>();
        await foreach (var item in Parse(await response.Content.ReadAsStreamAsync()).EnumerateAsync())
            events.Add(item);
        Assert.All(events, item => Assert.Null(ApiDocument.Committed.JudgeEvent(item.EventType, item.Data)));
        return events;
    }

    private static SseParser<JsonElement> Parse(Stream stream) => SseParser.Create(stream, (_, bytes) => JsonElement.Parse(bytes));

    private static bool IsFailure(SseItem<JsonElement> item) => item.EventType == "image_failed";

    private static string Describe(SseItem<JsonElement> item) =>
        $"{item.Data.GetProperty("store_id")} {item.Data.GetProperty("visit")} {item.Data.GetProperty("image")} {item.Data.GetProperty("reason")}";

    /// <summary>The cluster, and how often it was asked.</summary>
    private sealed class CountedSource : IJobSource
    {
        private IJobSource source = null!;
        private int reads;
        private int failureReads;

        public int FailureReads => Volatile.Read(ref failureReads);

        public int All => Volatile.Read(ref reads) + FailureReads;

        public CountedSource Over(IJobSource cluster)
        {
            source = cluster;
            return this;
        }

        public Task<JobDetail?> ReadAsync(long jobId)
        {
            Interlocked.Increment(ref reads);
            return source.ReadAsync(jobId);
        }

        public Task<FailedImagePage> ReadFailuresAsync(long jobId, FailureCursor after)
        {
            Interlocked.Increment(ref failureReads);
            return source.ReadFailuresAsync(jobId, after);
        }
    }
}

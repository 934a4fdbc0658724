using System.Net;
using System.Text;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Client;

namespace RetailPulse.Tests.Unit.Client;

/// <summary>The client while the service restarts, hangs, or closes connections.</summary>
public sealed class OutageTests : IDisposable
{
    private const string Counts = """{"total":2,"pending":0,"running":0,"measured":1,"failed":1,"cancelled":0}""";
    private const string Links = """{"self":"/","images":"/"}""";

    private readonly CountingHandler service = new();
    private readonly AwaitedTime time = new(new DateTimeOffset(2026, 5, 4, 9, 30, 0, TimeSpan.Zero));
    private readonly HttpClient http;
    private readonly RetailPulseClient client;

    public OutageTests()
    {
        http = new HttpClient(service) { BaseAddress = new Uri("http://pulse.example/") };
        client = new RetailPulseClient(http, new RetailPulseClientOptions { Time = time });
    }

    private DateTimeOffset Start { get; } = new(2026, 5, 4, 9, 30, 0, TimeSpan.Zero);

    public void Dispose()
    {
        http.Dispose();
        client.Dispose();
    }

    [Fact]
    public async Task Waiting_survives_an_outage_of_minutes()
    {
        service.Answer = _ =>
            time.GetUtcNow() - Start is var passed && passed < TimeSpan.FromSeconds(5) ? Job("ongoing")
            : passed < TimeSpan.FromMinutes(4) ? throw new HttpRequestException(HttpRequestError.ConnectionError)
            : Job("completed");
        Assert.Equal(JobStatus.Completed, (await PassTimeAsync(client.Jobs.WaitForEndAsync(1))).Status);
        Assert.InRange(service.Requests.Count, 20, 400);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.BadGateway)]
    public async Task Waiting_ends_when_the_outage_lasts_too_long(HttpStatusCode? status)
    {
        service.Answer = _ =>
            status is { } code ? new HttpResponseMessage(code) : throw new HttpRequestException(HttpRequestError.ConnectionError);
        var failure = await Assert.ThrowsAsync<RetailPulseException>(() => PassTimeAsync(client.Jobs.WaitForEndAsync(1)));
        Assert.Equal((status, true), (failure.Status, failure.MayPass));
        Assert.InRange(time.GetUtcNow() - Start, TimeSpan.FromMinutes(4.5), TimeSpan.FromMinutes(6));
    }

    [Fact]
    public async Task Listening_survives_an_outage_and_resumes_at_the_same_position()
    {
        service.Answer = request =>
            request == 1 ? Events($"event: progress\nid: a\ndata: {{\"status\":\"ongoing\",\"counts\":{Counts}}}\n\n")
            : time.GetUtcNow() - Start < TimeSpan.FromMinutes(4) ? throw new HttpRequestException(HttpRequestError.ConnectionError)
            : Events($"event: end\nid: c\ndata: {{\"status\":\"failed\",\"counts\":{Counts}}}\n\n");
        var events = await PassTimeAsync(client.Jobs.ListenAsync(1).ToListAsync().AsTask());
        Assert.Equal([typeof(JobProgress), typeof(JobEnd)], events.Select(told => told.GetType()));
    }

    [Fact]
    public async Task A_silent_stream_is_abandoned_after_45_seconds()
    {
        var silent = new SilentStream();
        service.Answer = request =>
            request == 1
                ? new HttpResponseMessage { Content = new StreamContent(silent) }
                : Events($"event: end\nid: c\ndata: {{\"status\":\"failed\",\"counts\":{Counts}}}\n\n");
        var listening = client.Jobs.ListenAsync(1).ToListAsync().AsTask();
        await Eventually.TrueAsync(() => silent.IsRead, "the stream is read");
        time.Advance(TimeSpan.FromSeconds(44));
        Assert.False(silent.IsAbandoned);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.True(silent.IsAbandoned);
        Assert.IsType<JobEnd>(Assert.Single(await PassTimeAsync(listening)));
        Assert.Equal(2, service.Requests.Count);
    }

    [Fact]
    public async Task A_stream_that_ends_each_hour_is_followed_without_end()
    {
        service.Answer = request =>
            request <= 3
                ? new HttpResponseMessage { Content = new StreamContent(new QuietStream(time)) }
                : Events("event: job_submitted\nid: a\ndata: {\"job_id\":1,\"visits\":1,\"images\":1}\n\n");
        using var patient = new RetailPulseClient(
            http,
            new RetailPulseClientOptions { Time = time, LongestSilence = TimeSpan.FromHours(1) }
        );
        var first = PassTimeAsync(patient.Events.ListenAsync().FirstAsync().AsTask(), TimeSpan.FromSeconds(15));
        Assert.IsType<JobSubmitted>((await first).Event);
        Assert.True(time.GetUtcNow() - Start >= TimeSpan.FromHours(3));
    }

    [Fact]
    public async Task A_stream_that_is_closed_at_once_is_given_up()
    {
        service.Answer = _ => Events(": hello\n\n");
        await Assert.ThrowsAsync<RetailPulseException>(() => PassTimeAsync(client.Events.ListenAsync().FirstAsync().AsTask()));
        Assert.True(time.GetUtcNow() - Start >= TimeSpan.FromMinutes(4.5));
    }

    /// <summary>What is not a job, and what is not JSON, is told at once.</summary>
    [Fact]
    public async Task A_refusal_ends_the_wait_at_once()
    {
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await Assert.ThrowsAsync<RetailPulseException>(() => client.Jobs.WaitForEndAsync(1))).Status
        );
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await Assert.ThrowsAsync<RetailPulseException>(() => client.Jobs.ListenAsync(1).ToListAsync().AsTask())).Status
        );
        Assert.Equal(2, service.Requests.Count);
    }

    [Fact]
    public async Task Every_failure_is_one_of_this_client()
    {
        var once = new RetailPulseClient(http, new RetailPulseClientOptions { MaxAttempts = 1, ReconnectFor = TimeSpan.Zero });
        foreach (
            var answer in (Func<int, HttpResponseMessage>[])
                [
                    _ => throw new HttpRequestException("refused"),
                    _ => throw new TaskCanceledException("slow"),
                    _ => throw new IOException("cut"),
                    _ => new HttpResponseMessage(HttpStatusCode.InternalServerError),
                    _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new CutStream()) },
                ]
        )
        {
            service.Answer = answer;
            await ClientCalls.AllAsync(once);
        }

        service.Answer = _ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("<html>") };
        foreach (
            var call in (Func<Task>[])
                [
                    () => once.Jobs.GetAsync(1),
                    () => once.Jobs.ExportImagesAsync(1).ToListAsync().AsTask(),
                    () => once.Jobs.ListenAsync(1).ToListAsync().AsTask(),
                ]
        )
            await Assert.ThrowsAsync<RetailPulseException>(call);
    }

    [Fact]
    public async Task A_canceled_call_throws_nothing_else()
    {
        using var canceled = new CancellationTokenSource();
        service.Answer = _ =>
        {
            canceled.Cancel();
            throw new TaskCanceledException();
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Jobs.GetAsync(1, canceled.Token));
    }

    [Fact]
    public async Task Changes_carry_one_key_for_all_their_attempts()
    {
        service.Answer = _ => throw new HttpRequestException(HttpRequestError.ResponseEnded);
        Func<Task>[] changes =
        [
            () => client.Jobs.RetryAsync(1),
            () => client.Jobs.CancelAsync(1),
            () => client.Jobs.AmendAsync(1, 0, 0, "http://b.example/"),
            () => client.Stores.PutMasterAsync(new byte[1]),
        ];
        foreach (var change in changes)
        {
            service.Requests.Clear();
            await Assert.ThrowsAsync<RetailPulseException>(() => PassTimeAsync(Call(change)));
            Assert.Equal(4, service.Requests.Count);
            Assert.NotNull(Assert.Single(service.Requests.Select(request => request.Key).Distinct()));
        }
    }

    [Theory]
    [InlineData(HttpRequestError.ResponseEnded, 1)]
    [InlineData(HttpRequestError.Unknown, 1)]
    [InlineData(HttpRequestError.ConnectionError, 4)]
    [InlineData(HttpRequestError.NameResolutionError, 4)]
    public async Task What_would_run_twice_is_repeated_only_while_it_cannot_have_arrived(HttpRequestError error, int attempts)
    {
        service.Answer = _ => throw new HttpRequestException(error);
        foreach (var call in (Func<Task>[])[() => client.Webhooks.RotateSecretAsync(), () => client.Webhooks.ResendAsync(1, "d")])
        {
            service.Requests.Clear();
            await Assert.ThrowsAsync<RetailPulseException>(() => PassTimeAsync(Call(call)));
            Assert.Equal(attempts, service.Requests.Count);
        }
    }

    [Fact]
    public async Task A_rotation_that_the_service_may_have_made_is_not_repeated()
    {
        service.Answer = _ => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable);
        await Assert.ThrowsAsync<RetailPulseException>(() => PassTimeAsync(client.Webhooks.RotateSecretAsync()));
        Assert.Single(service.Requests);
    }

    private static async Task<bool> Call(Func<Task> call)
    {
        await call();
        return true;
    }

    private static HttpResponseMessage Job(string status) =>
        new(HttpStatusCode.OK)
        {
            Content = new StringContent(
                $$"""{"id":1,"status":"{{status}}","submitted_at":"2026-05-04T09:30:00Z","ended_at":null,"visits":1,"counts":{{Counts}},"failures":{"groups":0,"largest":[]},"repeated_photos":{"images":0,"complete":true,"first":[]},"links":{{Links}}}""",
                Encoding.UTF8,
                "application/json"
            ),
        };

    private static HttpResponseMessage Events(string text) =>
        new() { Content = new StringContent(text, Encoding.UTF8, "text/event-stream") };

    private Task<T> PassTimeAsync<T>(Task<T> call, TimeSpan? step = null) => time.PassUntilAsync(call, step);

    /// <summary>A connection on which nothing comes.</summary>
    private class SilentStream : Stream
    {
        private CancellationToken reading;

        public bool IsRead => reading.CanBeCanceled;

        public bool IsAbandoned => reading.IsCancellationRequested;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            reading = cancellationToken;
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush() { }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>A connection on which only comments come, until the service ends it after an hour.</summary>
    private sealed class QuietStream(FakeTimeProvider time) : SilentStream
    {
        private readonly DateTimeOffset end = time.GetUtcNow() + TimeSpan.FromHours(1);

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(TimeSpan.FromSeconds(15), time, cancellationToken);
            if (time.GetUtcNow() >= end)
                return 0;
            ": \n\n"u8.CopyTo(buffer.Span);
            return 4;
        }
    }

    /// <summary>A connection that ends early.</summary>
    private sealed class CutStream : SilentStream
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            throw new IOException("cut");
    }
}

using System.Text;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Cli.Commands;
using RetailPulse.Cli.Output;
using RetailPulse.Client;
using RetailPulse.Tests.Support.Cli;

namespace RetailPulse.Tests.Unit.Client;

/// <summary>How long a call may take.</summary>
public sealed class CallTimeoutTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);

    private readonly FakeTimeProvider time = new(new DateTimeOffset(2026, 5, 4, 9, 30, 0, TimeSpan.Zero));
    private readonly SlowService service;
    private readonly HttpClient http;
    private readonly RetailPulseClient client;

    public CallTimeoutTests()
    {
        service = new SlowService(time);
        http = new HttpClient(service) { BaseAddress = new Uri("http://pulse.example/"), Timeout = Timeout.InfiniteTimeSpan };
        client = new RetailPulseClient(
            http,
            new RetailPulseClientOptions
            {
                CallTimeout = Limit,
                Time = time,
                MaxAttempts = 1,
            }
        );
    }

    public void Dispose()
    {
        http.Dispose();
        client.Dispose();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public async Task An_upload_may_take_longer_than_a_call_to_send(int compress)
    {
        using var compressing = Client(compress: compress == 1);
        Assert.Equal(7, (await compressing.Jobs.UploadAsync(SlowVisits(Limit * 10))).Id);
    }

    [Fact]
    public async Task The_response_to_an_upload_must_begin_in_time_after_its_end()
    {
        service.Takes = Limit - TimeSpan.FromSeconds(1);
        Assert.Equal(7, (await client.Jobs.UploadAsync(SlowVisits(Limit * 10))).Id);
        service.Takes = Limit + TimeSpan.FromSeconds(1);
        var failure = await Assert.ThrowsAsync<RetailPulseException>(() => client.Jobs.UploadAsync(SlowVisits(Limit * 10)));
        Assert.Equal("The service did not respond in time.", failure.Message);
        failure = await Assert.ThrowsAsync<RetailPulseException>(() => client.Jobs.ValidateCsvAsync(() => new MemoryStream([1])));
        Assert.Equal("The service did not respond in time.", failure.Message);
    }

    /// <summary>A proxy that buffers requests takes the body faster than the service reads it.</summary>
    [Theory]
    [InlineData(10 << 20, 0, 100 + 319)]
    [InlineData(10 << 20, -1, 100 + 321)]
    [InlineData(200 << 20, 0, 100 + 3_599)]
    [InlineData(200 << 20, -1, 100 + 3_601)]
    public async Task The_response_to_a_long_upload_may_begin_later(int bytes, int status, int seconds)
    {
        service.Takes = TimeSpan.FromSeconds(seconds);
        var uploading = client.Jobs.UploadCsvAsync(() => new MemoryStream(new byte[bytes]));
        if (status == 0)
            Assert.Equal(7, (await uploading).Id);
        else
            Assert.Equal("The service did not respond in time.", (await Assert.ThrowsAsync<RetailPulseException>(() => uploading)).Message);
    }

    [Fact]
    public async Task An_upload_whose_connection_takes_nothing_is_abandoned()
    {
        service.Stops = true;
        var failure = await Assert.ThrowsAsync<RetailPulseException>(() => client.Jobs.UploadAsync(SlowVisits(TimeSpan.Zero)));
        Assert.Equal("The service did not respond in time.", failure.Message);
    }

    [Fact]
    public async Task A_call_that_is_not_answered_is_abandoned()
    {
        service.Takes = Limit - TimeSpan.FromSeconds(1);
        Assert.Equal(7, (await client.Jobs.SubmitAsync(Submission(1))).Id);
        service.Takes = Limit + TimeSpan.FromSeconds(1);
        var failure = await Assert.ThrowsAsync<RetailPulseException>(() => client.Jobs.SubmitAsync(Submission(1)));
        Assert.Equal("The service did not respond in time.", failure.Message);
    }

    [Fact]
    public async Task A_long_body_may_take_longer_to_send()
    {
        service.Takes = Limit + TimeSpan.FromSeconds(25);
        Assert.Equal(7, (await client.Jobs.SubmitAsync(Submission(1_000_000))).Id);
    }

    [Fact]
    public async Task A_long_response_may_take_as_long_as_it_keeps_coming()
    {
        service.Body = new SlowBody(time, TimeSpan.FromSeconds(30));
        Assert.Equal(7, (await client.Jobs.SubmitAsync(Submission(1))).Id);
        Assert.True(time.GetUtcNow() - time.Start > Limit * 2);
    }

    [Fact]
    public void The_connection_of_the_command_line_does_not_limit_uploads()
    {
        using var cli = new CliRun();
        using var session = new Session(
            cli.Surround(Stream.Null, TextWriter.Null),
            OutputFormat.Tsv,
            isQuiet: false,
            isVerbose: false,
            () => throw new NotSupportedException()
        );
        using var connection = session.Open(new Uri("http://pulse.example/"));
        Assert.Equal(Timeout.InfiniteTimeSpan, connection.Timeout);
    }

    private RetailPulseClient Client(bool compress) =>
        new(
            http,
            new RetailPulseClientOptions
            {
                CallTimeout = Limit,
                Time = time,
                MaxAttempts = 1,
                CompressBodies = compress,
            }
        );

    /// <summary>Two visits, each of which takes a time to come.</summary>
    private async IAsyncEnumerable<VisitToMeasure> SlowVisits(TimeSpan pause)
    {
        for (var visit = 0; visit < 2; visit++)
        {
            time.Advance(pause);
            await Task.Yield();
            yield return new VisitToMeasure("S1", ["http://a.example/"], "t");
        }
    }

    private static Submission Submission(int length) =>
        new([new VisitToMeasure("S1", [$"http://a.example/{new string('x', length)}"], "t")]);

    private sealed class SlowService(FakeTimeProvider time) : HttpMessageHandler
    {
        /// <summary>Time until the response begins.</summary>
        public TimeSpan Takes { get; set; }

        public Stream? Body { get; set; }

        /// <summary>Whether the connection takes no byte of the body.</summary>
        public bool Stops { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (Stops)
                await request.Content!.CopyToAsync(new StoppedStream(time), cancellationToken);
            await request.Content!.CopyToAsync(Stream.Null, cancellationToken);
            time.Advance(Takes);
            cancellationToken.ThrowIfCancellationRequested();
            return new HttpResponseMessage { Content = new StreamContent(Body ?? new MemoryStream(SlowBody.Json)) };
        }
    }

    /// <summary>A connection that takes nothing, however long one waits.</summary>
    private sealed class StoppedStream(FakeTimeProvider time) : MemoryStream
    {
        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            time.Advance(TimeSpan.FromSeconds(46));
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }
    }

    /// <summary>A body of which a piece comes after each pause.</summary>
    private sealed class SlowBody(FakeTimeProvider time, TimeSpan pause) : MemoryStream(Json)
    {
        public static readonly byte[] Json = Encoding.UTF8.GetBytes("""{"id":7,"status":"ongoing","visits":1,"images":1,"links":{}}""");

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            time.Advance(pause);
            cancellationToken.ThrowIfCancellationRequested();
            return await base.ReadAsync(buffer[..Math.Min(6, buffer.Length)], cancellationToken);
        }
    }
}

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

    [Fact]
    public async Task An_upload_may_take_longer_than_a_call()
    {
        service.Takes = Limit * 10;
        var visits = ((VisitToMeasure[])[new VisitToMeasure("S1", ["http://a.example/"], "t")]).ToAsyncEnumerable();
        Assert.Equal(7, (await client.Jobs.UploadAsync(visits)).Id);
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

    private static Submission Submission(int length) =>
        new([new VisitToMeasure("S1", [$"http://a.example/{new string('x', length)}"], "t")]);

    private sealed class SlowService(FakeTimeProvider time) : HttpMessageHandler
    {
        /// <summary>Time until the response begins.</summary>
        public TimeSpan Takes { get; set; }

        public Stream? Body { get; set; }

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            await request.Content!.LoadIntoBufferAsync(cancellationToken);
            time.Advance(Takes);
            cancellationToken.ThrowIfCancellationRequested();
            return new HttpResponseMessage { Content = new StreamContent(Body ?? new MemoryStream(SlowBody.Json)) };
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

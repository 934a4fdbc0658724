using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using RetailPulse.Grains;
using RetailPulse.Grains.Fairness;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Images.Analysis;
using RetailPulse.Images;
using RetailPulse.Jobs;
using RetailPulse.Visits;

namespace RetailPulse.Tests.Unit.Grains.Images.Analysis;

/// <summary>Tests the analysis by a service, against a service on this machine.</summary>
public sealed class HttpImageAnalysisTests : IAsyncLifetime
{
    private static readonly AnalyzedImage Image = new(
        new Owner("acme", 17),
        new ImagePlace(3, 4),
        new Uri("https://images.example/shelf.jpg?a=1"),
        new ImageOutcome(ImageReason.None, "jpeg", 1280, 960, 371_204, TimeSpan.Zero, 0xAB)
    );

    /// <summary>Longer than what a test advances while a request of a busy machine is on its way.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(10);

    private readonly FakeTimeProvider time = new();
    private WebhookReceiver service = null!;

    public async ValueTask InitializeAsync()
    {
        service = await WebhookReceiver.StartAsync();
        service.Answer = _ => (200, """{"shelves":3}""");
    }

    public ValueTask DisposeAsync() => service.DisposeAsync();

    [Fact]
    public async Task A_measured_image_is_posted_and_the_response_returned()
    {
        using var analysis = Of(new AnalysisOptions());
        Assert.Equal(new AnalysisResult("""{"shelves":3}"""), await analysis.AnalyzeAsync(Image, CancellationToken.None));
        var received = Assert.Single(service.Received);
        Assert.Equal(
            """{"url":"https://images.example/shelf.jpg?a=1","format":"jpeg","width":1280,"height":960,"perimeter":4480,"bytes":371204,"content_hash":"000000000000000000000000000000ab","job_id":17,"visit":3,"image":4}""",
            received.Body
        );
        Assert.Equal("application/json", received.Headers.ContentType.ToString());
        Assert.Equal(received.Body.Length, received.Headers.ContentLength);
    }

    [Fact]
    public async Task Configured_headers_are_sent_in_place_of_the_usual_ones()
    {
        using var analysis = Of(
            new AnalysisOptions
            {
                Headers =
                [
                    new AnalysisHeaderOptions { Name = "Authorization", Value = "Bearer secret" },
                    new AnalysisHeaderOptions { Name = "User-Agent", Value = "shop/1" },
                ],
            }
        );
        await analysis.AnalyzeAsync(Image, CancellationToken.None);
        var headers = Assert.Single(service.Received).Headers;
        Assert.Equal(("Bearer secret", "shop/1"), (headers.Authorization.ToString(), headers.UserAgent.ToString()));
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_busy_service_is_asked_again(int status)
    {
        service.Answer = request => request < 3 ? (status, "") : (200, "[1]");
        using var analysis = Of(new AnalysisOptions { MaxAttempts = 3, Timeout = Long });
        Assert.Equal(new AnalysisResult("[1]"), await EndOfAsync(analysis.AnalyzeAsync(Image, CancellationToken.None)));
        Assert.Equal(3, service.Received.Count);
    }

    [Theory]
    [InlineData(500, 3)]
    [InlineData(429, 3)]
    [InlineData(302, 1)]
    [InlineData(400, 1)]
    [InlineData(401, 1)]
    [InlineData(404, 1)]
    public async Task An_error_fails_the_image_after_all_attempts_that_could_help(int status, int requests)
    {
        service.Answer = _ => (status, """{"shelves":3}""");
        using var analysis = Of(new AnalysisOptions { MaxAttempts = 3, Timeout = Long });
        Assert.Equal(
            AnalysisResult.Failed(ImageReason.AnalysisFailed),
            await EndOfAsync(analysis.AnalyzeAsync(Image, CancellationToken.None))
        );
        Assert.Equal(Enumerable.Repeat("/hook", requests), service.Received.Select(received => received.Path));
    }

    [Theory]
    [InlineData("20", 20)]
    [InlineData("86400", 30)]
    public async Task No_attempt_precedes_the_requested_wait_up_to_its_limit(string requested, int seconds)
    {
        var (start, second) = (time.GetUtcNow(), DateTimeOffset.MaxValue);
        service.RetryAfter = requested;
        service.Answer = request =>
        {
            if (request == 1)
                return (429, "");
            second = time.GetUtcNow();
            return (200, "{}");
        };
        using var analysis = Of(new AnalysisOptions { Timeout = Long });
        Assert.Equal(new AnalysisResult("{}"), await EndOfAsync(analysis.AnalyzeAsync(Image, CancellationToken.None)));
        Assert.InRange((second - start).TotalSeconds, seconds, 10_000);
    }

    [Fact]
    public async Task A_service_that_is_away_for_half_a_minute_costs_no_image()
    {
        var back = time.GetUtcNow().AddSeconds(30);
        service.Answer = _ => time.GetUtcNow() < back ? (503, "") : (200, "[1]");
        using var analysis = Of(new AnalysisOptions { MaxAttempts = 1, Timeout = Long });
        Assert.Equal(new AnalysisResult("[1]"), await EndOfAsync(analysis.AnalyzeAsync(Image, CancellationToken.None)));
        Assert.InRange(service.Received.Count, 5, 100);
    }

    [Fact]
    public async Task An_image_does_not_wait_longer_than_its_patience()
    {
        service.Answer = _ => (503, "");
        var began = time.GetUtcNow();
        using var analysis = Of(new AnalysisOptions { Timeout = Long });
        Assert.Equal(
            AnalysisResult.Failed(ImageReason.AnalysisFailed),
            await EndOfAsync(analysis.AnalyzeAsync(Image, CancellationToken.None))
        );
        Assert.InRange(time.GetUtcNow() - began, HttpImageAnalysis.MaxOutage, Long);
    }

    /// <summary>Otherwise, a job of a million images would last for days if the address has a typing error.</summary>
    [Fact]
    public async Task Images_that_wait_for_a_permit_share_their_patience()
    {
        service.Answer = _ => (503, "");
        var began = time.GetUtcNow();
        using var analysis = Of(new AnalysisOptions { MaxRequests = 1, Timeout = Long });
        var images = Enumerable.Range(0, 5).Select(_ => analysis.AnalyzeAsync(Image, CancellationToken.None)).ToArray();
        await EndOfAsync(Task.WhenAll(images));
        Assert.All(images, image => Assert.True(image.IsCompletedSuccessfully));
        Assert.InRange(time.GetUtcNow() - began, HttpImageAnalysis.MaxOutage, HttpImageAnalysis.MaxOutage * 2);
    }

    [Fact]
    public async Task An_image_that_waited_long_for_its_permit_survives_a_restart()
    {
        var (gate, back) = (new TaskCompletionSource(), DateTimeOffset.MaxValue);
        service.Gate = gate.Task;
        service.Answer = request => request > 1 && time.GetUtcNow() < back ? (503, "") : (200, "[1]");
        using var analysis = Of(new AnalysisOptions { MaxRequests = 1, Timeout = Long });
        var first = analysis.AnalyzeAsync(Image, CancellationToken.None);
        var second = analysis.AnalyzeAsync(Image, CancellationToken.None);
        await Eventually.TrueAsync(() => service.Received.Count == 1, "the first image has the permit");
        time.Advance(HttpImageAnalysis.MaxOutage * 2);
        back = time.GetUtcNow().AddSeconds(30);
        gate.SetResult();
        Assert.Equal(new AnalysisResult("[1]"), await first);
        Assert.Equal(new AnalysisResult("[1]"), await EndOfAsync(second));
    }

    /// <summary>A machine without power drops what is sent to it.</summary>
    [Fact]
    public async Task A_service_that_does_not_take_connections_is_away()
    {
        using var full = new FullListener();
        using var analysis = Of(new AnalysisOptions { Endpoint = full.Url, Timeout = Long });
        Assert.Equal(
            AnalysisResult.Failed(ImageReason.AnalysisFailed),
            await EndOfAsync(analysis.AnalyzeAsync(Image, CancellationToken.None))
        );
    }

    [Fact]
    public async Task A_service_that_is_not_there_fails_the_image()
    {
        var options = new AnalysisOptions
        {
            Endpoint = service.Url,
            MaxAttempts = 2,
            Timeout = Long,
        };
        await service.DisposeAsync();
        using var analysis = Of(options);
        Assert.Equal(
            AnalysisResult.Failed(ImageReason.AnalysisFailed),
            await EndOfAsync(analysis.AnalyzeAsync(Image, CancellationToken.None))
        );
    }

    [Fact]
    public async Task A_silent_service_fails_the_image_at_the_timeout_and_is_not_asked_again()
    {
        service.Gate = new TaskCompletionSource().Task;
        using var analysis = Of(new AnalysisOptions { Timeout = TimeSpan.FromSeconds(5) });
        var running = analysis.AnalyzeAsync(Image, CancellationToken.None);
        await Eventually.TrueAsync(() => service.Received.Count == 1, "the request is there");
        time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(running.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(0.1));
        Assert.Equal(AnalysisResult.Failed(ImageReason.AnalysisTimeout), await running);
        Assert.Single(service.Received);
    }

    [Theory]
    [InlineData("")]
    [InlineData("three shelves")]
    [InlineData("{} {}")]
    [InlineData("""{"a":"\ud800"}""")]
    public async Task A_response_that_is_not_JSON_fails_the_image(string response)
    {
        service.Answer = _ => (200, response);
        using var analysis = Of(new AnalysisOptions());
        Assert.Equal(AnalysisResult.Failed(ImageReason.AnalysisInvalid), await analysis.AnalyzeAsync(Image, CancellationToken.None));
        Assert.Single(service.Received);
    }

    [Theory]
    [InlineData(0, ImageReason.None)]
    [InlineData(1, ImageReason.AnalysisInvalid)]
    public async Task A_response_is_limited_to_4_KiB(int more, ImageReason reason)
    {
        var text = $"\"{new string('x', AnalysisJson.MaxBytes - 2 + more)}\"";
        service.Answer = _ => (200, text);
        using var analysis = Of(new AnalysisOptions());
        var result = await analysis.AnalyzeAsync(Image, CancellationToken.None);
        Assert.Equal((more == 0 ? text : null, reason), (result.Json, result.Reason));
    }

    [Fact]
    public async Task No_more_requests_than_configured_are_sent_at_once()
    {
        var gate = new TaskCompletionSource();
        service.Gate = gate.Task;
        using var analysis = Of(new AnalysisOptions { MaxRequests = 2 });
        var running = Enumerable.Range(0, 9).Select(_ => analysis.AnalyzeAsync(Image, CancellationToken.None)).ToArray();
        await Eventually.TrueAsync(() => service.Received.Count == 2, "both permits are in use");
        gate.SetResult();
        Assert.All(await Task.WhenAll(running), result => Assert.Equal(ImageReason.None, result.Reason));
        Assert.Equal((9, 2), (service.Received.Count, service.MostAtOnce));
    }

    [Fact]
    public async Task An_image_that_waits_for_a_permit_waits_and_does_not_run()
    {
        var gate = new TaskCompletionSource();
        service.Gate = gate.Task;
        var (first, second) = (new ImageTurn(0), new ImageTurn(1));
        using var analysis = Of(new AnalysisOptions { MaxRequests = 1 });
        var running = analysis.AnalyzeAsync(Image with { Turn = first }, CancellationToken.None);
        var waiting = analysis.AnalyzeAsync(Image with { Turn = second }, CancellationToken.None);
        Assert.Equal((ImagePhase.Running, ImagePhase.WaitingForSlot), (first.Now.Phase, second.Now.Phase));
        gate.SetResult();
        await Task.WhenAll(running, waiting);
        Assert.Equal(ImagePhase.Running, second.Now.Phase);
    }

    [Fact]
    public async Task A_canceled_analysis_ends_at_once_and_frees_its_permit()
    {
        var gate = new TaskCompletionSource();
        service.Gate = gate.Task;
        using var analysis = Of(new AnalysisOptions { MaxRequests = 1 });
        using var stop = new CancellationTokenSource();
        var running = analysis.AnalyzeAsync(Image, stop.Token);
        var waiting = analysis.AnalyzeAsync(Image, stop.Token);
        await Eventually.TrueAsync(() => service.Received.Count == 1, "the request is there");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        gate.SetResult();
        Assert.Equal(ImageReason.None, (await analysis.AnalyzeAsync(Image, CancellationToken.None)).Reason);
        Assert.Equal(2, service.Received.Count);
    }

    [Fact]
    public async Task A_wait_for_the_next_attempt_can_be_canceled()
    {
        service.Answer = _ => (500, "");
        using var analysis = Of(new AnalysisOptions());
        using var stop = new CancellationTokenSource();
        var running = analysis.AnalyzeAsync(Image, stop.Token);
        await Eventually.TrueAsync(() => service.Received.Count == 1, "the first attempt was made");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
        Assert.Single(service.Received);
    }

    private HttpImageAnalysis Of(AnalysisOptions options)
    {
        options.Endpoint ??= service.Url;
        return new HttpImageAnalysis(
            Options.Create(options),
            new RandomSource(new Random(1)),
            Unheard.Images,
            time,
            NullLogger<HttpImageAnalysis>.Instance
        );
    }

    /// <summary>Lets time pass until the analysis ends.</summary>
    private async Task<T> EndOfAsync<T>(Task<T> analysis)
    {
        await Eventually.TrueAsync(
            () =>
            {
                time.Advance(TimeSpan.FromMilliseconds(250));
                return analysis.IsCompleted;
            },
            "the analysis ends"
        );
        return await analysis;
    }

    /// <summary>A port whose queue of connections is full, so that further ones are dropped.</summary>
    private sealed class FullListener : IDisposable
    {
        private readonly Socket listener = Open();
        private readonly List<Socket> waiting = [];

        public FullListener()
        {
            listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            listener.Listen(0);
            for (var connection = 0; connection < 4; connection++)
            {
                waiting.Add(Open());
                _ = waiting[^1].ConnectAsync(listener.LocalEndPoint!);
            }
        }

        public string Url => $"http://{listener.LocalEndPoint}/hook";

        public void Dispose()
        {
            listener.Dispose();
            waiting.ForEach(socket => socket.Dispose());
        }

        private static Socket Open() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    }
}

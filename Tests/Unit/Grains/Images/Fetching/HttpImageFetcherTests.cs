using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Grains.Images.Metering;
using RetailPulse.Images;

namespace RetailPulse.Tests.Unit.Grains.Images.Fetching;

public sealed class HttpImageFetcherTests : IAsyncLifetime
{
    private readonly ImagesOptions options = new() { MaxBytes = 1_000, AttemptTimeout = TimeSpan.FromSeconds(20) };
    private WebApplication server = null!;
    private HttpImageFetcher fetcher = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        server = builder.Build();
        server.MapGet("/status/{code:int}", (int code) => Results.StatusCode(code));
        server.MapGet("/bytes/{count:int}", (int count) => Results.Bytes(new byte[count]));
        server.MapGet("/chunked/{count:int}", async (int count, HttpResponse response) => await response.Body.WriteAsync(new byte[count]));
        server.MapGet(
            "/short",
            async (HttpContext context) =>
            {
                context.Response.ContentLength = 500;
                await context.Response.Body.WriteAsync(new byte[100]);
                await context.Response.Body.FlushAsync();
                context.Abort();
            }
        );
        server.MapGet(
            "/busy/{code:int}",
            (int code, HttpResponse response) =>
            {
                response.StatusCode = code;
                response.Headers.RetryAfter = "7";
            }
        );
        server.MapGet(
            "/trickle",
            async (HttpResponse response) =>
            {
                for (var sent = 0; sent < 35; sent++)
                {
                    await response.Body.WriteAsync(new byte[1]);
                    await response.Body.FlushAsync();
                    await Task.Delay(200);
                }
            }
        );
        server.MapGet("/mute", (HttpContext context) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        server.MapGet(
            "/silent",
            async (HttpContext context) =>
            {
                await context.Response.StartAsync();
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
        );
        await server.StartAsync();
        options.AllowedNetworks = ["127.0.0.1/32"];
        fetcher = Fetchers.Of(options, meter: new CountingMeter());
    }

    public async ValueTask DisposeAsync()
    {
        fetcher.Dispose();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData("/status/404", ImageReason.Http404)]
    [InlineData("/status/410", ImageReason.Http410)]
    [InlineData("/status/429", ImageReason.Http429)]
    [InlineData("/status/503", ImageReason.Http5xx)]
    [InlineData("/status/204", ImageReason.HttpStatus)]
    [InlineData("/status/206", ImageReason.HttpStatus)]
    [InlineData("/short", ImageReason.Protocol)]
    [InlineData("/bytes/1001", ImageReason.TooManyBytes)]
    [InlineData("/chunked/1001", ImageReason.TooManyBytes)]
    public async Task Every_failure_has_its_reason(string path, ImageReason reason) =>
        Assert.Equal(reason, (await FetchAsync(path)).Reason);

    [Theory]
    [InlineData("/bytes/1000")]
    [InlineData("/chunked/1000")]
    public async Task A_body_of_the_longest_length_is_read_whole(string path)
    {
        var outcome = await FetchAsync(path);
        Assert.Equal((ImageReason.None, 1_000L), (outcome.Reason, outcome.Bytes));
    }

    [Fact]
    public async Task The_deadline_covers_the_body()
    {
        options.AttemptTimeout = TimeSpan.FromSeconds(1);
        Assert.Equal(ImageReason.Timeout, (await FetchAsync("/silent")).Reason);
    }

    [Fact]
    public async Task A_canceled_fetch_throws()
    {
        using var cancel = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => fetcher.FetchAsync(At("/silent"), options, cancel.Token));
    }

    [Fact]
    public async Task A_closed_port_is_a_failed_connection() =>
        Assert.Equal(ImageReason.Connect, (await FetchAsync(new Uri("http://127.0.0.1:1/"))).Reason);

    [Theory]
    [InlineData(429)]
    [InlineData(503)]
    [InlineData(500)]
    public async Task Retry_After_of_a_busy_server_is_returned(int status) =>
        Assert.Equal(TimeSpan.FromSeconds(7), (await fetcher.FetchAsync(At($"/busy/{status}"))).RetryAfter);

    [Fact]
    public async Task Retry_After_of_a_404_is_ignored() => Assert.Null((await fetcher.FetchAsync(At("/busy/404"))).RetryAfter);

    [Theory]
    [InlineData("/mute")]
    [InlineData("/silent")]
    public async Task Silence_ends_an_attempt_long_before_its_deadline(string path)
    {
        options.IdleTimeout = TimeSpan.FromSeconds(1);
        var started = Stopwatch.GetTimestamp();
        Assert.Equal(ImageReason.Timeout, (await FetchAsync(path)).Reason);

        // Timers may ring a moment early.
        Assert.InRange(Stopwatch.GetElapsedTime(started), options.IdleTimeout / 2, options.AttemptTimeout / 2);
    }

    [Fact]
    public async Task Waiting_for_a_connection_is_not_the_server_s_silence()
    {
        // Thirty times the pause between two bytes, and less than one body takes.
        options.IdleTimeout = TimeSpan.FromSeconds(6);
        options.AttemptTimeout = TimeSpan.FromMinutes(2);
        options.MaxConnectionsPerHost = 1;
        using var narrow = Fetchers.Of(options, meter: new CountingMeter());
        var attempts = await Task.WhenAll(narrow.FetchAsync(At("/trickle")), narrow.FetchAsync(At("/trickle")));
        Assert.All(attempts, attempt => Assert.Equal((ImageReason.None, 35L), (attempt.Outcome.Reason, attempt.Outcome.Bytes)));
    }

    private Task<ImageOutcome> FetchAsync(string path) => FetchAsync(At(path));

    private async Task<ImageOutcome> FetchAsync(Uri url) => (await fetcher.FetchAsync(url, options, CancellationToken.None)).Outcome;

    private Uri At(string path) => new(new Uri(server.Urls.First()), path);

    /// <summary>Finds a sound image in everything that it reads to the end.</summary>
    private sealed class CountingMeter : IImageMeter
    {
        public async ValueTask<RetailPulse.Grains.Images.Metering.MeterResult> MeasureAsync(
            Stream body,
            CancellationToken cancellationToken
        )
        {
            await body.CopyToAsync(Stream.Null, cancellationToken);
            return new RetailPulse.Grains.Images.Metering.MeterResult(ImageReason.None, "any", 1, 1);
        }
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RetailPulse.Tests.Processes;

/// <summary>Serves one sound image of 7 × 5 pixels under every path, on a free port of this machine.</summary>
internal sealed class ImageServer : IAsyncDisposable
{
    /// <summary>A GIF89a of one black frame.</summary>
    private static readonly byte[] Gif = [.. "GIF89a"u8, 7, 0, 5, 0, 0x80, 0, 0, 0, 0, 0, 255, 255, 255, .. ","u8, 0, 0, 0, 0, 7, 0, 5, 0, 0, 2, 2, 0x84, 0x51, 0, 0x3B];

    private readonly WebApplication app;
    private readonly TimeSpan delay;
    private volatile string? missing;
    private int served;

    private ImageServer(WebApplication app, TimeSpan delay) => (this.app, this.delay) = (app, delay);

    public const long Perimeter = 24;

    public int Served => served;

    /// <summary>What is under paths that end so is not found; <see langword="null"/>: all is.</summary>
    public string? Missing { get => missing; set => missing = value; }

    public Uri Address => new(app.Urls.First());

    /// <summary>For a process that is to fetch from here: it opens this server and nothing else.</summary>
    public string Allowed => $"--RetailPulse:Images:AllowedNetworks:0=127.0.0.1/32:{Address.Port}";

    /// <param name="delay">Before each answer.</param>
    public static async Task<ImageServer> StartAsync(TimeSpan delay = default)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new ImageServer(builder.Build(), delay);
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref served);
        if (delay > TimeSpan.Zero) await Task.Delay(delay, context.RequestAborted);
        if (Missing is { } end && context.Request.Path.Value!.EndsWith(end, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentType = "image/gif";
        context.Response.ContentLength = Gif.Length;
        await context.Response.Body.WriteAsync(Gif);
    }
}

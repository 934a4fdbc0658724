using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RetailPulse.Tests.Support.Servers;

/// <summary>
/// Serves a valid image of 7 × 5 pixels under every path, on a port of this machine. A query changes its bytes, through a comment in the
/// image.
/// </summary>
internal sealed class ImageServer : IAsyncDisposable
{
    /// <summary>A GIF89a of one black frame.</summary>
    public static readonly byte[] Gif =
    [
        .. "GIF89a"u8,
        7,
        0,
        5,
        0,
        0x80,
        0,
        0,
        0,
        0,
        0,
        255,
        255,
        255,
        .. ","u8,
        0,
        0,
        0,
        0,
        7,
        0,
        5,
        0,
        0,
        2,
        2,
        0x84,
        0x51,
        0,
        0x3B,
    ];

    private readonly WebApplication app;
    private readonly TimeSpan delay;
    private readonly ConcurrentDictionary<string, bool> paths = [];
    private volatile string? missing;
    private volatile Task gate = Task.CompletedTask;
    private int served;
    private int waiting;

    private ImageServer(WebApplication app, TimeSpan delay) => (this.app, this.delay) = (app, delay);

    public const long Perimeter = 24;

    public int Served => served;

    /// <summary>Number of responses that wait for the gate, while their clients wait for them.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    /// <summary>Task that responses wait for.</summary>
    public Task Gate
    {
        get => gate;
        set => gate = value;
    }

    /// <summary>Number of requests that pass although the gate is closed: the first ones.</summary>
    public int GateAfter { get; set; }

    /// <summary>Number of different paths that were requested.</summary>
    public int ServedPaths => paths.Count;

    /// <summary>Suffix of the paths that return 404; <see langword="null"/> if there are none.</summary>
    public string? Missing
    {
        get => missing;
        set => missing = value;
    }

    /// <summary>The field <c>Authorization</c> of every request that had one.</summary>
    public ConcurrentBag<string> Authorizations { get; } = [];

    /// <summary>The field <c>traceparent</c> of every request that had one.</summary>
    public ConcurrentBag<string> Traceparents { get; } = [];

    public Uri Address => new(app.Urls.First());

    /// <summary>Setting for a process that fetches from here. It allows this server and nothing else.</summary>
    public string Allowed => $"--RetailPulse:Images:AllowedNetworks:0=127.0.0.1/32:{Address.Port}";

    /// <param name="delay">Delay before each response.</param>
    /// <param name="port">Port to listen on; 0 for a free one.</param>
    public static async Task<ImageServer> StartAsync(TimeSpan delay = default, int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var server = new ImageServer(builder.Build(), delay);
        server.app.Run(server.AnswerAsync);
        await server.app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var number = Interlocked.Increment(ref served);
        paths[context.Request.Path.Value!] = true;
        if (context.Request.Headers.Authorization is [{ } authorization])
            Authorizations.Add(authorization);
        if (context.Request.Headers.TraceParent is [{ } traceparent])
            Traceparents.Add(traceparent);
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, context.RequestAborted);
        if (number > GateAfter)
            await PassGateAsync(context.RequestAborted);
        if (Missing is { } end && context.Request.Path.Value!.EndsWith(end, StringComparison.Ordinal))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var image = Commented(Encoding.ASCII.GetBytes(context.Request.QueryString.Value!));
        context.Response.ContentType = "image/gif";
        context.Response.ContentLength = image.Length;
        await context.Response.Body.WriteAsync(image);
    }

    private async Task PassGateAsync(CancellationToken aborted)
    {
        if (Gate.IsCompleted)
            return;
        Interlocked.Increment(ref waiting);
        try
        {
            await Gate.WaitAsync(aborted);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }
    }

    /// <summary>Adds a comment extension before the trailer.</summary>
    private static byte[] Commented(byte[] comment) =>
        comment.Length == 0 ? Gif : [.. Gif[..^1], 0x21, 0xFE, (byte)comment.Length, .. comment, 0, 0x3B];
}

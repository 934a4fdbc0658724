using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace RetailPulse.Benchmarks.Origin;

/// <summary>An image host with a fault. A dead host is an address without a listener.</summary>
internal sealed class TroubledHost : IAsyncDisposable
{
    private static readonly TimeSpan Delay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly byte[] image;
    private readonly RequestLimit limit = new();
    private readonly IAsyncDisposable? server;

    private TroubledHost(byte[] image, HostTrouble trouble, IPEndPoint endpoint)
    {
        this.image = image;
        server = trouble switch
        {
            HostTrouble.Dead => null,
            HostTrouble.Silent => new SilentHost(endpoint.Address, endpoint.Port),
            HostTrouble.Slow => Serve(endpoint, SendLateAsync),
            HostTrouble.RateLimiting => Serve(endpoint, SendOrRefuseAsync),
            HostTrouble.Trickling => Serve(endpoint, TrickleAsync),
            _ => throw new ArgumentOutOfRangeException(nameof(trouble), trouble, "Not a trouble."),
        };
    }

    public static async Task<TroubledHost> StartAsync(
        byte[] image,
        HostTrouble trouble,
        IPEndPoint endpoint,
        CancellationToken cancellationToken
    )
    {
        var host = new TroubledHost(image, trouble, endpoint);
        if (host.server is WebApplication app)
            await app.StartAsync(cancellationToken);
        return host;
    }

    public ValueTask DisposeAsync() => server?.DisposeAsync() ?? ValueTask.CompletedTask;

    private static WebApplication Serve(IPEndPoint endpoint, RequestDelegate respond)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());

        // A byte each second is the trouble itself, not an attack on the server.
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(options =>
            {
                options.Limits.MinResponseDataRate = null;
                options.Listen(endpoint);
            });
        var app = builder.Build();
        app.Run(respond);
        return app;
    }

    private async Task SendLateAsync(HttpContext context)
    {
        await Task.Delay(Delay, context.RequestAborted);
        await SendAsync(context, image.Length);
    }

    private Task SendOrRefuseAsync(HttpContext context)
    {
        if (limit.TryTake())
            return SendAsync(context, image.Length);
        context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
        context.Response.Headers.RetryAfter = RequestLimit.Period.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return Task.CompletedTask;
    }

    private async Task TrickleAsync(HttpContext context)
    {
        for (var sent = 0; sent < image.Length; sent++)
        {
            await SendAsync(context, 1);
            await Task.Delay(Pause, context.RequestAborted);
        }
    }

    private async Task SendAsync(HttpContext context, int bytes)
    {
        if (!context.Response.HasStarted)
            (context.Response.ContentType, context.Response.ContentLength) = ("image/jpeg", image.Length);
        await context.Response.Body.WriteAsync(image.AsMemory(0, bytes), context.RequestAborted);
    }
}

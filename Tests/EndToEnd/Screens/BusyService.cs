using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace RetailPulse.Tests.EndToEnd.Screens;

/// <summary>
/// A service whose stream has very many events, because no service in a test has as many for long. Everything else comes from the product.
/// </summary>
internal sealed class BusyService : IAsyncDisposable
{
    private const int JobsInEvents = 500;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(10);

    private readonly WebApplication app;
    private readonly Uri product;
    private readonly int rate;
    private readonly HttpClient relay = new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
        }
    );
    private int streams;
    private long events;

    private BusyService(WebApplication app, Uri product, int rate) => (this.app, this.product, this.rate) = (app, product, rate);

    public string Address => app.Urls.First();

    /// <summary>Number of streams that browsers opened.</summary>
    public int Streams => Volatile.Read(ref streams);

    /// <summary>Number of events that were sent.</summary>
    public long Events => Interlocked.Read(ref events);

    /// <param name="rate">Number of events per second.</param>
    public static async Task<BusyService> StartAsync(Uri product, int rate)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var service = new BusyService(builder.Build(), product, rate);
        service.app.Run(context => context.Request.Path == "/api/v1/events" ? service.StreamAsync(context) : service.RelayAsync(context));
        await service.app.StartAsync();
        return service;
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        relay.Dispose();
    }

    private async Task StreamAsync(HttpContext context)
    {
        Interlocked.Increment(ref streams);
        context.Response.ContentType = "text/event-stream";
        using var ticks = new PeriodicTimer(Tick);
        var started = TimeProvider.System.GetTimestamp();
        var sent = 0L;
        while (await ticks.WaitForNextTickAsync(context.RequestAborted))
        {
            var text = new StringBuilder();
            for (var due = (long)(TimeProvider.System.GetElapsedTime(started).TotalSeconds * rate); sent < due; sent++)
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"id: {sent}\nevent: job_progress\ndata: {{\"job_id\":{1 + (sent % JobsInEvents)},\"counts\":{{\"total\":{JobsInEvents},\"measured\":{sent % JobsInEvents}}}}}\n\n"
                );
            await context.Response.WriteAsync(text.ToString(), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            Interlocked.Exchange(ref events, sent);
        }
    }

    private async Task RelayAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method),
            new Uri(product, context.Request.Path.Value + context.Request.QueryString.Value)
        );
        request.Headers.TryAddWithoutValidation("Accept", context.Request.Headers.Accept.ToArray());
        using var response = await relay.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers))
        {
            if (name != "Transfer-Encoding")
                context.Response.Headers[name] = values.ToArray();
        }

        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}

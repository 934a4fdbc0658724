using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RetailPulse.Tests.EndToEnd.HalfHealthy;

/// <summary>An image host that responds as its script says. Unless given an address, it has a loopback address of its own.</summary>
internal sealed class ScriptedHost : IAsyncDisposable
{
    private readonly Func<HttpContext, Task> script;
    private WebApplication? app;
    private int requests;
    private int abandoned;

    private ScriptedHost(Func<HttpContext, Task> script, IPEndPoint endpoint) => (this.script, Endpoint) = (script, endpoint);

    public IPEndPoint Endpoint { get; private set; }

    /// <summary>Number of requests that arrived.</summary>
    public int Requests => Volatile.Read(ref requests);

    /// <summary>Number of requests whose client left before the response was complete.</summary>
    public int Abandoned => Volatile.Read(ref abandoned);

    public static async Task<ScriptedHost> StartAsync(Func<HttpContext, Task> script, IPAddress? address = null)
    {
        var host = new ScriptedHost(script, new IPEndPoint(address ?? Loopback.Next(), 0));
        await host.ListenAsync();
        return host;
    }

    /// <summary>Returns the URLs of <paramref name="count"/> different images under <paramref name="path"/>.</summary>
    public IEnumerable<string> Urls(string path, int count) => Urls(Endpoint.ToString(), path, count);

    /// <param name="authority">Name or address, with the port.</param>
    public static IEnumerable<string> Urls(string authority, string path, int count) =>
        Enumerable.Range(0, count).Select(image => $"http://{authority}/{path}/{image}.gif");

    /// <summary>Closes all connections and refuses new ones for a while.</summary>
    public async Task RefuseAsync(TimeSpan duration)
    {
        await CloseAsync();
        await Task.Delay(duration);
        await ListenAsync();
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task ListenAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero);
        builder.WebHost.ConfigureKestrel(server => server.Listen(Endpoint));
        app = builder.Build();
        app.Run(RespondAsync);
        await app.StartAsync();
        Endpoint = new IPEndPoint(Endpoint.Address, new Uri(app.Urls.First()).Port);
    }

    private async Task CloseAsync()
    {
        if (app is null)
            return;
        await app.DisposeAsync();
        app = null;
    }

    private async Task RespondAsync(HttpContext context)
    {
        Interlocked.Increment(ref requests);
        try
        {
            await script(context);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            Interlocked.Increment(ref abandoned);
        }
    }
}

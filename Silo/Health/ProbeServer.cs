using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using RetailPulse.Silo.Telemetry;

namespace RetailPulse.Silo.Health;

/// <summary>The HTTP server of a silo, for probes and metrics.</summary>
/// <remarks>
/// Registered first, so that it starts before and stops after everything else: the probes then answer during the start and the stop. It has no
/// access to grains of tenants, and what it serves names no tenant, host, or URL.
/// </remarks>
internal sealed partial class ProbeServer(IPEndPoint endpoint, IServiceProvider services, Probes probes, ILoggerFactory loggers)
    : IHostedService,
        IDisposable
{
    /// <summary>Number of connections above which further ones are closed.</summary>
    private const int MaxConnections = 100;

    /// <summary>Time after which a connection without a request is closed, so that nobody can hold all of them.</summary>
    private static readonly TimeSpan MaxSilence = TimeSpan.FromSeconds(5);

    private readonly ILogger logger = loggers.CreateLogger<ProbeServer>();
    private KestrelServer? server;

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var options = new KestrelServerOptions { ApplicationServices = services, AddServerHeader = false };
        options.Limits.MaxConcurrentConnections = MaxConnections;
        options.Limits.KeepAliveTimeout = MaxSilence;
        options.Limits.RequestHeadersTimeout = MaxSilence;
        options.Listen(endpoint);
        server = new KestrelServer(
            Options.Create(options),
            new SocketTransportFactory(Options.Create(new SocketTransportOptions()), loggers),
            loggers
        );
        await server.StartAsync(new Application(Build()), cancellationToken);
        LogServing(endpoint);
    }

    public Task StopAsync(CancellationToken cancellationToken) => server?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public void Dispose() => server?.Dispose();

    private RequestDelegate Build()
    {
        var app = new ApplicationBuilder(services);
        app.Use(
            (context, next) =>
            {
                context.Response.Headers.Connection = "close";
                return next(context);
            }
        );
        app.UseMetrics();
        app.Run(context =>
        {
            if (
                (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method))
                && probes.TryAnswer(context, context.Request.Path.Value) is { } answered
            )
                return answered;
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        return app.Build();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Serving probes and metrics at {Endpoint}")]
    private partial void LogServing(IPEndPoint endpoint);

    /// <summary>Passes each request of the server to one delegate.</summary>
    private sealed class Application(RequestDelegate serve) : IHttpApplication<HttpContext>
    {
        public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

        public Task ProcessRequestAsync(HttpContext context) => serve(context);

        public void DisposeContext(HttpContext context, Exception? exception) { }
    }
}

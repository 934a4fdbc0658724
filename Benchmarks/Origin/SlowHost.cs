using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace RetailPulse.Benchmarks.Origin;

/// <summary>Serves an image like any other host, but thinks for a while before each.</summary>
internal static class SlowHost
{
    public static async Task<WebApplication> StartAsync(IPAddress address, int port, byte[] image, TimeSpan delay, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => server.Listen(address, port));
        var app = builder.Build();
        app.Run(async context =>
        {
            await Task.Delay(delay, context.RequestAborted);
            (context.Response.ContentType, context.Response.ContentLength) = ("image/jpeg", image.Length);
            await context.Response.Body.WriteAsync(image, context.RequestAborted);
        });
        await app.StartAsync(cancellationToken);
        return app;
    }
}

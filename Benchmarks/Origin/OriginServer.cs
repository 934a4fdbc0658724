using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace RetailPulse.Benchmarks.Origin;

/// <summary>Serves one image from memory under every path, and nothing else.</summary>
internal static class OriginServer
{
    /// <summary>The server, not yet started.</summary>
    /// <param name="addresses">Addresses of this machine, all with the same port.</param>
    public static WebApplication Create(byte[] image, IReadOnlyList<IPAddress> addresses, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server =>
        {
            server.AddServerHeader = false;
            foreach (var address in addresses) server.Listen(address, port);
        });
        var app = builder.Build();
        app.Run(context => AnswerAsync(context.Response, image));
        return app;
    }

    /// <summary>A port that is free at <paramref name="address"/> now.</summary>
    public static int FindPort(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static Task AnswerAsync(HttpResponse response, byte[] image)
    {
        response.ContentType = "image/jpeg";
        response.ContentLength = image.Length;
        return response.Body.WriteAsync(image, 0, image.Length);
    }
}

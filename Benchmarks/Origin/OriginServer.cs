using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace RetailPulse.Benchmarks.Origin;

/// <summary>Serves an image from memory under every path, always the same under the same, and nothing else.</summary>
internal static class OriginServer
{
    /// <summary>The server, not yet started.</summary>
    /// <param name="addresses">Addresses of this machine, all with the same port.</param>
    public static WebApplication Create(byte[][] images, IReadOnlyList<IPAddress> addresses, int port)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(server =>
            {
                server.AddServerHeader = false;
                foreach (var address in addresses)
                    server.Listen(address, port);
            });
        var app = builder.Build();
        app.Run(context => AnswerAsync(context.Response, images[Hash(context.Request.Path) % (uint)images.Length]));
        return app;
    }

    /// <summary>A port that is free at <paramref name="address"/> now.</summary>
    public static int FindPort(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>FNV-1a, 32 bits.</summary>
    private static uint Hash(string path)
    {
        var hash = 2_166_136_261;
        foreach (var character in path)
            hash = (hash ^ character) * 16_777_619;
        return hash;
    }

    private static Task AnswerAsync(HttpResponse response, byte[] image)
    {
        response.ContentType = "image/jpeg";
        response.ContentLength = image.Length;
        return response.Body.WriteAsync(image, 0, image.Length);
    }
}

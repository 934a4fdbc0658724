using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace RetailPulse.Tests.Chaos.Load;

/// <summary>
/// Serves images whose format and size are in their path, such as <c>/…/jpeg/640/480</c>, and content that is not a valid image.
/// </summary>
internal sealed class ChaosOrigin : IAsyncDisposable
{
    public static readonly string[] Formats = ["jpeg", "png", "gif"];

    /// <summary>Path suffixes of everything that cannot be measured, with the reasons.</summary>
    public static readonly (string Path, string Reason)[] Unsound =
    [
        ("missing", "http_404"),
        ("cut", "truncated"),
        ("text", "not_an_image"),
    ];

    private readonly WebApplication app;

    private ChaosOrigin(WebApplication app) => this.app = app;

    public Uri Address => new(app.Urls.First());

    public static async Task<ChaosOrigin> StartAsync(string address)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://{address}:0");
        var origin = new ChaosOrigin(builder.Build());
        origin.app.Run(AnswerAsync);
        await origin.app.StartAsync();
        return origin;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context)
    {
        if (Content(context.Request.Path.Value!.Split('/')) is not { } content)
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content);
    }

    private static byte[]? Content(string[] path) =>
        path switch
        {
            [.., "missing"] => null,
            [.., "cut"] => ForgedJpeg.Baseline(9, 9)[..^2],
            [.., "text"] => "<!DOCTYPE html><html>no image</html>"u8.ToArray(),
            [.., var format, var width, var height] => Image(format, Number(width), Number(height)),
            _ => null,
        };

    private static byte[] Image(string format, int width, int height) =>
        format switch
        {
            "png" => ForgedPng.File((uint)width, (uint)height),
            "gif" => ForgedGif.File(width, height),
            _ => ForgedJpeg.Baseline(width, height),
        };

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}

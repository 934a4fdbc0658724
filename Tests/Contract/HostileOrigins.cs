using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RetailPulse.Images;

namespace RetailPulse.Tests.Contract;

/// <summary>
/// Everything bad that a URL can lead to, served at once: several hundred images, each with the reasons that it may end in.
/// </summary>
internal sealed class HostileOrigins : IAsyncDisposable
{
    private static readonly string[] OtherContent =
    [
        "",
        "not found",
        "{\"error\":\"no such image\"}",
        "<!DOCTYPE html><html></html>",
        "GIF",
        "\0\0\0\0",
        "RIFF of some WAVE",
    ];

    private static readonly string[] ForbiddenHosts =
    [
        "127.0.0.1",
        "localhost",
        "localhost.",
        "127.1",
        "0177.0.0.1",
        "2130706433",
        "0x7f.1",
        "0x7f000001",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[::127.0.0.1]",
        "0.0.0.0",
        "[::]",
        "１２７.0.0.1",
        "127.0.0.1.",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "168.63.129.16",
        "100.100.100.200",
        "[fd00:ec2::254]",
        "[fe80::1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::7f00:1]",
        "[2002:7f00:1::]",
        "[2001:0:7f00:1::]",
        "[2001:db8::1]",
        "224.0.0.1",
        "255.255.255.255",
        "198.18.0.1",
    ];

    private readonly List<HostileServer> servers = [];
    private readonly Canary canary = new();
    private readonly WebApplication damaged;

    private HostileOrigins(WebApplication damaged) => this.damaged = damaged;

    /// <summary>
    /// The URLs, each with its permitted reasons; <see cref="ImageReason.None"/> if the image must be measured anyway.
    /// </summary>
    public List<(string Url, ImageReason[] Reasons)> Images { get; } = [];

    /// <summary>Opens what must be reachable, and not the canary.</summary>
    public IEnumerable<string> AllowedNetworks =>
        [.. servers.Select(server => server.AsAllowedNetwork), $"127.0.0.1/32:{new Uri(damaged.Urls.First()).Port}", "127.0.0.1/32:1"];

    public bool CanaryTouched => canary.Touched;

    public static async Task<HostileOrigins> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var all = new HostileOrigins(app);
        app.Run(all.AnswerAsync);
        await app.StartAsync();
        all.AddBadServers();
        all.AddDamagedImages();
        all.AddForbiddenAddresses();
        all.AddDeadHost();
        return all;
    }

    public async ValueTask DisposeAsync()
    {
        await damaged.DisposeAsync();
        foreach (var server in servers)
            await server.DisposeAsync();
        canary.Dispose();
    }

    /// <summary>Each case has a host of its own, so that one's failures are not another's.</summary>
    private void AddBadServers()
    {
        foreach (var one in HostileCases.All)
        {
            var server = HostileServer.Start();
            servers.Add(server);
            Add(server.At(one.Path), one.Reason);
        }
    }

    private void AddDamagedImages()
    {
        foreach (var (name, image) in ForgedImages.All)
        {
            Add(At($"sound/{name}"), ImageReason.None);
            int[] harmless = name == "gif" ? ForgedGif.CleanCuts(image) : [];
            foreach (
                var length in new[] { image.Length / 4, image.Length / 2, image.Length * 3 / 4, image.Length - 2, image.Length - 1 }.Except(
                    harmless
                )
            )
                Add(At($"cut/{length}/{name}"), ImageReason.Truncated);
        }

        for (var i = 0; i < OtherContent.Length; i++)
            Add(At($"other/{i}"), ImageReason.NotAnImage, ImageReason.Truncated);
    }

    private void AddForbiddenAddresses()
    {
        foreach (var host in ForbiddenHosts)
            Images.Add(($"http://{host}:{canary.Port}/", [ImageReason.RefusedAddress, ImageReason.Dns]));
    }

    /// <summary>Enough images that the host is only probed.</summary>
    private void AddDeadHost()
    {
        for (var i = 0; i < 50; i++)
            Images.Add(($"http://127.0.0.1:1/{i}", [ImageReason.Connect, ImageReason.HostDown]));
    }

    private void Add(Uri url, params ImageReason[] reasons) => Images.Add((url.AbsoluteUri, reasons));

    private Uri At(string path) => new(new Uri(damaged.Urls.First()), path);

    private async Task AnswerAsync(HttpContext context)
    {
        var content = context.Request.Path.Value!.Split('/') switch
        {
            [_, "sound", var name] => ForgedImages.All[name],
            [_, "cut", var length, var name] => ForgedImages.All[name][..int.Parse(length)],
            [_, "other", var number] => Say.Text(OtherContent[int.Parse(number)]),
            _ => [],
        };
        context.Response.ContentLength = content.Length;
        await context.Response.Body.WriteAsync(content);
    }
}

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using RetailPulse.Grains.Images;
using RetailPulse.Grains.Images.Fetching;
using RetailPulse.Grains.Images.Hashing;
using RetailPulse.Images;
using RetailPulse.Tests.Unit.Grains.Images.Fetching;

namespace RetailPulse.Tests.Unit.Grains.Images.Hashing;

/// <summary>The hash of a body is that of all its bytes, however they arrive, and regardless of how many the meter reads.</summary>
public sealed class ContentHashTests : IAsyncLifetime
{
    private static readonly byte[] Photo = File.ReadAllBytes(
        Path.Combine(AppContext.BaseDirectory, "Support", "Images", "files", "plain.avif")
    );

    private readonly WebApplication server;
    private readonly HttpImageFetcher fetcher = Fetchers.Of(new ImagesOptions { AllowedNetworks = ["127.0.0.0/8"] });
    private byte[] body = [];

    public ContentHashTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        server = builder.Build();
        server.Urls.Add("http://127.0.0.1:0");
        server.MapGet("/whole", context => context.Response.Body.WriteAsync(body).AsTask());
        server.MapGet(
            "/split",
            async context =>
            {
                foreach (var part in body.Chunk(700))
                {
                    await context.Response.Body.WriteAsync(part);
                    await context.Response.Body.FlushAsync();
                }
            }
        );
    }

    public async ValueTask InitializeAsync() => await server.StartAsync();

    public async ValueTask DisposeAsync()
    {
        fetcher.Dispose();
        await server.DisposeAsync();
    }

    [Theory]
    [InlineData("/whole", 0)]
    [InlineData("/split", 0)]
    [InlineData("/whole", 30_000)]
    [InlineData("/split", 30_000)]
    public async Task Every_byte_counts_also_those_after_the_image(string path, int behind)
    {
        body = [.. Photo, .. Enumerable.Range(0, behind).Select(i => (byte)i)];
        foreach (var tenant in (string[])["acme", "globex"])
        {
            var hasher = new ContentHasher(Fetchers.Keys.Of(tenant));
            hasher.Append(body);
            Assert.Equal(hasher.Finish(), await HashAsync(path, tenant));
        }
    }

    [Fact]
    public async Task A_body_that_is_left_before_its_end_has_none()
    {
        body = [.. Photo, .. new byte[4_000_000]];
        Assert.Equal(UInt128.Zero, await HashAsync("/whole", "acme"));
    }

    [Fact]
    public async Task What_is_not_measured_has_none()
    {
        body = [.. Photo.AsSpan(0, Photo.Length / 2)];
        var outcome = (await fetcher.FetchAsync(At("/whole"))).Outcome;
        Assert.Equal((ImageReason.Truncated, UInt128.Zero), (outcome.Reason, outcome.ContentHash));
    }

    private async Task<UInt128> HashAsync(string path, string tenant)
    {
        var outcome = (await fetcher.FetchAsync(At(path), new ImagesOptions(), CancellationToken.None, tenant)).Outcome;
        Assert.Equal(ImageReason.None, outcome.Reason);
        return outcome.ContentHash;
    }

    private Uri At(string path) => new(new Uri(server.Urls.First()), path);
}

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using RetailPulse.Client;

namespace RetailPulse.Tests.Contract.V1;

/// <summary>Thumbnails of images from a real server that behaves differently when the image is downloaded again.</summary>
public sealed class ThumbnailDownloadTests : IAsyncLifetime
{
    private readonly WebApplication origin;
    private Product product = null!;
    private RequestDelegate answer = _ => Task.CompletedTask;

    public ThumbnailDownloadTests()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        origin = builder.Build();
        origin.Run(context => answer(context));
    }

    private Uri Address => new(origin.Urls.First());

    public async ValueTask InitializeAsync()
    {
        await origin.StartAsync();
        product = new Product(Path.GetTempPath(), real: true, ("RetailPulse:Images:AllowedNetworks:0", $"127.0.0.1/32:{Address.Port}"));
        await product.InitializeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await product.DisposeAsync();
        await origin.DisposeAsync();
    }

    [Fact]
    public async Task A_server_that_changes_its_answer_disturbs_nothing()
    {
        var job = await MeasureAsync();
        using var jpeg = new MemoryStream();
        await product.Client.Jobs.CopyThumbnailAsync(job, 0, 0, jpeg, size: 160);
        Assert.Equal((160, 120), DecodableImages.SizeOf(jpeg.ToArray()));

        answer = context => WithoutEndAsync(context, "IDAT");
        Assert.Matches("15 MB|no longer the one", await WhyAsync(job));
        answer = context => WithoutEndAsync(context, "tEXt");
        Assert.Contains("15 MB", await WhyAsync(job), StringComparison.Ordinal);
        answer = context =>
        {
            context.Response.Redirect("http://169.254.169.254/latest/meta-data/");
            return Task.CompletedTask;
        };
        Assert.Contains("refused_address", await WhyAsync(job), StringComparison.Ordinal);
        answer = context => context.Response.WriteAsync("<script>alert(1)</script>");
        Assert.Contains("no longer the one", await WhyAsync(job), StringComparison.Ordinal);
        await MeasureAsync();
    }

    /// <summary>A PNG whose chunks never end.</summary>
    private static async Task WithoutEndAsync(HttpContext context, string chunk)
    {
        var (body, aborted) = (context.Response.Body, context.RequestAborted);
        await body.WriteAsync((byte[])[.. ForgedPng.Signature, .. ForgedPng.Header(640, 480)], aborted);
        var more = ForgedPng.Chunk(chunk, new byte[1 << 20]);
        while (!aborted.IsCancellationRequested)
            await body.WriteAsync(more, aborted);
    }

    private async Task<long> MeasureAsync()
    {
        answer = context => context.Response.Body.WriteAsync(DecodableImages.Jpeg(640, 480)).AsTask();
        var job = await product.Client.Jobs.SubmitAsync(
            new Submission([new VisitToMeasure("S1", [new Uri(Address, $"{Guid.NewGuid()}").ToString()], "2026-05-04")])
        );
        Assert.Equal(1, (await product.Client.Jobs.WaitForEndAsync(job.Id)).Counts.Measured);
        return job.Id;
    }

    private async Task<string> WhyAsync(long job) =>
        (
            await Assert.ThrowsAsync<RetailPulseException>(() => product.Client.Jobs.CopyThumbnailAsync(job, 0, 0, Stream.Null, size: 960))
        ).Message;
}

using System.Net;
using System.Net.Http.Headers;
using Microsoft.Extensions.DependencyInjection;
using RetailPulse.Client;
using RetailPulse.Grains.Images.Thumbnails;
using RetailPulse.Images;

namespace RetailPulse.Tests.Contract.V1;

/// <summary><c>GET …/images/{image}/thumbnail</c> over real HTTP, with the product's own process.</summary>
public sealed class ThumbnailTests(Product product) : IClassFixture<Product>
{
    private static readonly byte[] Photo = DecodableImages.Jpeg(640, 480);

    /// <summary>What a browser sends for an image element.</summary>
    private const string OfBrowsers = "image/avif,image/webp,image/apng,image/svg+xml,image/*,*/*;q=0.8";

    private readonly Api api = new(product.Http);

    [Fact]
    public async Task A_thumbnail_is_made_on_request_and_kept()
    {
        var job = await MeasureAsync("http://a.example/photo", Outcome(Photo, hash: 71));
        Assert.Equal(1, product.Fetcher.Calls["http://a.example/photo"]);

        using var jpeg = new MemoryStream();
        await product.Client.Jobs.CopyThumbnailAsync(job, 0, 0, jpeg);
        Assert.Equal((320, 240), DecodableImages.SizeOf(jpeg.ToArray()));
        using var again = await SendAsync($"{Path(job)}?size=320");
        Assert.Equal(jpeg.ToArray(), await again.Content.ReadAsByteArrayAsync());
        Assert.Equal(2, product.Fetcher.Calls["http://a.example/photo"]);

        using var small = await SendAsync($"{Path(job)}?size=160", OfBrowsers);
        Assert.Equal((160, 120), DecodableImages.SizeOf(await small.Content.ReadAsByteArrayAsync()));
        Assert.NotEqual(again.Headers.ETag, small.Headers.ETag);
        Assert.True(small.Headers.CacheControl is { Private: true, NoCache: true });

        using var known = await SendAsync($"{Path(job)}?size=160", tag: small.Headers.ETag);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        Assert.Equal(3, product.Fetcher.Calls["http://a.example/photo"]);
    }

    [Fact]
    public async Task What_cannot_be_shown_says_why_to_a_page_and_to_a_program()
    {
        await RefusedAsync(ImageOutcome.Failed(ImageReason.Http404), "The image failed (http_404).");
        await RefusedAsync(Outcome(Photo) with { Format = "webp" }, "Only JPEG and PNG can be shown. This is webp.");
        await RefusedAsync(Outcome(Photo) with { Width = 5_001, Height = 5_000 }, "more than 25 megapixels");
        await RefusedAsync(Outcome(Photo) with { Bytes = 15_000_001 }, "15 MB");
    }

    [Fact]
    public async Task A_file_that_changed_is_not_shown()
    {
        var job = await MeasureAsync("http://a.example/changing", Outcome(Photo, hash: 72));
        product.Fetcher.Answer = (_, _) => Outcome(Photo, hash: 73);
        Assert.Contains("no longer the one", await WhyAsync(job), StringComparison.Ordinal);
        product.Fetcher.Answer = (_, _) => ImageOutcome.Failed(ImageReason.Timeout);
        Assert.Equal("The image cannot be downloaded again (timeout).", await WhyAsync(job));
    }

    [Fact]
    public async Task A_bomb_that_was_measured_yields_no_thumbnail_and_disturbs_nothing()
    {
        var job = await MeasureAsync(
            "http://a.example/bomb",
            Outcome(Photo, hash: 74) with
            {
                Format = "png",
            },
            ForgedPng.File(4_000, 4_000)
        );
        Assert.Equal("The image cannot be decoded.", await WhyAsync(job));
        var next = await MeasureAsync("http://a.example/next", Outcome(Photo, hash: 75));
        await product.Client.Jobs.CopyThumbnailAsync(next, 0, 0, Stream.Null);
    }

    [Fact]
    public async Task A_decoder_that_crashes_or_was_taken_over_disturbs_nothing()
    {
        var script = System.IO.Path.GetTempFileName();
        await using var crashing = new Product { Replace = services => services.AddSingleton(new ThumbnailCommand("/bin/sh", [script])) };
        await crashing.InitializeAsync();
        crashing.Fetcher.Answer = (_, _) => Outcome(Photo, hash: 76);
        crashing.Fetcher.Body = _ => Photo;
        var there = new Api(crashing.Http);
        var job = await there.SubmitAsync(("S1", ["http://a.example/1"]));
        await there.EndAsync(job);
        foreach (var crash in (string[])["kill -SEGV $$", "cat /dev/zero", "cat > /dev/null; echo '<script>'"])
        {
            await File.WriteAllTextAsync(script, crash);
            Assert.Equal(
                "The image cannot be decoded.",
                (await there.FailAsync(HttpStatusCode.NotFound, Path(job)["/api/v1/".Length..])).GetProperty("detail").GetString()
            );
        }

        await there.EndAsync(await there.SubmitAsync(("S1", ["http://a.example/2"])));
        File.Delete(script);
    }

    [Fact]
    public async Task On_a_full_disk_a_thumbnail_is_made_each_time()
    {
        using var disk = new SmallDisk(megabytes: 1);
        disk.Fill();
        await using var full = new Product(
            System.IO.Path.GetTempPath(),
            real: false,
            ("RetailPulse:Thumbnails:Folder", System.IO.Path.Combine(disk.Folder, "kept"))
        );
        await full.InitializeAsync();
        full.Fetcher.Answer = (_, _) => Outcome(Photo, hash: 77);
        full.Fetcher.Body = _ => Photo;
        var there = new Api(full.Http);
        var job = await there.SubmitAsync(("S1", ["http://a.example/1"]));
        await there.EndAsync(job);
        for (var time = 1; time <= 2; time++)
        {
            await full.Client.Jobs.CopyThumbnailAsync(job, 0, 0, Stream.Null);
            Assert.Equal(1 + time, full.Fetcher.Calls["http://a.example/1"]);
        }
    }

    [Fact]
    public async Task Turned_off_nothing_is_downloaded_again()
    {
        await using var off = new Product(System.IO.Path.GetTempPath(), real: false, ("RetailPulse:Api:Thumbnails", "false"));
        await off.InitializeAsync();
        var there = new Api(off.Http);
        var job = await there.SubmitAsync(("S1", ["http://a.example/1"]));
        await there.EndAsync(job);
        var problem = await there.FailAsync(HttpStatusCode.NotFound, Path(job)["/api/v1/".Length..]);
        Assert.Equal("Thumbnails are turned off.", problem.GetProperty("detail").GetString());
        var page = await off.Http.GetStringAsync("/photos");
        Assert.Contains("Thumbnails are turned off on this server", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.Equal(1, off.Fetcher.Calls["http://a.example/1"]);
    }

    [Fact]
    public async Task Another_tenants_image_looks_like_one_that_does_not_exist()
    {
        await using var keyed = new KeyedProduct();
        await keyed.InitializeAsync();
        keyed.Product.Fetcher.Answer = (_, _) => Outcome(Photo, hash: 78);
        keyed.Product.Fetcher.Body = _ => Photo;
        var job = await keyed.SubmitAsync("acme-submit");
        await Eventually.TrueAsync(
            async () => (await keyed.SendAsync("acme-read", HttpMethod.Get, Path(job))).Status == 200,
            "its own tenant sees it"
        );
        var foreign = await keyed.SendAsync("zeta-submit", HttpMethod.Get, Path(job));
        var missing = await keyed.SendAsync("zeta-submit", HttpMethod.Get, Path(4711));
        Assert.Equal((404, "job_not_found"), (foreign.Status, foreign.Body.GetProperty("code").GetString()));
        Assert.Equal((404, "job_not_found"), (missing.Status, missing.Body.GetProperty("code").GetString()));
        foreach (var screen in (string[])["sheet?p={0}.0.0", "selection.csv?p={0}.0.0", "selection.zip?p={0}.0.0", "compare?after={0}.0"])
        {
            var path = $"/photos/{screen.Replace("{0}", $"{job}", StringComparison.Ordinal)}";
            Assert.Equal(200, (await keyed.SendAsync("acme-read", HttpMethod.Get, path)).Status);
            Assert.Equal(404, (await keyed.SendAsync("zeta-submit", HttpMethod.Get, path)).Status);
        }
    }

    [Theory]
    [InlineData("jobs/4711/visits/0/images/0/thumbnail", "job_not_found")]
    [InlineData("jobs/x/visits/0/images/0/thumbnail", "job_not_found")]
    public async Task An_unknown_job_is_not_found(string path, string code) =>
        Assert.Equal(code, (await api.FailAsync(HttpStatusCode.NotFound, path)).GetProperty("code").GetString());

    [Fact]
    public async Task An_unknown_image_or_size_is_refused()
    {
        var job = await MeasureAsync("http://a.example/one", Outcome(Photo, hash: 79));
        foreach (var place in (string[])["visits/0/images/1", "visits/1/images/0", "visits/x/images/0", "visits/0/images/-1"])
        {
            var problem = await api.FailAsync(HttpStatusCode.NotFound, $"jobs/{job}/{place}/thumbnail");
            Assert.Equal("image_not_found", problem.GetProperty("code").GetString());
        }

        foreach (var size in (string[])["0", "321", "x"])
            Assert.Equal(["size"], await api.RefusedFieldsAsync($"jobs/{job}/visits/0/images/0/thumbnail?size={size}"));
    }

    private static ImageOutcome Outcome(byte[] file, UInt128 hash = default) =>
        new(ImageReason.None, "jpeg", 640, 480, file.Length, TimeSpan.Zero, hash);

    private static string Path(long job) => $"/api/v1/jobs/{job}/visits/0/images/0/thumbnail";

    private async Task RefusedAsync(ImageOutcome outcome, string why)
    {
        var job = await MeasureAsync($"http://a.example/{Guid.NewGuid()}", outcome);
        Assert.Contains(why, await WhyAsync(job), StringComparison.Ordinal);
        using var picture = await SendAsync(Path(job), OfBrowsers);
        Assert.Equal((HttpStatusCode.OK, "image/svg+xml"), (picture.StatusCode, picture.Content.Headers.ContentType!.MediaType));
        Assert.True(picture.Headers.CacheControl!.NoStore);
        Assert.Contains(why, await picture.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private async Task<long> MeasureAsync(string url, ImageOutcome outcome, byte[]? file = null)
    {
        product.Fetcher.Answer = (_, _) => outcome;
        product.Fetcher.Body = _ => file ?? Photo;
        var job = await product.Client.Jobs.SubmitAsync(new Submission([new VisitToMeasure("S1", [url], "2026-05-04")]));
        await api.EndAsync(job.Id);
        return job.Id;
    }

    private async Task<string?> WhyAsync(long job)
    {
        var problem = await api.FailAsync(HttpStatusCode.NotFound, Path(job)["/api/v1/".Length..]);
        Assert.Equal("no_thumbnail", problem.GetProperty("code").GetString());
        return problem.GetProperty("detail").GetString();
    }

    private async Task<HttpResponseMessage> SendAsync(string path, string? accept = null, EntityTagHeaderValue? tag = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
            request.Headers.Accept.ParseAdd(accept);
        if (tag is not null)
            request.Headers.IfNoneMatch.Add(tag);
        return await product.Http.SendAsync(request);
    }
}

using System.Text.Json;
using RetailPulse.Client;

namespace RetailPulse.Tests.Contract.V1;

/// <summary>What an analysis service returned for images, in every list of images of API v1.</summary>
public sealed class ImageAnalysisTests : IAsyncLifetime
{
    private const string Analysis = """{"shelves":3,"name":"é"}""";

    private WebhookReceiver service = null!;
    private Product product = null!;
    private Api api = null!;

    public async ValueTask InitializeAsync()
    {
        service = await WebhookReceiver.StartAsync();
        service.Answer = _ => (200, Analysis);
        product = new Product(
            Path.GetTempPath(),
            real: false,
            ("RetailPulse:Analysis:Endpoint", service.Url),
            ("RetailPulse:Analysis:MaxAttempts", "1")
        );
        await product.InitializeAsync();
        api = new Api(product.Http);
    }

    public async ValueTask DisposeAsync()
    {
        await product.DisposeAsync();
        await service.DisposeAsync();
    }

    [Fact]
    public async Task An_analysis_is_returned_wherever_its_image_is_listed()
    {
        var id = await api.SubmitAsync(("S1", ["http://a.example/1"]));
        await api.EndAsync(id);
        var image = Assert.Single((await api.GetAsync($"jobs/{id}/images")).GetProperty("images").EnumerateArray());
        Assert.Equal(Analysis, image.GetProperty("analysis").GetRawText());
        var line = JsonElement.Parse((await product.Http.GetStringAsync($"api/v1/jobs/{id}/images.ndjson")).Trim());
        Assert.Equal(Analysis, line.GetProperty("analysis").GetRawText());
        var photo = Assert.Single((await api.GetAsync("photos")).GetProperty("photos").EnumerateArray());
        Assert.Equal(Analysis, photo.GetProperty("analysis").GetRawText());
        Assert.DoesNotContain("shelves", await product.Http.GetStringAsync($"api/v1/jobs/{id}/images.csv"), StringComparison.Ordinal);

        Assert.Equal(3, (await product.Client.Jobs.ListImagesAsync(id).SingleAsync()).Analysis?.GetProperty("shelves").GetInt32());
        Assert.Equal(3, (await product.Client.Jobs.ExportImagesAsync(id).SingleAsync()).Analysis?.GetProperty("shelves").GetInt32());
        Assert.Equal(
            3,
            (await product.Client.Photos.ListAsync(new PhotoQuery()).SingleAsync()).Analysis?.GetProperty("shelves").GetInt32()
        );
    }

    [Fact]
    public async Task The_page_of_an_image_shows_its_analysis_as_text()
    {
        service.Answer = _ => (200, """{"name":"<script>"}""");
        var id = await api.SubmitAsync(("S1", ["http://a.example/1"]));
        await api.EndAsync(id);
        var page = await product.Http.GetStringAsync($"jobs/{id}/visits/0/images/0");
        Assert.Contains(
            "<dt>Analysis</dt><dd><code>{&quot;name&quot;:&quot;&lt;script&gt;&quot;}</code></dd>",
            page,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_failed_analysis_is_a_reason_and_leaves_no_analysis()
    {
        service.Answer = _ => (500, Analysis);
        var id = await api.SubmitAsync(("S1", ["http://a.example/1"]));
        await api.EndAsync(id);
        var image = Assert.Single((await api.GetAsync($"jobs/{id}/images?reason=analysis_failed")).GetProperty("images").EnumerateArray());
        Assert.Equal("failed", image.GetProperty("status").GetString());
        Assert.False(image.TryGetProperty("analysis", out _));
        Assert.Equal(
            $$"""{"status":"failed","job_id":"{{id}}","error":[{"store_id":"S1","error":"Download failed"}]}""",
            await product.Http.GetStringAsync($"api/status?jobid={id}")
        );
    }

    [Fact]
    public async Task Null_is_an_analysis_too()
    {
        service.Answer = _ => (200, "null");
        var id = await api.SubmitAsync(("S1", ["http://a.example/1"]));
        await api.EndAsync(id);
        var image = Assert.Single((await api.GetAsync($"jobs/{id}/images")).GetProperty("images").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, image.GetProperty("analysis").ValueKind);
    }
}

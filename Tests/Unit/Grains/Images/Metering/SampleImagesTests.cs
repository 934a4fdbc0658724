using RetailPulse.Grains.Images.Metering;
using RetailPulse.Images;
using Found = RetailPulse.Grains.Images.Metering.MeterResult;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>The images of the sample job, which ImageSharp made (data/make-samples.cs).</summary>
public sealed class SampleImagesTests
{
    [Theory]
    [InlineData("shelf-front.jpg", "jpeg", 1280, 960)]
    [InlineData("shelf-left.jpg", "jpeg", 960, 1280)]
    [InlineData("price-tags.png", "png", 400, 300)]
    [InlineData("cooler.webp", "webp", 1024, 768)]
    [InlineData("checkout.gif", "gif", 320, 240)]
    [InlineData("storefront.bmp", "bmp", 160, 120)]
    [InlineData("planogram.webp", "webp", 480, 360)]
    [InlineData("endcap.png", "png", 240, 320)]
    public async Task A_sample_is_measured(string name, string format, int width, int height)
    {
        await using var body = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "samples", name));
        Assert.Equal(new Found(ImageReason.None, format, width, height), await new Meter().MeasureAsync(body, CancellationToken.None));
    }
}

using System.Text;
using RetailPulse.Grains.Images.Metering;
using RetailPulse.Images;
using Found = RetailPulse.Grains.Images.Metering.Metering;

namespace RetailPulse.Tests.Images.Metering;

public sealed class MeterTests
{
    [Theory]
    [InlineData("")]
    [InlineData("not found")]
    [InlineData("{\"error\":\"no such image\"}")]
    [InlineData("<!DOCTYPE html><html><body><svg></svg></body></html>")]
    [InlineData("<html><title>404</title></html>")]
    [InlineData("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>")]
    [InlineData("<!DOCTYPE")]
    [InlineData("<!--")]
    [InlineData("<svgs/>")]
    [InlineData("BMW makes cars, and this sentence is no bitmap")]
    [InlineData("RIFF of some WAVE")]
    public Task Text_is_not_an_image(string text) =>
        Measure.RefusesAsync(Encoding.UTF8.GetBytes(text), ImageReason.NotAnImage);

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"/>")]
    [InlineData("<svg>")]
    [InlineData("\uFEFF<?xml version=\"1.0\"?>\r\n<!-- <html> -->\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"svg11.dtd\">\n<svg/>")]
    [InlineData("<!DOCTYPE svg [ <!ENTITY a \"b\"> ]><svg\n/>")]
    public async Task Svg_is_a_format_that_is_not_measured(string text) =>
        Assert.Equal(Found.Failed(ImageReason.UnsupportedFormat, "svg"), await Measure.BytesAsync(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public Task Pdf_is_a_format_that_is_not_measured() =>
        Measure.RefusesAsync("%PDF-1.7\n%%EOF"u8.ToArray(), ImageReason.UnsupportedFormat);

    [Fact]
    public Task Zero_bytes_are_not_an_image() => Measure.RefusesAsync(new byte[100_000], ImageReason.NotAnImage);

    [Theory]
    [InlineData(65_535, 7_629)]
    [InlineData(7_629, 65_535)]
    [InlineData(1, 1)]
    public Task Sizes_within_the_limits_are_measured(int width, int height) =>
        Measure.FindsAsync(ForgedPng.File((uint)width, (uint)height), "png", width, height);

    [Theory]
    [InlineData(65_536, 1)]
    [InlineData(1, 65_536)]
    [InlineData(uint.MaxValue, uint.MaxValue)]
    [InlineData(65_535, 7_630)]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public Task Sizes_beyond_the_limits_are_too_large(uint width, uint height) =>
        Measure.RefusesAsync(ForgedPng.File(width, height), ImageReason.TooLarge);

    [Fact]
    public async Task What_the_stream_throws_passes_through()
    {
        var body = new SplitStream(ForgedPng.File(2, 2), 1);
        await Assert.ThrowsAsync<OperationCanceledException>(async () => await new Meter().MeasureAsync(body, new CancellationToken(true)));
    }
}

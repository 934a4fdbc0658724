using System.Text;
using RetailPulse.Grains.Images.Metering;
using RetailPulse.Images;
using Found = RetailPulse.Grains.Images.Metering.MeterResult;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

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
    [InlineData("P3 is the third of them")]
    [InlineData("P7\nP8")]
    [InlineData("8")]
    [InlineData("q")]
    [InlineData("M")]
    [InlineData("I")]
    [InlineData("II")]
    [InlineData("R")]
    [InlineData("GI")]
    [InlineData("BM")]
    [InlineData("BMW is a car")]
    [InlineData("\0")]
    [InlineData("\0\0")]
    public Task Text_is_not_an_image(string text) => Measure.RefusesAsync(Encoding.UTF8.GetBytes(text), ImageReason.NotAnImage);

    [Theory]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"/>")]
    [InlineData("<svg>")]
    [InlineData(
        "\uFEFF<?xml version=\"1.0\"?>\r\n<!-- <html> -->\n<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"svg11.dtd\">\n<svg/>"
    )]
    [InlineData("<!DOCTYPE svg [ <!ENTITY a \"b\"> ]><svg\n/>")]
    public async Task Svg_is_a_format_that_is_not_measured(string text) =>
        Assert.Equal(Found.Failed(ImageReason.UnsupportedFormat, "svg"), await Measure.BytesAsync(Encoding.UTF8.GetBytes(text)));

    public static TheoryData<string, byte[]> OtherFormats =>
        new()
        {
            { "jxl", [0, 0, 0, 12, .. "JXL \r\n"u8, 0x87, 10, 0, 0, 0, 20, .. "ftypjxl "u8] },
            { "jxl", [0xFF, 0x0A, 0x7A, 0x1F] },
            { "jp2", [0, 0, 0, 12, .. "jP  \r\n"u8, 0x87, 10, 0, 0, 0, 20, .. "ftypjp2 "u8] },
            { "jp2", [0xFF, 0x4F, 0xFF, 0x51, 0, 41] },
            { "jxr", [.. "II"u8, 0xBC, 1, 8, 0, 0, 0] },
            { "ico", [0, 0, 1, 0, 5, 0, 16, 16, 0, 0, 0, 0, 32, 0] },
            { "cur", [0, 0, 2, 0, 1, 0, 16, 16, 0, 0, 0, 0, 32, 0] },
            { "psd", [.. "8BPS"u8, 0, 1, 0, 0, 0, 0, 0, 0, 0, 3] },
            { "psd", [.. "8BPS"u8, 0, 2, 0, 0, 0, 0, 0, 0, 0, 3] },
            { "pnm", "P1\n# a comment\n7 5\n"u8.ToArray() },
            { "pnm", "P6 320 240 255\n"u8.ToArray() },
            { "pnm", "P7\nWIDTH 227\nHEIGHT 149\n"u8.ToArray() },
            { "pnm", "Pf\n7 5\n-1.0\n"u8.ToArray() },
            { "qoi", [.. "qoif"u8, 0, 0, 1, 64, 0, 0, 0, 240, 3, 0] },
            { "exr", [0x76, 0x2F, 0x31, 1, 2, 0, 0, 0] },
            { "cr2", [.. "II"u8, 42, 0, 16, 0, 0, 0, .. "CR"u8, 2, 0] },
            { "orf", [.. "IIRO"u8, 8, 0, 0, 0] },
            { "rw2", [.. "IIU"u8, 0, 24, 0, 0, 0] },
            { "raf", "FUJIFILMCCD-RAW 0201"u8.ToArray() },
            { "pdf", "%PDF-1.7\n%%EOF"u8.ToArray() },
        };

    [Theory, MemberData(nameof(OtherFormats))]
    public async Task A_format_that_is_not_measured_is_named(string format, byte[] content)
    {
        Assert.Equal(Found.Failed(ImageReason.UnsupportedFormat, format), await Measure.BytesAsync(content));
        Assert.Equal(
            Found.Failed(ImageReason.UnsupportedFormat, format),
            await Measure.SplitAsync(Bytes.Join(content, Bytes.Noise(5_000)), 1)
        );
    }

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

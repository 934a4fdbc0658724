using RetailPulse.Images;

namespace RetailPulse.Tests.Images.Metering;

public sealed class BmpTests
{
    [Theory]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(40)]
    [InlineData(52)]
    [InlineData(56)]
    [InlineData(64)]
    [InlineData(108)]
    [InlineData(124)]
    public Task Every_header_generation_is_measured(uint headerLength) =>
        Measure.FindsAsync(ForgedBmp.File(headerLength, 31, 20), "bmp", 31, 20);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(24)]
    [InlineData(32)]
    public async Task The_last_row_must_be_there(int bits)
    {
        var image = ForgedBmp.File(40, 31, -20, bits);
        await Measure.FindsAsync(image, "bmp", 31, 20);
        await Measure.RefusesAsync(image[..^1], ImageReason.Truncated);
    }

    [Fact]
    public async Task The_length_of_compressed_pixels_is_honoured()
    {
        var image = ForgedBmp.File(40, 31, 20, 8, compression: 1, pixels: new byte[500], dataLength: 500);
        await Measure.FindsAsync(image, "bmp", 31, 20);
        await Measure.RefusesAsync(image[..^1], ImageReason.Truncated);
    }

    [Theory]
    [InlineData(64, 24, 4, new byte[] { 3, 1, 2, 3, 0, 3, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0, 0, 1 })]
    [InlineData(40, 4, 2, new byte[] { 3, 1, 0, 5, 1, 2, 3, 0, 0, 1 })]
    [InlineData(40, 8, 1, new byte[] { 3, 1, 0, 5, 1, 2, 3, 4, 5, 0, 0, 1 })]
    public async Task Runs_are_walked_to_the_end_of_the_bitmap(uint headerLength, int bits, uint compression, byte[] pixels)
    {
        var image = ForgedBmp.File(headerLength, 31, 20, bits, compression, pixels);
        await Measure.FindsAsync(image, "bmp", 31, 20);
        await Measure.RefusesAsync(image[..^1], ImageReason.Truncated);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(100)]
    public Task A_header_of_no_generation_is_corrupt(uint headerLength) =>
        Measure.RefusesAsync(ForgedBmp.File(headerLength, 31, 20), ImageReason.Corrupt);

    [Theory]
    [InlineData(7, 0)]
    [InlineData(24, 1)]
    [InlineData(8, 3)]
    [InlineData(24, 99)]
    public Task A_coding_that_contradicts_the_depth_is_corrupt(int bits, uint compression) =>
        Measure.RefusesAsync(ForgedBmp.File(40, 31, 20, bits, compression), ImageReason.Corrupt);

    [Fact]
    public Task Pixels_within_the_header_are_corrupt()
    {
        var image = ForgedBmp.File(40, 31, 20);
        image[10] = 20;
        return Measure.RefusesAsync(image, ImageReason.Corrupt);
    }
}

using RetailPulse.Images;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

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

    [Theory]
    [InlineData(300)]
    [InlineData(10)]
    public async Task Runs_end_at_their_mark_or_where_the_header_says(uint dataLength)
    {
        byte[] runs = [3, 1, 3, 2, 3, 3, 3, 4, 3, 5, 0, 1];
        var image = ForgedBmp.File(40, 31, 20, 8, compression: 1, pixels: runs[..(int)Math.Min(dataLength, 12)], dataLength: dataLength);
        await Measure.FindsAsync(image, "bmp", 31, 20);
        await Measure.RefusesAsync(image[..^1], ImageReason.Truncated);
    }

    [Theory]
    [InlineData("MBED", true)]
    [InlineData("LINK", true)]
    [InlineData("sRGB", false)]
    public async Task A_color_profile_after_the_pixels_must_be_complete(string space, bool needed)
    {
        var image = Bytes.Join(ForgedBmp.File(124, 31, 20), Bytes.Noise(50));
        Bytes.Little32(BitConverter.ToUInt32([.. Bytes.Ascii(space).Reverse()])).CopyTo(image, 14 + 56);
        Bytes.Little32((uint)image.Length - 14 - 50).CopyTo(image, 14 + 112);
        Bytes.Little32(50).CopyTo(image, 14 + 116);
        await Measure.FindsAsync(image, "bmp", 31, 20);
        await (needed ? Measure.RefusesAsync(image[..^1], ImageReason.Truncated) : Measure.FindsAsync(image[..^50], "bmp", 31, 20));
    }

    [Theory]
    [InlineData(12, 24, 0, 0)]
    [InlineData(12, 4, 0, 48)]
    [InlineData(40, 24, 0, 0)]
    [InlineData(40, 8, 0, 1_024)]
    [InlineData(40, 32, 3, 12)]
    [InlineData(40, 16, 6, 16)]
    [InlineData(108, 32, 3, 0)]
    [InlineData(124, 1, 0, 8)]
    public async Task Without_a_position_the_pixels_follow_the_colors(uint headerLength, int bits, uint compression, int tables)
    {
        var image = ForgedBmp.WithoutPlace(ForgedBmp.File(headerLength, 31, 20, bits, compression), headerLength, tables);
        await Measure.FindsAsync(image, "bmp", 31, 20);
        await Measure.RefusesAsync(image[..^1], ImageReason.Truncated);
    }

    [Fact]
    public async Task Fewer_colors_than_the_depth_allows_are_followed_by_the_pixels()
    {
        var image = ForgedBmp.WithoutPlace(ForgedBmp.File(40, 31, 20, 8), 40, 4 * 10);
        image[46] = 10;
        await Measure.FindsAsync(image, "bmp", 31, 20);
        await Measure.RefusesAsync(image[..^1], ImageReason.Truncated);
    }

    [Theory]
    [InlineData(4, 2)]
    [InlineData(8, 1)]
    public async Task Runs_from_the_top_down_are_measured(int bits, uint compression)
    {
        var image = ForgedBmp.File(40, 31, -20, bits, compression, pixels: [3, 1, 0, 0, 0, 1]);
        await Measure.FindsAsync(image, "bmp", 31, 20);
        await Measure.RefusesAsync(image[..^1], ImageReason.Truncated);
    }

    [Theory]
    [InlineData(4, new byte[] { 0xFF, 0xD8, 0xFF })]
    [InlineData(5, new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A })]
    public async Task A_file_within_the_bitmap_must_begin_as_one(uint compression, byte[] start)
    {
        byte[] file = [.. start, .. Bytes.Noise(50)];
        var image = ForgedBmp.File(40, 31, 20, 0, compression, file, (uint)file.Length);
        await Measure.FindsAsync(image, "bmp", 31, 20);
        await Measure.RefusesAsync(image[..^1], ImageReason.Truncated);
        file[1] ^= 1;
        await Measure.RefusesAsync(ForgedBmp.File(40, 31, 20, 0, compression, file, (uint)file.Length), ImageReason.Corrupt);
        await Measure.RefusesAsync(ForgedBmp.File(40, 31, 20, 0, compression, start, (uint)start.Length - 1), ImageReason.Corrupt);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(9, false)]
    public Task Huffman_codes_must_be_able_to_hold_every_row(int length, bool measured)
    {
        var image = ForgedBmp.File(64, 31, 20, 1, compression: 3, pixels: Bytes.Noise(length), dataLength: (uint)length);
        return measured ? Measure.FindsAsync(image, "bmp", 31, 20) : Measure.RefusesAsync(image, ImageReason.Truncated);
    }
}

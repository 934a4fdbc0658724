using RetailPulse.Images;
using static RetailPulse.Tests.Images.Metering.Bytes;
using static RetailPulse.Tests.Images.Metering.ForgedPng;

namespace RetailPulse.Tests.Images.Metering;

public sealed class PngTests
{
    private static readonly byte[] Pixels = Chunk("IDAT", Noise(100));

    [Fact]
    public Task Chunks_longer_than_the_buffer_are_walked() =>
        Measure.FindsAsync(Join(Signature, Header(9, 7), Chunk("iCCP", Noise(100_000)), Chunk("IDAT", Noise(200_000)), End), "png", 9, 7);

    [Fact]
    public Task A_palette_image_with_its_palette_is_measured() =>
        Measure.FindsAsync(Join(Signature, Header(9, 7, 4, 3), Chunk("PLTE", Noise(48)), Pixels, End), "png", 9, 7);

    [Fact]
    public Task A_palette_image_without_its_palette_is_corrupt() =>
        Measure.RefusesAsync(Join(Signature, Header(9, 7, 4, 3), Pixels, End), ImageReason.Corrupt);

    [Fact]
    public Task No_pixels_are_corrupt() => Measure.RefusesAsync(Join(Signature, Header(9, 7), End), ImageReason.Corrupt);

    [Fact]
    public Task A_header_that_is_not_first_is_corrupt() =>
        Measure.RefusesAsync(Join(Signature, Pixels, Header(9, 7), End), ImageReason.Corrupt);

    [Fact]
    public Task A_second_header_is_corrupt() =>
        Measure.RefusesAsync(Join(Signature, Header(9, 7), Header(9, 7), Pixels, End), ImageReason.Corrupt);

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 2)]
    [InlineData(16, 3)]
    [InlineData(8, 1)]
    [InlineData(8, 7)]
    public Task An_impossible_colour_is_corrupt(byte depth, byte colour) =>
        Measure.RefusesAsync(Join(Signature, Header(9, 7, depth, colour), Pixels, End), ImageReason.Corrupt);

    [Fact]
    public async Task A_changed_byte_anywhere_behind_the_signature_is_never_measured()
    {
        var image = File(9, 7);
        for (var at = Signature.Length; at < image.Length; at++)
        {
            var damaged = image.ToArray();
            damaged[at] ^= 0x10;
            Assert.NotEqual(ImageReason.None, (await Measure.BytesAsync(damaged)).Reason);
        }
    }
}

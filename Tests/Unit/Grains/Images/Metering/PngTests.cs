using RetailPulse.Images;
using static RetailPulse.Tests.Support.Images.Bytes;
using static RetailPulse.Tests.Support.Images.ForgedPng;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

public sealed class PngTests
{
    private static readonly byte[] Data = Chunk("IDAT", Noise(100));

    [Fact]
    public Task Chunks_longer_than_the_buffer_are_walked() =>
        Measure.FindsAsync(Join(Signature, Header(9, 7), Chunk("iCCP", Noise(100_000)), Chunk("IDAT", Noise(200_000)), End), "png", 9, 7);

    [Fact]
    public Task A_palette_image_with_its_palette_is_measured() =>
        Measure.FindsAsync(Join(Signature, Header(9, 7, 4, 3), Chunk("PLTE", Noise(48)), Data, End), "png", 9, 7);

    [Fact]
    public Task A_palette_image_without_its_palette_is_corrupt() =>
        Measure.RefusesAsync(Join(Signature, Header(9, 7, 4, 3), Data, End), ImageReason.Corrupt);

    [Fact]
    public Task No_pixels_are_corrupt() => Measure.RefusesAsync(Join(Signature, Header(9, 7), End), ImageReason.Corrupt);

    [Fact]
    public Task A_header_that_is_not_first_is_corrupt() =>
        Measure.RefusesAsync(Join(Signature, Data, Header(9, 7), End), ImageReason.Corrupt);

    [Fact]
    public Task A_second_header_is_corrupt() =>
        Measure.RefusesAsync(Join(Signature, Header(9, 7), Header(9, 7), Data, End), ImageReason.Corrupt);

    [Theory]
    [InlineData(3, 0)]
    [InlineData(4, 2)]
    [InlineData(16, 3)]
    [InlineData(8, 1)]
    [InlineData(8, 7)]
    public Task An_impossible_color_is_corrupt(byte depth, byte colour) =>
        Measure.RefusesAsync(Join(Signature, Header(9, 7, depth, colour), Data, End), ImageReason.Corrupt);

    [Fact]
    public async Task A_changed_byte_of_a_critical_chunk_is_never_measured()
    {
        var image = Join(Signature, Header(9, 7), Chunk("IDAT", Noise(90)), Chunk("IDAT", Noise(20)), End);
        for (var at = Signature.Length; at < image.Length; at++)
            foreach (var mask in (byte[])[0x10, 0x20])
            {
                var damaged = image.ToArray();
                damaged[at] ^= mask;
                Assert.NotEqual(ImageReason.None, (await Measure.BytesAsync(damaged)).Reason);
            }
    }

    [Theory]
    [InlineData("iCCP")]
    [InlineData("eXIf")]
    [InlineData("zzZz")]
    public async Task The_content_and_crc_of_an_ancillary_chunk_do_not_matter(string type)
    {
        var (before, chunk, after) = (Join(Signature, Header(9, 7)), Chunk(type, Noise(30)), Join(Data, End));
        for (var at = 8; at < chunk.Length; at++)
        {
            var damaged = chunk.ToArray();
            damaged[at] ^= 0x10;
            await Measure.FindsAsync(Join(before, damaged, after), "png", 9, 7);
            await Measure.RefusesAsync(Join(before, damaged), ImageReason.Truncated);
        }
    }

    [Theory]
    [InlineData("ab1d")]
    [InlineData("a\0cd")]
    public Task A_type_that_is_not_of_letters_is_corrupt(string type) =>
        Measure.RefusesAsync(Join(Signature, Header(9, 7), Chunk(type, []), Data, End), ImageReason.Corrupt);

    // 240 rows of 960 bytes and a filter's each: 230,640 bytes, of which deflate makes 224 at least.
    [Theory]
    [InlineData(0, ImageReason.Truncated)]
    [InlineData(223, ImageReason.Truncated)]
    [InlineData(224, ImageReason.None)]
    public Task The_pixels_must_be_able_to_fill_the_image(int length, ImageReason reason) =>
        Measure.RefusesAsync(
            Join(Signature, Header(320, 240), Chunk("IDAT", Noise(length / 2)), Chunk("IDAT", Noise(length - length / 2)), End),
            reason
        );

    [Fact]
    public async Task An_interlaced_image_needs_its_pixels_too()
    {
        var header = Chunk("IHDR", Join(Big32(320), Big32(240), [1, 0, 0, 0, 1]));
        await Measure.RefusesAsync(Join(Signature, header, Chunk("IDAT", Noise(9)), End), ImageReason.Truncated);
        await Measure.FindsAsync(Join(Signature, header, Chunk("IDAT", Noise(10)), End), "png", 320, 240);
    }
}

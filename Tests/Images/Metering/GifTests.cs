using RetailPulse.Images;
using static RetailPulse.Tests.Images.Metering.Bytes;
using static RetailPulse.Tests.Images.Metering.ForgedGif;

namespace RetailPulse.Tests.Images.Metering;

public sealed class GifTests
{
    [Fact]
    public Task The_older_version_is_measured() =>
        Measure.FindsAsync(Join(Screen(300, 200, version: "GIF87a"), Image(), Trailer), "gif", 300, 200);

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public Task Colour_tables_of_any_length_are_walked(int bits) =>
        Measure.FindsAsync(Join(Screen(300, 200, bits), Image(bits), Trailer), "gif", 300, 200);

    [Fact]
    public Task No_image_is_corrupt() => Measure.RefusesAsync(Join(Screen(300, 200), Comment, Trailer), ImageReason.Corrupt);

    [Fact]
    public Task An_unknown_block_is_corrupt() => Measure.RefusesAsync(Join(Screen(300, 200), Image(), [0x55], Trailer), ImageReason.Corrupt);

    [Theory]
    [InlineData(290, 190, 10, 10, ImageReason.None)]
    [InlineData(291, 190, 10, 10, ImageReason.Corrupt)]
    [InlineData(290, 190, 10, 11, ImageReason.Corrupt)]
    [InlineData(0, 65_535, 1, 65_535, ImageReason.Corrupt)]
    public Task An_image_beyond_the_canvas_is_corrupt(int left, int top, int width, int height, ImageReason reason) =>
        Measure.RefusesAsync(Join(Screen(300, 200), Image(), Image(left, top, width, height), Trailer), reason);

    [Fact]
    public Task An_empty_canvas_is_too_large() => Measure.RefusesAsync(Join(Screen(300, 0), Image(), Trailer), ImageReason.TooLarge);
}

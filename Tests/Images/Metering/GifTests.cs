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

    [Fact]
    public Task An_empty_canvas_is_too_large() => Measure.RefusesAsync(Join(Screen(300, 0), Image(), Trailer), ImageReason.TooLarge);
}

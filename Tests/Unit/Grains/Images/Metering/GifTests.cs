using RetailPulse.Images;
using static RetailPulse.Tests.Support.Images.Bytes;
using static RetailPulse.Tests.Support.Images.ForgedGif;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

public sealed class GifTests
{
    [Fact]
    public Task The_older_version_is_measured() =>
        Measure.FindsAsync(Join(Screen(300, 200, version: "GIF87a"), Image(), Trailer), "gif", 300, 200);

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public Task Color_tables_of_any_length_are_walked(int bits) =>
        Measure.FindsAsync(Join(Screen(300, 200, bits), Image(bits), Trailer), "gif", 300, 200);

    [Fact]
    public Task No_image_is_corrupt() => Measure.RefusesAsync(Join(Screen(300, 200), Comment, Trailer), ImageReason.Corrupt);

    [Fact]
    public Task An_unknown_block_is_corrupt() =>
        Measure.RefusesAsync(Join(Screen(300, 200), Image(), [0x55], Trailer), ImageReason.Corrupt);

    [Theory]
    [InlineData(290, 190, 10, 10, ImageReason.None)]
    [InlineData(291, 190, 10, 10, ImageReason.Corrupt)]
    [InlineData(290, 190, 10, 11, ImageReason.Corrupt)]
    [InlineData(0, 65_535, 1, 65_535, ImageReason.Corrupt)]
    public async Task Only_the_first_frame_must_lie_within_the_screen(int left, int top, int width, int height, ImageReason reason)
    {
        await Measure.RefusesAsync(Join(Screen(300, 200), Image(left, top, width, height), Trailer), reason);
        await Measure.FindsAsync(Join(Screen(300, 200), Image(), Image(left, top, width, height), Trailer), "gif", 300, 200);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(300, 0)]
    [InlineData(0, 200)]
    public async Task An_empty_screen_takes_the_size_of_the_first_frame(int width, int height)
    {
        await Measure.FindsAsync(Join(Screen(width, height), Image(2, 1, 30, 20), Image(), Trailer), "gif", 30, 20);
        await Measure.RefusesAsync(Join(Screen(width, height), Image(0, 0, 0, 20), Trailer), ImageReason.TooLarge);
        await Measure.RefusesAsync(Join(Screen(width, height), Image(0, 0, 65_535, 65_535), Trailer), ImageReason.TooLarge);
    }

    [Fact]
    public async Task A_whole_frame_may_be_the_end_of_the_file()
    {
        var (first, later) = (Join(Screen(300, 200), Comment, Image()), Join(Comment, Image()));
        await Measure.FindsAsync(first, "gif", 300, 200);
        for (var length = 1; length < later.Length; length++)
            if (length != Comment.Length)
                await Measure.RefusesAsync(Join(first, later[..length]), ImageReason.Truncated);
        await Measure.FindsAsync(Join(first, Comment), "gif", 300, 200);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(5, false)]
    [InlineData(70_000, true)]
    public Task Zeros_may_stand_before_or_in_place_of_the_trailer(int zeros, bool trailer) =>
        Measure.FindsAsync(Join(Screen(300, 200), Image(), Zeros(zeros), trailer ? Trailer : []), "gif", 300, 200);

    [Fact]
    public Task Zeros_before_the_first_frame_are_corrupt() =>
        Measure.RefusesAsync(Join(Screen(300, 200), Zeros(1), Image(), Trailer), ImageReason.Corrupt);

    [Fact]
    public async Task The_first_frame_must_have_data()
    {
        await Measure.RefusesAsync(Join(Screen(320, 240), Image(0, 0, 320, 240, data: 0), Trailer), ImageReason.Truncated);
        await Measure.FindsAsync(Join(Screen(320, 240), Image(), Image(0, 0, 320, 240, data: 0), Trailer), "gif", 320, 240);
    }
}

using RetailPulse.Images;
using static RetailPulse.Tests.Support.Images.Bytes;
using static RetailPulse.Tests.Support.Images.ForgedWebP;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

public sealed class WebPTests
{
    [Fact]
    public Task The_scaling_hint_of_a_lossy_image_is_not_part_of_its_size() =>
        Measure.FindsAsync(Riff(Lossy(300 | 1 << 14, 200 | 2 << 14)), "webp", 300, 200);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(16_384, 16_384)]
    public Task Lossless_images_of_any_size_are_measured(int width, int height) =>
        Measure.FindsAsync(Riff(Lossless(width, height)), "webp", width, height);

    [Fact]
    public Task A_last_chunk_without_its_padding_is_measured()
    {
        var unpadded = Riff(Lossy(300, 200, payload: 51))[..^1];
        unpadded[4]--;
        return Measure.FindsAsync(unpadded, "webp", 300, 200);
    }

    [Fact]
    public Task A_canvas_without_an_image_is_corrupt() => Measure.RefusesAsync(Riff(Canvas(300, 200)), ImageReason.Corrupt);

    [Fact]
    public Task A_still_image_that_does_not_fill_its_canvas_is_corrupt() =>
        Measure.RefusesAsync(Riff(Canvas(300, 200), Lossy(300, 100)), ImageReason.Corrupt);

    [Fact]
    public Task A_frame_outside_its_canvas_is_corrupt() =>
        Measure.RefusesAsync(Riff(Canvas(300, 200, 2), Frame(2, 0, 300, 200)), ImageReason.Corrupt);

    [Fact]
    public Task A_canvas_beyond_the_limits_is_too_large() =>
        Measure.RefusesAsync(Riff(Canvas(1 << 24, 1 << 24), Lossy(300, 200)), ImageReason.TooLarge);

    [Fact]
    public Task A_chunk_longer_than_the_file_is_corrupt()
    {
        var image = Riff(Lossy(300, 200));
        image[19] = 1;
        return Measure.RefusesAsync(image, ImageReason.Corrupt);
    }

    [Fact]
    public Task Something_else_in_place_of_the_first_chunk_is_corrupt() =>
        Measure.RefusesAsync(Riff(Chunk("ICCP", Noise(20)), Lossy(300, 200)), ImageReason.Corrupt);

    [Fact]
    public async Task Headers_without_data_are_corrupt()
    {
        await Measure.RefusesAsync(Riff(Lossy(300, 200, payload: 0)), ImageReason.Corrupt);
        await Measure.RefusesAsync(Riff(Lossy(300, 200, payload: 19)), ImageReason.Corrupt);
        await Measure.FindsAsync(Riff(Lossy(300, 200, payload: 20)), "webp", 300, 200);
        await Measure.RefusesAsync(Riff(Chunk("VP8L", Lossless(300, 200)[8..13])), ImageReason.Corrupt);
    }

    [Fact]
    public async Task A_frame_without_an_image_is_corrupt()
    {
        await Measure.RefusesAsync(Riff(Canvas(300, 200, 2), Chunk("ANMF", Frame(0, 0, 300, 200)[8..24])), ImageReason.Corrupt);
        await Measure.RefusesAsync(
            Riff(Canvas(300, 200, 2), Chunk("ANMF", Join(Frame(0, 0, 300, 200)[8..24], Chunk("VP8 ", [])))),
            ImageReason.Corrupt
        );
        await Measure.RefusesAsync(
            Riff(Canvas(300, 200, 2), Chunk("ANMF", Join(Frame(0, 0, 300, 200)[8..24], Chunk("EXIF", Noise(9))))),
            ImageReason.Corrupt
        );
    }
}

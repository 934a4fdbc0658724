using RetailPulse.Images;
using static RetailPulse.Tests.Support.Images.Bytes;
using static RetailPulse.Tests.Support.Images.ForgedHeif;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>AVIF sequences without a primary item, which decoders read from their tracks.</summary>
public sealed class HeifSequenceTests
{
    private static readonly ForgedSequence Sequence = new(300, 200);

    public static TheoryData<string> Names => [.. All.Keys];

    private static Dictionary<string, byte[]> All =>
        new()
        {
            ["media last"] = Sequence.File(),
            ["64 bits"] = (Sequence with { Wide = true }).File(),
            ["samples of one length"] = (Sequence with { Samples = [30, 30, 30], SameLength = true }).File(),
            ["two samples"] = (Sequence with { Samples = [30, 31] }).File(),
            ["without a meta box"] = (Sequence with { Meta = [] }).File(),
            ["other tracks first"] = (Sequence with { OtherTrack = Join(Sequence.Track("mp4a", 9_999), Transparency) }).File(),
        };

    // A track of transparency names the one that it belongs to.
    private static byte[] Transparency => (Sequence with { Width = 30 }).Track("av01", 9_999, Box("tref", Box("auxl", Big32(1))));

    [Theory, MemberData(nameof(Names))]
    public async Task A_sequence_has_the_size_of_its_track(string name)
    {
        var image = All[name];
        await Measure.FindsAsync(image, "avif", 300, 200);
        await Measure.IsTruncatedAtEveryCutAsync(image);
    }

    [Fact]
    public async Task The_movie_box_may_come_last()
    {
        var image = Sequence.FileBackwards();
        await Measure.FindsAsync(image, "avif", 300, 200);
        await Measure.FindsAsync(Join(image, Noise(5_000)), "avif", 300, 200);
        await Measure.RefusesAsync(image[..^1], ImageReason.Truncated);
    }

    [Fact]
    public Task A_primary_item_is_preferred_to_a_track()
    {
        var still = new ForgedHeif(60, 45) { Brands = ["avis", "avif", "mif1"], Codec = "av01" };
        return Measure.FindsAsync(Join(still.File(), Sequence.Movie(0)), "avif", 60, 45);
    }

    [Fact]
    public Task A_still_image_needs_a_primary_item() =>
        Measure.RefusesAsync(
            Join(Box("ftyp", Ascii("avif"), Zeros(4), Ascii("mif1")), Sequence.Meta, Sequence.Movie(0), Box("mdat", Sequence.Media)),
            ImageReason.Corrupt
        );

    [Theory]
    [InlineData("hvc1")]
    [InlineData("mp4v")]
    public Task A_sequence_without_images_that_are_read_is_corrupt(string codec) =>
        Measure.RefusesAsync((Sequence with { Codec = codec }).File(), ImageReason.Corrupt);

    [Theory]
    [InlineData(0, 200)]
    [InlineData(65_535, 65_535)]
    public Task Sizes_beyond_the_limits_are_too_large(int width, int height) =>
        Measure.RefusesAsync(new ForgedSequence(width, height).File(), ImageReason.TooLarge);

    [Fact]
    public async Task A_track_whose_samples_are_nowhere_is_corrupt()
    {
        var image = Sequence.File();
        foreach (var (box, field) in new[] { ("stsz", 8), ("stsc", 4), ("stco", 4) })
        {
            var damaged = image.ToArray();
            Zeros(4).CopyTo(damaged, image.AsSpan().IndexOf(Ascii(box)) + 4 + field);
            await Measure.RefusesAsync(damaged, ImageReason.Corrupt);
        }
    }
}

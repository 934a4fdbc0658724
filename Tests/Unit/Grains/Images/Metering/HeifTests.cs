using RetailPulse.Images;
using static RetailPulse.Tests.Support.Images.Bytes;
using static RetailPulse.Tests.Support.Images.ForgedHeif;
using Found = RetailPulse.Grains.Images.Metering.MeterResult;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

public sealed class HeifTests
{
    private static readonly ForgedHeif Still = new(300, 200);
    private static readonly ForgedHeif Grid = Still with { Columns = 3, Rows = 2 };

    [Theory]
    [InlineData("avif", "av01", "avif")]
    [InlineData("heic", "hvc1", "heic")]
    [InlineData("heix", "hvc1", "heic")]
    [InlineData("mif1", "av01", "avif")]
    [InlineData("mif1", "hev1", "heic")]
    [InlineData("miaf", "hvc1", "heic")]
    public Task Its_brand_or_else_its_coding_says_what_it_is(string brand, string codec, string format) =>
        Measure.FindsAsync((Still with { Brands = [brand], Codec = codec }).File(), format, 300, 200);

    [Fact]
    public Task A_brand_that_it_is_compatible_with_is_enough() =>
        Measure.FindsAsync((Still with { Brands = ["abcd", "wxyz", "mif1"] }).File(), "heic", 300, 200);

    [Fact]
    public Task A_grid_is_what_its_tiles_are() =>
        Measure.FindsAsync((Grid with { Brands = ["mif1"], Codec = "av01" }).File(), "avif", 300, 200);

    [Theory]
    [InlineData("isom")]
    [InlineData("mp42")]
    [InlineData("qt  ")]
    [InlineData("M4A ")]
    [InlineData("crx ")]
    public async Task Other_files_in_boxes_are_not_measured(string brand)
    {
        var film = (Still with { Brands = [brand, "isom"] }).File();
        Assert.Equal(Found.Failed(ImageReason.UnsupportedFormat, "isobmff"), await Measure.BytesAsync(film));
    }

    [Fact]
    public Task Images_of_another_coding_are_not_measured() =>
        Measure.RefusesAsync((Still with { Brands = ["mif1"], Codec = "jpeg" }).File(), ImageReason.UnsupportedFormat);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_version_of_the_locations_is_read(int version)
    {
        await Measure.FindsAsync((Still with { Version = version }).File(), "heic", 300, 200);
        await Measure.FindsAsync((Grid with { Version = version, GridInFile = version == 0 }).File(), "heic", 300, 200);
    }

    [Fact]
    public async Task Media_of_64_bits_is_walked_to_its_end()
    {
        var image = Still.FileWith(LongBox("mdat", Still.Media), 16);
        await Measure.FindsAsync(image, "heic", 300, 200);
        await Measure.RefusesAsync(image[..^1], ImageReason.Truncated);
    }

    [Fact]
    public async Task Media_to_the_end_of_the_file_is_walked_to_its_last_item()
    {
        var image = Grid.FileWith(OpenBox("mdat", Grid.Media), 8);
        await Measure.FindsAsync(image, "heic", 300, 200);
        await Measure.FindsAsync(Join(image, Noise(1_000)), "heic", 300, 200);
        await Measure.RefusesAsync(image[..^1], ImageReason.Truncated);
    }

    [Fact]
    public async Task A_meta_box_to_the_end_of_the_file_is_read()
    {
        var start = Join(Still.Type, Box("mdat", Still.Media));
        var image = Join(start, OpenBox("meta", Join(Zeros(4), Still.MetaContent(Still.Type.Length + 8))));
        await Measure.FindsAsync(image, "heic", 300, 200);
        for (var length = start.Length; length < image.Length; length++)
            await Measure.RefusesAsync(image[..length], ImageReason.Truncated);
    }

    [Fact]
    public Task Other_boxes_are_walked() =>
        Measure.FindsAsync(
            Join(
                Still.Type,
                Box("free", Noise(100_000)),
                Box("mdat", Still.Media),
                Box("uuid", Noise(30)),
                Still.Meta(Still.Type.Length + 100_016)
            ),
            "heic",
            300,
            200
        );

    /// <summary>The numbers of such extents take no room, so any number of them could be claimed.</summary>
    [Fact]
    public Task Extents_without_numbers_cost_no_time()
    {
        var items = Enumerable.Repeat((byte[])[0, 7, 0, 0, 0xFF, 0xFF], 60_000).SelectMany(item => item).ToArray();
        return Measure.RefusesAsync((Still with { Locations = Full("iloc", 0, [0, 0], Big16(60_000), items) }).File(), ImageReason.Corrupt);
    }

    [Fact]
    public Task A_large_meta_box_is_read() =>
        Measure.FindsAsync((Still with { Extra = Box("free", Noise(500_000)) }).File(), "heic", 300, 200);

    [Fact]
    public async Task A_meta_box_beyond_the_limit_is_not_measured() =>
        Assert.Equal(
            Found.Failed(ImageReason.UnsupportedFormat, "heic"),
            await Measure.BytesAsync((Still with { Extra = Box("free", Noise(600_000)) }).File())
        );

    [Fact]
    public async Task An_item_without_a_length_is_the_rest_of_the_file()
    {
        // Neither offset nor length: the whole file, of which at least one byte must follow the meta box.
        var still = Still with
        {
            Locations = Full("iloc", 1, Zeros(2), Big16(1), Big16(1), Zeros(4), Big16(1)),
        };
        await Measure.FindsAsync(still.File(), "heic", 300, 200);
        await Measure.FindsAsync(still.FileBackwards(), "heic", 300, 200);
        await Measure.RefusesAsync(Join(still.Type, still.Meta(0)), ImageReason.Truncated);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(100, false)]
    [InlineData(100, true)]
    public async Task An_item_within_the_headers_is_corrupt_unless_they_have_data(int offset, bool data)
    {
        var still = Still with { Extra = data ? Box("idat", Noise(90)) : [] };
        var image = Join(still.Type, still.Meta(offset), Box("mdat", Noise(90)));
        await (data ? Measure.FindsAsync(image, "heic", 300, 200) : Measure.RefusesAsync(image, ImageReason.Corrupt));
    }

    [Fact]
    public Task A_grid_of_many_tiles_is_measured() => Measure.FindsAsync((Still with { Columns = 40, Rows = 50 }).File(), "heic", 300, 200);

    [Fact]
    public async Task A_grid_needs_every_tile()
    {
        await Measure.RefusesAsync((Grid with { Data = [0, 0, 1, 3, .. Big16(300), .. Big16(200)] }).File(), ImageReason.Corrupt);
        await Measure.RefusesAsync((Grid with { Missing = 4 }).File(), ImageReason.Corrupt);
    }

    [Fact]
    public Task A_grid_of_another_size_is_corrupt() =>
        Measure.RefusesAsync((Grid with { Data = [0, 0, 1, 2, .. Big16(300), .. Big16(100)] }).File(), ImageReason.Corrupt);

    [Fact]
    public Task A_grid_may_write_its_size_in_32_bits() =>
        Measure.FindsAsync((Grid with { Data = [0, 1, 1, 2, .. Big32(300), .. Big32(200)] }).File(), "heic", 300, 200);

    [Theory]
    [InlineData(0, 300, 200)]
    [InlineData(1, 200, 300)]
    [InlineData(2, 300, 200)]
    [InlineData(3, 200, 300)]
    public Task A_rotation_swaps_the_sides_or_does_not(int turns, int width, int height) =>
        Measure.FindsAsync((Still with { Properties = [Extent(300, 200), Rotation(turns)] }).File(), "heic", width, height);

    [Fact]
    public async Task Cropping_and_rotation_apply_in_their_order()
    {
        await Measure.FindsAsync((Still with { Properties = [Extent(300, 200), Crop(250, 150), Rotation(1)] }).File(), "heic", 150, 250);
        await Measure.FindsAsync((Still with { Properties = [Extent(300, 200), Rotation(1), Crop(150, 250)] }).File(), "heic", 150, 250);
    }

    [Fact]
    public Task A_fraction_of_a_pixel_is_rounded() =>
        Measure.FindsAsync((Still with { Properties = [Extent(300, 200), Crop(501, 299, by: 2)] }).File(), "heic", 251, 150);

    [Theory]
    [InlineData(301, 200, 1)]
    [InlineData(300, 201, 1)]
    [InlineData(0, 200, 1)]
    [InlineData(300, 200, 0)]
    public Task An_impossible_crop_is_corrupt(uint width, uint height, uint by) =>
        Measure.RefusesAsync((Still with { Properties = [Extent(300, 200), Crop(width, height, by)] }).File(), ImageReason.Corrupt);

    [Fact]
    public Task No_size_is_corrupt() => Measure.RefusesAsync((Still with { Properties = [Rotation(1)] }).File(), ImageReason.Corrupt);

    [Theory]
    [InlineData(0, 1)]
    [InlineData(65_536, 1)]
    [InlineData(65_535, 7_630)]
    [InlineData(-1, -1)]
    public Task Sizes_beyond_the_limits_are_too_large(int width, int height) =>
        Measure.RefusesAsync(new ForgedHeif(width, height).File(), ImageReason.TooLarge);

    [Fact]
    public Task A_meta_box_of_something_else_is_corrupt() =>
        Measure.RefusesAsync((Still with { Handler = "mdir" }).File(), ImageReason.Corrupt);

    [Fact]
    public Task An_image_that_lies_nowhere_is_corrupt() => Measure.RefusesAsync((Still with { Missing = 1 }).File(), ImageReason.Corrupt);

    [Fact]
    public Task A_box_that_reaches_out_of_the_meta_box_is_corrupt() =>
        Measure.RefusesAsync((Still with { Extra = Join(Big32(5_000), Ascii("free")) }).File(), ImageReason.Corrupt);

    [Fact]
    public Task A_box_shorter_than_its_head_is_corrupt() =>
        Measure.RefusesAsync(Join(Still.Type, Big32(7), Ascii("free"), Still.File()), ImageReason.Corrupt);

    [Fact]
    public async Task A_sequence_needs_its_movie_box()
    {
        var image = (Still with { Brands = ["msf1", "hevc"] }).File();
        await Measure.RefusesAsync(image, ImageReason.Truncated);
        await Measure.FindsAsync(Join(image, Box("moov", Noise(50))), "heic", 300, 200);
    }

    [Fact]
    public Task A_sequence_without_a_still_image_is_not_measured() =>
        Measure.RefusesAsync(
            Join((Still with { Brands = ["hevc", "msf1"] }).Type, Box("moov", Noise(50)), Box("mdat", Noise(90))),
            ImageReason.UnsupportedFormat
        );
}

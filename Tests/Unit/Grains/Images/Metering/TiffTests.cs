using RetailPulse.Images;
using static RetailPulse.Tests.Support.Images.Bytes;
using static RetailPulse.Tests.Support.Images.ForgedTiff;
using Found = RetailPulse.Grains.Images.Metering.MeterResult;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

public sealed class TiffTests
{
    private const int SubfileType = 254;
    private const int Width = 256;
    private const int Height = 257;
    private const int BitsPerSample = 258;
    private const int Compression = 259;
    private const int Photometric = 262;
    private const int Description = 270;
    private const int StripOffsets = 273;
    private const int SamplesPerPixel = 277;
    private const int RowsPerStrip = 278;
    private const int StripLengths = 279;
    private const int PlanarConfiguration = 284;
    private const int SmallerImages = 330;
    private const int Exif = 34665;
    private const int DngVersion = 50706;
    private const int SignedByte = 6;
    private const int SignedShort = 8;
    private const int SignedLong = 9;

    public static TheoryData<bool, bool, bool> Kinds =>
        new(from bigEndian in Both from big in Both from tiled in Both select (bigEndian, big, tiled));

    private static bool[] Both => [false, true];

    [Theory, MemberData(nameof(Kinds))]
    public async Task Its_pieces_may_lie_in_any_order(bool bigEndian, bool big, bool tiled)
    {
        var orders = from a in "dolp" from b in "dolp" from c in "dolp" from d in "dolp" select string.Concat(a, b, c, d);
        foreach (var order in orders.Where(order => order.Distinct().Count() == 4))
        {
            var image = new ForgedTiff(300, 200, bigEndian, big, tiled).File(order);
            await Measure.FindsAsync(image, "tiff", 300, 200);
            await Measure.IsTruncatedAtEveryCutAsync(image);
        }
    }

    [Fact]
    public async Task Pixels_of_any_length_may_come_first()
    {
        var image = new ForgedTiff(300, 200) { Lengths = [100_000, 200_000, 300_000] }.File("pdol");
        await Measure.FindsAsync(image, "tiff", 300, 200);
        await Measure.RefusesAsync(image[..^1], ImageReason.Truncated);
    }

    [Theory]
    [InlineData("dolp")]
    [InlineData("dlop")]
    public async Task Of_more_strips_than_are_kept_the_first_bytes_must_be_there(string order)
    {
        var tiff = new ForgedTiff(10, 40_000) { Lengths = [.. Enumerable.Repeat(2, 40_000)], Extra = { new(RowsPerStrip, Short, 1, 1) } };
        var image = tiff.File(order);
        await Measure.FindsAsync(image, "tiff", 10, 40_000);
        await Measure.RefusesAsync(image[..^2], ImageReason.Truncated);
    }

    [Fact]
    public Task More_pages_than_are_visited_change_nothing()
    {
        var tiff = new ForgedTiff(300, 200);
        return Measure.FindsAsync(tiff.File([.. Enumerable.Repeat("dolp", 20_000)]), "tiff", 300, 200);
    }

    [Fact]
    public Task A_page_that_leads_back_is_the_last() =>
        Measure.FindsAsync(new ForgedTiff(300, 200) { Next = 8 }.File("dolp", "dolp"), "tiff", 300, 200);

    [Fact]
    public Task A_page_beyond_the_end_is_missing() =>
        Measure.RefusesAsync(new ForgedTiff(300, 200) { Next = 5_000 }.File("dolp"), ImageReason.Truncated);

    [Fact]
    public Task A_further_page_of_another_kind_changes_nothing()
    {
        var first = new ForgedTiff(300, 200) { Next = (ulong)new ForgedTiff(300, 200).File("dolp").Length };
        return Measure.FindsAsync(Join(first.File("dolp"), first.Directory([new(Description, Text, 3, 0)], 0)), "tiff", 300, 200);
    }

    [Theory]
    [InlineData(Exif)]
    [InlineData(SmallerImages)]
    public async Task A_directory_below_the_first_must_be_there(int tag)
    {
        var tiff = new ForgedTiff(300, 200);
        tiff.Extra.Add(new(tag, Long, 1, 0));
        var end = (ulong)tiff.File("dolp").Length;
        tiff.Extra[0] = new(tag, Long, 1, end);
        var image = Join(tiff.File("dolp"), tiff.Directory([new(Description, Text, 9, end + 18)], 0), Noise(9));
        await Measure.FindsAsync(image, "tiff", 300, 200);
        for (var length = (int)end; length < image.Length; length++)
            await Measure.RefusesAsync(image[..length], ImageReason.Truncated);
    }

    [Fact]
    public Task More_directories_than_are_visited_change_nothing()
    {
        var tiff = new ForgedTiff(300, 200);
        tiff.Extra.Add(new(SmallerImages, Long, 5_000, 0));
        var end = (uint)tiff.File("dolp").Length;
        tiff.Extra[0] = new(SmallerImages, Long, 5_000, end);
        var offsets = Enumerable.Range(0, 5_000).Select(i => Little32(end + 20_000 + (uint)i));
        return Measure.FindsAsync(Join([tiff.File("dolp"), .. offsets, Zeros(5_010)]), "tiff", 300, 200);
    }

    [Theory]
    [InlineData(Width, Text, 1)]
    [InlineData(Width, Long, 2)]
    [InlineData(Height, Long, 0)]
    [InlineData(StripOffsets, Text, 3)]
    [InlineData(StripLengths, Long, 2)]
    [InlineData(StripOffsets, Long, 0)]
    public Task A_directory_that_describes_no_image_is_corrupt(int tag, int type, ulong count) =>
        Measure.RefusesAsync(new ForgedTiff(300, 200) { Extra = { new(tag, type, count, 8) } }.File("pdol"), ImageReason.Corrupt);

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public Task A_directory_within_the_head_is_corrupt(ulong offset) =>
        Measure.RefusesAsync(Join(new ForgedTiff(300, 200).Head(offset), Noise(100)), ImageReason.Corrupt);

    [Fact]
    public Task A_directory_without_entries_is_corrupt() =>
        Measure.RefusesAsync(Join(new ForgedTiff(300, 200).Head(8), Zeros(100)), ImageReason.Corrupt);

    [Fact]
    public Task A_directory_of_too_many_entries_is_corrupt() =>
        Measure.RefusesAsync(Join(new ForgedTiff(300, 200, big: true).Head(16), Little32(65_536), Zeros(100)), ImageReason.Corrupt);

    [Fact]
    public Task A_directory_that_is_its_own_array_is_corrupt() =>
        Measure.RefusesAsync(new ForgedTiff(300, 200) { Extra = { new(StripOffsets, Long, 3, 20) } }.File("dolp"), ImageReason.Corrupt);

    [Fact]
    public Task Offsets_of_another_length_are_corrupt()
    {
        var image = new ForgedTiff(300, 200, big: true).File("dolp");
        image[4] = 16;
        return Measure.RefusesAsync(image, ImageReason.Corrupt);
    }

    [Theory]
    [InlineData(67, true)]
    [InlineData(66, false)]
    public Task There_must_be_a_strip_for_every_row(ulong rows, bool measured)
    {
        var image = new ForgedTiff(300, 200) { Extra = { new(RowsPerStrip, Short, 1, rows) } }.File("dolp");
        return measured ? Measure.FindsAsync(image, "tiff", 300, 200) : Measure.RefusesAsync(image, ImageReason.Corrupt);
    }

    [Theory]
    [InlineData(3, true)]
    [InlineData(4, false)]
    public Task There_must_be_a_strip_for_every_plane(ulong planes, bool measured)
    {
        var tiff = new ForgedTiff(300, 200)
        {
            Extra = { new(RowsPerStrip, Short, 1, 200), new(PlanarConfiguration, Short, 1, 2), new(SamplesPerPixel, Short, 1, planes) },
        };
        return measured
            ? Measure.FindsAsync(tiff.File("dolp"), "tiff", 300, 200)
            : Measure.RefusesAsync(tiff.File("dolp"), ImageReason.Corrupt);
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(300, 0)]
    [InlineData(65_536, 1)]
    [InlineData(1, ulong.MaxValue)]
    [InlineData(65_535, 7_630)]
    public Task Sizes_beyond_the_limits_are_too_large(ulong width, ulong height)
    {
        var tiff = new ForgedTiff(300, 200, big: true) { Extra = { new(Width, Long8, 1, width), new(Height, Long8, 1, height) } };
        return Measure.RefusesAsync(tiff.File("dolp"), ImageReason.TooLarge);
    }

    [Theory]
    [InlineData(Description, Text)]
    [InlineData(SmallerImages, Long8)]
    public Task Values_where_no_stream_reaches_are_missing(int tag, int type)
    {
        var tiff = new ForgedTiff(300, 200, big: true) { Extra = { new(tag, type, ulong.MaxValue, ulong.MaxValue) } };
        return Measure.RefusesAsync(tiff.File("dolp"), ImageReason.Truncated);
    }

    // A directory of nine entries at 8, then the bits of each sample, then the pixels.
    private const ulong AfterEntries = 8 + 2 + 9 * 12 + 4;

    private static TiffEntry[] Unmeasured(int compression, ulong rowsPerStrip, ulong planes) =>
        [
            new(Width, Short, 1, 31),
            new(Height, Short, 1, 20),
            new(BitsPerSample, Short, 3, AfterEntries),
            new(Compression, Short, 1, (ulong)compression),
            new(Photometric, Short, 1, 2),
            new(StripOffsets, Long, 1, AfterEntries + 6),
            new(SamplesPerPixel, Short, 1, 3),
            new(RowsPerStrip, Short, 1, rowsPerStrip),
            new(PlanarConfiguration, Short, 1, planes),
        ];

    /// <summary>Writers of sparse files leave parts out that have one color.</summary>
    [Fact]
    public Task Some_parts_may_be_empty() =>
        Measure.FindsAsync(new ForgedTiff(300, 200, tiled: true) { Lengths = [0, 0, 20, 0] }.File("dlop"), "tiff", 300, 200);

    [Fact]
    public Task Parts_that_are_all_empty_are_truncated() =>
        Measure.RefusesAsync(new ForgedTiff(300, 200, tiled: true) { Lengths = [0, 0, 0, 0] }.File("dlop"), ImageReason.Truncated);

    [Theory]
    [InlineData(6, 930, true)]
    [InlineData(6, 600, false)]
    [InlineData(2, 930, false)]
    public Task A_strip_of_shared_color_samples_may_be_shorter(ulong photometric, int length, bool measured)
    {
        var tiff = new ForgedTiff(31, 20);
        TiffEntry[] entries =
        [
            .. Unmeasured(1, 20, 1).Select(entry => entry.Tag == Photometric ? entry with { Value = photometric } : entry),
            new(StripLengths, Long, 1, (ulong)length),
        ];
        entries =
        [
            .. entries.Select(entry =>
                entry.Value is >= AfterEntries and <= AfterEntries + 6 ? entry with { Value = entry.Value + 12 } : entry
            ),
        ];
        var image = Join(tiff.Head(8), tiff.Directory(entries, 0), [8, 0, 8, 0, 8, 0], Noise(length));
        return measured ? Measure.FindsAsync(image, "tiff", 31, 20) : Measure.RefusesAsync(image, ImageReason.Truncated);
    }

    private static byte[] WithoutLengths(int compression = 1, ulong rowsPerStrip = 20, ulong planes = 1)
    {
        var tiff = new ForgedTiff(31, 20);
        return Join(tiff.Head(8), tiff.Directory(Unmeasured(compression, rowsPerStrip, planes), 0), [8, 0, 8, 0, 8, 0], Noise(31 * 20 * 3));
    }

    [Fact]
    public async Task A_single_strip_need_not_say_how_long_it_is()
    {
        var image = WithoutLengths();
        await Measure.FindsAsync(image, "tiff", 31, 20);
        await Measure.IsTruncatedAtEveryCutAsync(image);
    }

    [Fact]
    public async Task A_compressed_strip_of_unknown_length_must_begin()
    {
        var image = WithoutLengths(compression: 5);
        await Measure.FindsAsync(image, "tiff", 31, 20);
        await Measure.RefusesAsync(image[..((int)AfterEntries + 6)], ImageReason.Truncated);
    }

    [Theory]
    [InlineData(19, 1)]
    [InlineData(20, 2)]
    public Task Several_strips_of_unknown_length_are_corrupt(ulong rowsPerStrip, ulong planes) =>
        Measure.RefusesAsync(WithoutLengths(1, rowsPerStrip, planes), ImageReason.Corrupt);

    [Theory]
    [InlineData(SignedShort, 2)]
    [InlineData(SignedLong, 4)]
    public async Task Numbers_may_be_signed(int type, int length)
    {
        var tiff = new ForgedTiff(300, 200) { Extra = { new(Width, type, 1, 300), new(Height, SignedLong, 1, 200) } };
        tiff.Extra.Add(new(StripLengths, type, 3, 0));
        var end = (ulong)tiff.File("dolp").Length;
        tiff.Extra[2] = new(StripLengths, type, 3, end);
        var (image, counts) = (tiff.File("dolp"), Join(Little32(30)[..length], Little32(50)[..length], Little32(40)[..length]));
        await Measure.FindsAsync(Join(image, counts), "tiff", 300, 200);
        counts[^1] = 0x80;
        await Measure.RefusesAsync(Join(image, counts), ImageReason.Truncated);
    }

    [Theory]
    [InlineData(SignedByte, 0xFF)]
    [InlineData(SignedShort, 0xFFFF)]
    [InlineData(SignedLong, uint.MaxValue)]
    public Task A_negative_side_is_too_large(int type, ulong value) =>
        Measure.RefusesAsync(new ForgedTiff(300, 200) { Extra = { new(Width, type, 1, value) } }.File("dolp"), ImageReason.TooLarge);

    [Theory]
    [InlineData(true, "dng")]
    [InlineData(false, "raw")]
    public async Task A_raw_picture_is_not_measured_as_its_thumbnail(bool dng, string format)
    {
        var tiff = new ForgedTiff(160, 120) { Extra = { new(SubfileType, Long, 1, 1), new(SmallerImages, Long, 1, 8) } };
        if (dng)
            tiff.Extra.Add(new(DngVersion, 1, 4, 0x0000_0401));
        Assert.Equal(Found.Failed(ImageReason.UnsupportedFormat, format), await Measure.BytesAsync(tiff.File("dolp")));
    }

    /// <summary>Pentax, and others whose raw picture is in the first directory. No decoder here shows one.</summary>
    [Theory]
    [InlineData(Photometric, 32803)]
    [InlineData(Photometric, 34892)]
    [InlineData(Compression, 32767)]
    [InlineData(Compression, 34713)]
    [InlineData(Compression, 65000)]
    [InlineData(Compression, 65535)]
    public async Task A_raw_picture_in_the_first_directory_is_not_measured(int tag, ulong value)
    {
        var tiff = new ForgedTiff(6_080, 4_044) { Extra = { new(tag, Short, 1, value) } };
        Assert.Equal(Found.Failed(ImageReason.UnsupportedFormat, "raw"), await Measure.BytesAsync(tiff.File("dolp")));
    }

    [Theory]
    [InlineData(SubfileType, 1)]
    [InlineData(SubfileType, 0)]
    public Task A_small_first_page_without_directories_below_it_is_the_image(int tag, ulong value) =>
        Measure.FindsAsync(new ForgedTiff(160, 120) { Extra = { new(tag, Long, 1, value) } }.File("dolp", "dolp"), "tiff", 160, 120);
}

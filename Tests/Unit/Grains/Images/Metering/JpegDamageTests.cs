using RetailPulse.Images;
using static RetailPulse.Tests.Support.Images.Bytes;
using static RetailPulse.Tests.Support.Images.ForgedJpeg;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>What is wrong with a JPEG and shown all the same, and what looks right and is not.</summary>
public sealed class JpegDamageTests
{
    private const int LongestStray = 65_535;
    private static readonly byte[] Application = Segment(0xE0, Zeros(14));

    // A byte, an APP1 segment without its FF, a stuffed FF, markers that stand alone, and as many bytes as a segment can have.
    public static TheoryData<byte[]> StrayBytes =>
        new()
        {
            new byte[] { 7 },
            Join([0, 0xE1, 0, 50], Zeros(48)),
            new byte[] { 0xFF, 0x00, 0x12 },
            new byte[] { 0xFF, 0xD0 },
            new byte[] { 0xFF, 0x01 },
            Zeros(LongestStray),
        };

    [Theory, MemberData(nameof(StrayBytes))]
    public async Task Stray_bytes_between_segments_are_passed_over(byte[] stray)
    {
        await Measure.FindsAsync(Join(Start, Application, stray, Frame(640, 480), Scan(), End), "jpeg", 640, 480);
        await Measure.FindsAsync(Join(Start, Application, Frame(640, 480), stray, Scan(), End), "jpeg", 640, 480);
    }

    [Fact]
    public async Task More_stray_bytes_than_a_segment_can_be_are_corrupt()
    {
        await Measure.RefusesAsync(Join(Start, Application, Zeros(LongestStray + 1), Frame(640, 480), Scan(), End), ImageReason.Corrupt);
        await Measure.RefusesAsync(
            Join(Start, Application, Zeros(40_000), Frame(640, 480), Zeros(40_000), Scan(), End),
            ImageReason.Corrupt
        );
    }

    [Theory]
    [InlineData(0xD8)]
    [InlineData(0x02)]
    [InlineData(0xBF)]
    public Task Markers_that_no_decoder_passes_over_are_corrupt(byte marker) =>
        Measure.RefusesAsync(Join(Start, [0xFF, marker], Frame(640, 480), Scan(), End), ImageReason.Corrupt);

    [Theory]
    [InlineData(-20)]
    [InlineData(20)]
    [InlineData(-100)]
    public Task A_wrong_segment_length_is_survived(int by)
    {
        var exif = Segment(0xE1, Zeros(120));
        var tables = Segment(0xDB, Zeros(65));
        Big16(122 + by).CopyTo(exif, 2);
        return Measure.FindsAsync(Join(Start, exif, tables, Frame(640, 480), Scan(), End), "jpeg", 640, 480);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public Task A_length_below_its_own_is_none(byte length) =>
        Measure.FindsAsync(Join(Start, [0xFF, 0xE0, 0, length], Frame(640, 480), Scan(), End), "jpeg", 640, 480);

    [Fact]
    public async Task The_trailer_of_a_phone_may_stand_for_the_end_of_the_image()
    {
        var start = Join(Start, Frame(640, 480), Scan());
        foreach (var content in new[] { Zeros(100), Noise(100), Noise(70_000), Join([0xFF, 0xC4], Noise(100)), [0xFF, 0xE1, 0xFF, 0xFF] })
        {
            var image = Join(start, Ascii("Image_UTC_Data"), content, Ascii("SEFH"), Zeros(20), Ascii("SEFT"));
            await Measure.FindsAsync(image, "jpeg", 640, 480);
            Assert.Equal(await Measure.BytesAsync(image), await Measure.SplitAsync(image, 1));
            Assert.NotEqual(ImageReason.None, (await Measure.BytesAsync(image[..^1])).Reason);
        }
    }

    [Fact]
    public async Task A_trailer_does_not_replace_the_image()
    {
        var trailer = Join(Noise(5_000), Ascii("SEFT"));
        await Measure.RefusesAsync(Join(Start, Frame(640, 480), ScanHeader(), Noise(100), [0xFF, 0xAD], trailer), ImageReason.Truncated);
        await Measure.RefusesAsync(Join(Start, Frame(640, 480), Scan(1), [0xFF, 0xAD], trailer), ImageReason.Corrupt);
        await Measure.RefusesAsync(Join(Start, Frame(640, 480), Segment(0xE1, trailer), [0xFF, 0xAD], trailer), ImageReason.Corrupt);
    }

    // 80 × 60 blocks of each component: 14,400 in all.
    [Theory]
    [InlineData(0xC0, 3_599, ImageReason.Truncated)]
    [InlineData(0xC0, 3_600, ImageReason.None)]
    [InlineData(0xC2, 1_799, ImageReason.Truncated)]
    [InlineData(0xC2, 1_800, ImageReason.None)]
    [InlineData(0xC9, 0, ImageReason.None)]
    public Task A_scan_needs_the_fewest_bits_of_its_blocks(byte frame, int bytes, ImageReason reason) =>
        Measure.RefusesAsync(Join(Start, Frame(640, 480, frame), ScanHeader(), Zeros(bytes), End), reason);

    // The standard tables: 2 bits for no difference, 4 or 2 for the end of a block.
    [Theory]
    [InlineData(10_799, ImageReason.Truncated)]
    [InlineData(10_800, ImageReason.None)]
    public Task The_fewest_bits_are_those_of_the_tables(int bytes, ImageReason reason) =>
        Measure.RefusesAsync(
            Join(
                Start,
                Frame(640, 480),
                Table(0x00, (2, 0), (3, 1), (4, 5)),
                Table(0x10, (2, 1), (4, 0), (11, 0xF0)),
                ScanHeader(),
                Zeros(bytes),
                End
            ),
            reason
        );

    [Theory]
    [InlineData(0x11, 3_599, ImageReason.Truncated)]
    [InlineData(0x00, 5_399, ImageReason.Truncated)]
    [InlineData(0x00, 5_400, ImageReason.None)]
    public Task Each_scan_uses_the_tables_that_it_names(byte tables, int bytes, ImageReason reason) =>
        Measure.RefusesAsync(Join(Start, Frame(640, 480), Table(0x10, (2, 0), (2, 1)), ScanHeader(3, tables), Zeros(bytes), End), reason);

    // 4:2:0: 40 × 30 units of four blocks and two more.
    [Theory]
    [InlineData(1_799, ImageReason.Truncated)]
    [InlineData(1_800, ImageReason.None)]
    public Task Fewer_samples_need_fewer_bits(int bytes, ImageReason reason)
    {
        var frame = Frame(640, 480);
        frame[11] = 0x22;
        return Measure.RefusesAsync(Join(Start, frame, ScanHeader(), Zeros(bytes), End), reason);
    }

    // One component of 641 × 480 at half the width: 41 × 60 blocks.
    [Theory]
    [InlineData(614, ImageReason.Truncated)]
    [InlineData(615, ImageReason.None)]
    public Task A_component_alone_has_no_more_blocks_than_it_fills(int bytes, ImageReason reason)
    {
        var frame = Frame(641, 480, components: 2);
        frame[11] = 0x21;
        var (first, second) = (Segment(0xDA, [1, 1, 0, 0, 63, 0]), Segment(0xDA, [1, 2, 0, 0, 63, 0]));
        return Measure.RefusesAsync(Join(Start, frame, first, Zeros(1_215), second, Zeros(bytes), End), reason);
    }

    // One bit for each block when the DC differences are refined, and one code for 32,767 blocks in a band of AC coefficients.
    [Theory]
    [InlineData(0, 0, 0x10, 599, ImageReason.Truncated)]
    [InlineData(0, 0, 0x10, 600, ImageReason.None)]
    [InlineData(1, 63, 0, 0, ImageReason.Truncated)]
    [InlineData(1, 63, 0, 1, ImageReason.None)]
    public Task Later_scans_of_a_progressive_image_need_their_bits_too(
        byte first,
        byte last,
        byte approximation,
        int bytes,
        ImageReason reason
    ) =>
        Measure.RefusesAsync(
            Join(Start, Frame(640, 480, 0xC2), Scan(), ScanHeader(1, 0, first, last, approximation), Zeros(bytes), End),
            reason
        );

    // Without codes for runs, every block of the band has a code of its own.
    [Theory]
    [InlineData(1_199, ImageReason.Truncated)]
    [InlineData(1_200, ImageReason.None)]
    public Task A_band_without_codes_for_runs_needs_a_code_for_each_block(int bytes, ImageReason reason) =>
        Measure.RefusesAsync(
            Join(Start, Frame(640, 480, 0xC2), Scan(), Table(0x10, (2, 0), (3, 1)), ScanHeader(1, 0, 1, 63), Zeros(bytes), End),
            reason
        );

    [Fact]
    public Task A_scan_of_a_component_that_the_frame_lacks_is_corrupt() =>
        Measure.RefusesAsync(Join(Start, Frame(640, 480), Segment(0xDA, [1, 9, 0, 0, 63, 0]), Repeated(5_000), End), ImageReason.Corrupt);
}

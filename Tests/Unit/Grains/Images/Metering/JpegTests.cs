using RetailPulse.Images;
using static RetailPulse.Tests.Support.Images.Bytes;
using static RetailPulse.Tests.Support.Images.ForgedJpeg;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

public sealed class JpegTests
{
    [Theory]
    [InlineData(0xC0)]
    [InlineData(0xC1)]
    [InlineData(0xC2)]
    [InlineData(0xC9)]
    [InlineData(0xCA)]
    public Task Every_common_coding_is_measured(byte frame) =>
        Measure.FindsAsync(Join(Start, Frame(640, 480, frame), Segment(0xCC, Zeros(2)), Scan(), End), "jpeg", 640, 480);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public Task Grey_and_cmyk_are_measured(int components) =>
        Measure.FindsAsync(Join(Start, Frame(640, 480, components: components), Scan(components), End), "jpeg", 640, 480);

    [Fact]
    public Task The_thumbnail_within_a_segment_is_not_the_image() =>
        Measure.FindsAsync(Join(Start, Segment(0xE1, Baseline(16, 12)), Frame(640, 480), Scan(), End), "jpeg", 640, 480);

    [Fact]
    public Task Large_segments_are_walked()
    {
        var profile = Enumerable.Repeat(Segment(0xE2, Noise(65_533)), 20).SelectMany(segment => segment).ToArray();
        return Measure.FindsAsync(Join(Start, profile, Frame(640, 480), Scan(), End), "jpeg", 640, 480);
    }

    [Fact]
    public Task Fill_bytes_before_a_marker_are_walked() =>
        Measure.FindsAsync(Join(Start, [0xFF, 0xFF, 0xFF], Frame(640, 480), Scan(), [0xFF, 0xFF], End), "jpeg", 640, 480);

    [Fact]
    public Task Entropy_data_longer_than_the_buffer_is_walked() =>
        Measure.FindsAsync(
            Join(Start, Frame(640, 480), Scan(), Enumerable.Repeat(Entropy, 20_000).SelectMany(e => e).ToArray(), End),
            "jpeg",
            640,
            480
        );

    [Fact]
    public Task No_scan_is_corrupt() => Measure.RefusesAsync(Join(Start, Frame(640, 480), End), ImageReason.Corrupt);

    [Fact]
    public Task A_scan_before_its_frame_is_corrupt() =>
        Measure.RefusesAsync(Join(Start, Scan(), Frame(640, 480), End), ImageReason.Corrupt);

    [Fact]
    public Task A_second_frame_is_corrupt() =>
        Measure.RefusesAsync(Join(Start, Frame(640, 480), Frame(64, 48), Scan(), End), ImageReason.Corrupt);

    [Fact]
    public Task A_frame_that_contradicts_its_length_is_corrupt() =>
        Measure.RefusesAsync(Join(Start, Segment(0xC0, [8, 0, 9, 0, 9, 3, 1, 1, 1]), Scan(), End), ImageReason.Corrupt);

    [Fact]
    public Task A_height_left_to_the_scan_is_no_height() =>
        Measure.RefusesAsync(Join(Start, Frame(640, 0), Scan(), End), ImageReason.TooLarge);

    [Theory]
    [InlineData(0xC3)]
    [InlineData(0xC5)]
    [InlineData(0xC8)]
    [InlineData(0xCB)]
    [InlineData(0xCF)]
    [InlineData(0xF7)]
    public Task Lossless_and_hierarchical_frames_are_not_measured(byte frame) =>
        Measure.RefusesAsync(Join(Start, Frame(640, 480, frame), Scan(), End), ImageReason.UnsupportedFormat);

    [Theory]
    [InlineData(16)]
    [InlineData(2)]
    public Task A_precision_that_no_decoder_reads_is_corrupt(byte bits)
    {
        var frame = Frame(640, 480);
        frame[4] = bits;
        return Measure.RefusesAsync(Join(Start, frame, Scan(), End), ImageReason.Corrupt);
    }

    [Theory]
    [InlineData(0x10)]
    [InlineData(0x51)]
    public Task An_impossible_sampling_factor_is_corrupt(byte factors)
    {
        var frame = Frame(640, 480);
        frame[11] = factors;
        return Measure.RefusesAsync(Join(Start, frame, Scan(), End), ImageReason.Corrupt);
    }

    [Fact]
    public Task Components_may_lie_in_scans_of_their_own() =>
        Measure.FindsAsync(Join(Start, Frame(640, 480), Scan(1), Scan(1), Scan(1), End), "jpeg", 640, 480);

    [Fact]
    public Task A_component_without_a_scan_is_corrupt() =>
        Measure.RefusesAsync(Join(Start, Frame(640, 480), Scan(1), Scan(1), End), ImageReason.Corrupt);

    [Fact]
    public Task A_second_image_after_the_first_is_not_read() =>
        Measure.FindsAsync(Join(Baseline(640, 480), Baseline(64, 48)[..50]), "jpeg", 640, 480);
}

using static System.Buffers.Binary.BinaryPrimitives;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>JPEG: ITU-T T.81, annex B. The size is the frame header's; the walk ends with the end-of-image marker.</summary>
internal sealed class Jpeg(ForwardReader reader)
{
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;

    private PixelSize? frame;
    private int components;
    private int scanned;

    // T.81 B.2.3: a component lies in one scan at least. A progressive image of fewer scans than it was made with is a coarser image.
    private bool Complete => frame is not null && scanned >= components;

    public async ValueTask<Finding> WalkAsync()
    {
        await reader.SkipAsync(2).ConfigureAwait(false);
        while (true)
        {
            var marker = await TakeMarkerAsync().ConfigureAwait(false);
            if (marker == EndOfImage)
                return Complete ? Finding.Sound(frame!.Value) : Finding.Corrupt;
            if (await WalkSegmentAsync(marker).ConfigureAwait(false) is { } failure)
                return failure;
        }
    }

    // T.81 B.1.1.2: any number of FF bytes may come before a marker's code.
    private async ValueTask<byte> TakeMarkerAsync()
    {
        if (await TakeByteAsync().ConfigureAwait(false) != 0xFF)
            return 0;
        byte code;
        do
            code = await TakeByteAsync().ConfigureAwait(false);
        while (code == 0xFF);
        return code;
    }

    private async ValueTask<byte> TakeByteAsync() => (await reader.TakeAsync(1).ConfigureAwait(false)).Span[0];

    private async ValueTask<Finding?> WalkSegmentAsync(byte marker)
    {
        if (!IsSegment(marker))
            return Finding.Corrupt;
        var length = ReadUInt16BigEndian((await reader.TakeAsync(2).ConfigureAwait(false)).Span) - 2;
        if (length < 0)
            return Finding.Corrupt;
        if (IsStartOfFrame(marker))
            return await ReadFrameAsync(marker, length).ConfigureAwait(false);
        if (marker == StartOfScan)
            return await WalkScanAsync(length).ConfigureAwait(false);
        await reader.SkipAsync(length).ConfigureAwait(false);
        return null;
    }

    // T.81 table B.1. C4 (Huffman tables), C8 (reserved) and CC (arithmetic conditioning) lie among the frame markers.
    private static bool IsStartOfFrame(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    private static bool IsSegment(byte marker) => marker is (>= 0xC0 and <= 0xCF) or (>= 0xDA and <= 0xFE);

    // T.81 B.2.2. The hierarchical frames (C5 to C7, CD to CF) are corrections to another frame, which no common decoder reads.
    private async ValueTask<Finding?> ReadFrameAsync(byte marker, int length)
    {
        if ((marker & 0x0F) is (>= 5 and <= 7) or >= 13)
            return Finding.Unsupported;
        if (frame is not null || length < 6)
            return Finding.Corrupt;
        var (size, count) = ReadFrame((await reader.TakeAsync(6).ConfigureAwait(false)).Span);
        if (count == 0 || length != 6 + 3 * count)
            return Finding.Corrupt;
        if (!size.Allowed)
            return Finding.TooLarge;
        (frame, components) = (size, count);
        await reader.SkipAsync(length - 6).ConfigureAwait(false);
        return null;
    }

    // A height of 0 leaves the height to a DNL segment after the first scan (B.2.5), which no common decoder reads: it counts as no height.
    private static (PixelSize Size, byte Components) ReadFrame(ReadOnlySpan<byte> header) =>
        (new(ReadUInt16BigEndian(header[3..]), ReadUInt16BigEndian(header[1..])), header[0] is >= 2 and <= 16 ? header[5] : (byte)0);

    private async ValueTask<Finding?> WalkScanAsync(int length)
    {
        var scan = await TakeByteAsync().ConfigureAwait(false);
        if (frame is null || scan is 0 or > 4 || length != 4 + 2 * scan)
            return Finding.Corrupt;
        await reader.SkipAsync(length - 1).ConfigureAwait(false);
        while (await reader.NeedAsync(2).ConfigureAwait(false) && !FoundMarker())
        {
        }
        scanned += scan;
        return null;
    }

    private bool FoundMarker()
    {
        var data = reader.Buffered;
        var at = JpegScan.FindMarker(data);

        // Without one, a last FF may be the first half of it.
        reader.Advance(at >= 0 ? at : data[^1] == 0xFF ? data.Length - 1 : data.Length);
        return at >= 0;
    }
}

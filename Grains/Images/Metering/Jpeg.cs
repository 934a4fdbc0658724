using RetailPulse.Images;
using static System.Buffers.Binary.BinaryPrimitives;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>
/// JPEG: ITU-T T.81, annex B. The size is the frame header's; the walk ends with the end-of-image marker or, where some phones leave that
/// out, with the trailer that they append.
/// </summary>
internal sealed class Jpeg(ForwardReader reader)
{
    private const byte TemporaryUse = 0x01;
    private const byte HuffmanTables = 0xC4;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const byte JpegLs = 0xF7;

    // "SEFT", with which Samsung's trailer ends. The panoramas that it follows have no end-of-image marker.
    private const uint SamsungTrailer = 0x53454654;

    // A segment that says to be shorter than it is leaves this many stray bytes at most.
    private const int MaxStray = 65_535;

    private readonly JpegHuffman tables = new();
    private JpegFrame? frame;
    private int scanned;
    private int stray;

    // T.81 B.2.3: a component lies in one scan at least. A progressive image of fewer scans than it was made with is a coarser image.
    private bool Complete => frame is { } found && scanned >= found.Components;

    public async ValueTask<Finding> WalkAsync()
    {
        await reader.SkipAsync(2).ConfigureAwait(false);
        var finding = await WalkSegmentsAsync().ConfigureAwait(false);
        if (finding.Reason == ImageReason.None && !reader.Overran || !Complete)
            return finding;
        await reader.FinishAsync().ConfigureAwait(false);
        if (reader.Tail != SamsungTrailer)
            return finding;
        reader.ForgiveOverrun();
        return Finding.Sound(frame!.Size);
    }

    private async ValueTask<Finding> WalkSegmentsAsync()
    {
        while (true)
        {
            var marker = await TakeMarkerAsync().ConfigureAwait(false);
            if (marker == EndOfImage)
                return Complete ? Finding.Sound(frame!.Size) : Finding.Corrupt;
            if (await WalkSegmentAsync(marker).ConfigureAwait(false) is { } failure)
                return failure;
        }
    }

    // T.81 B.1.1.2: any number of FF bytes may come before a marker's code. Other bytes between segments are passed over, and so is FF 00.
    private async ValueTask<byte> TakeMarkerAsync()
    {
        for (; stray <= MaxStray && !reader.Overran; stray++)
        {
            if (await TakeByteAsync().ConfigureAwait(false) != 0xFF)
                continue;
            byte code;
            do
                code = await TakeByteAsync().ConfigureAwait(false);
            while (code == 0xFF);
            if (code != 0)
                return code;
        }
        return 0;
    }

    private async ValueTask<byte> TakeByteAsync() => (await reader.TakeAsync(1).ConfigureAwait(false)).Span[0];

    private async ValueTask<Finding?> WalkSegmentAsync(byte marker)
    {
        if (marker is TemporaryUse or (>= 0xD0 and <= 0xD7))
            return null;
        if (!IsSegment(marker))
            return Finding.Corrupt;
        if (IsOtherCoding(marker))
            return Finding.Unsupported;
        // A length below its own two bytes is wrong, and taken for none.
        var length = Math.Max(0, ReadUInt16BigEndian((await reader.TakeAsync(2).ConfigureAwait(false)).Span) - 2);
        if (marker == StartOfScan)
            return await WalkScanAsync(length).ConfigureAwait(false);
        if (IsStartOfFrame(marker))
            return await ReadFrameAsync(marker, length).ConfigureAwait(false);
        if (marker == HuffmanTables && length <= JpegHuffman.MaxLength)
            tables.Define((await reader.TakeAsync(length).ConfigureAwait(false)).Span);
        else
            await reader.SkipAsync(length).ConfigureAwait(false);
        return null;
    }

    // T.81 table B.1.
    private static bool IsSegment(byte marker) => marker is (>= 0xC0 and <= 0xCF) or (>= 0xDA and <= 0xFE);

    // Baseline, extended and progressive, with Huffman or arithmetic coding.
    private static bool IsStartOfFrame(byte marker) => marker is (>= 0xC0 and <= 0xC2) or 0xC9 or 0xCA;

    // Lossless frames (C3, CB, JPEG-LS), hierarchical ones (C5 to C7, CD to CF), and C8, which is reserved: no common decoder reads them.
    private static bool IsOtherCoding(byte marker) =>
        marker is 0xC3 or (>= 0xC5 and <= 0xC8) or 0xCB or (>= 0xCD and <= 0xCF) or JpegLs;

    private async ValueTask<Finding?> ReadFrameAsync(byte marker, int length)
    {
        if (frame is not null || length > JpegFrame.MaxLength)
            return Finding.Corrupt;
        frame = JpegFrame.Read(marker, (await reader.TakeAsync(length).ConfigureAwait(false)).Span);
        if (frame is null)
            return Finding.Corrupt;
        return frame.Size.Allowed ? null : Finding.TooLarge;
    }

    private async ValueTask<Finding?> WalkScanAsync(int length)
    {
        var (count, least) = ReadScan((await reader.TakeAsync(Math.Min(length, byte.MaxValue)).ConfigureAwait(false)).Span);
        if (least is not { } bits)
            return Finding.Corrupt;
        var start = reader.Position;
        while (!FoundMarker() && await reader.FillAsync(reader.Buffered.Length + 1).ConfigureAwait(false))
        {
        }
        if (8 * (reader.Position - start) < bits)
            return Finding.Truncated;
        scanned += count;
        return null;
    }

    private (int Count, double? LeastBits) ReadScan(ReadOnlySpan<byte> header) =>
        header.IsEmpty ? default : (header[0], frame?.LeastBits(header, tables));

    private bool FoundMarker()
    {
        var data = reader.Buffered;
        var at = JpegScan.FindMarker(data);

        // Without one, a last FF may be the first half of it.
        reader.Advance(at >= 0 ? at : data is [.., 0xFF] ? data.Length - 1 : data.Length);
        return at >= 0;
    }
}

using RetailPulse.Images;
using static System.Buffers.Binary.BinaryPrimitives;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>Walks JPEG files (ITU-T T.81, annex B).</summary>
/// <remarks>
/// The size is that of the frame header. The walk ends after the end-of-image marker or, because some phones omit it, after the trailer
/// that they append.
/// </remarks>
internal sealed class JpegWalker(ForwardReader reader)
{
    private const byte TemporaryUse = 0x01;
    private const byte HuffmanTables = 0xC4;
    private const byte EndOfImage = 0xD9;
    private const byte StartOfScan = 0xDA;
    private const byte JpegLs = 0xF7;

    // "SEFT", the end of Samsung's trailer. It follows panoramas without an end-of-image marker.
    private const uint SamsungTrailer = 0x53454654;

    // Maximum number of stray bytes after a segment whose length field is too small.
    private const int MaxStray = 65_535;

    private readonly JpegHuffman tables = new();
    private JpegFrame? frame;
    private int scanned;
    private int stray;

    // T.81 B.2.3: each component has at least one scan. A progressive image that lacks later scans is only coarser.
    private bool Complete => frame is { } found && scanned >= found.Components;

    public async ValueTask<WalkResult> WalkAsync()
    {
        await reader.SkipAsync(2).ConfigureAwait(false);
        var finding = await WalkSegmentsAsync().ConfigureAwait(false);
        if (finding.Reason == ImageReason.None && !reader.Overran || !Complete)
            return finding;
        await reader.FinishAsync().ConfigureAwait(false);
        if (reader.Tail != SamsungTrailer)
            return finding;
        reader.ForgiveOverrun();
        return WalkResult.Sound(frame!.Size);
    }

    private async ValueTask<WalkResult> WalkSegmentsAsync()
    {
        while (true)
        {
            var marker = await ReadMarkerAsync().ConfigureAwait(false);
            if (marker == EndOfImage)
                return Complete ? WalkResult.Sound(frame!.Size) : WalkResult.Corrupt;
            if (await WalkSegmentAsync(marker).ConfigureAwait(false) is { } failure)
                return failure;
        }
    }

    private ValueTask<byte> ReadMarkerAsync()
    {
        if (reader.Buffered is not [0xFF, > 0 and < 0xFF and var code, ..])
            return SearchMarkerAsync();
        reader.Advance(2);
        return new(code);
    }

    // T.81 B.1.1.2: any number of FF bytes may precede the code of a marker. Other bytes between segments, and FF 00, are skipped.
    private async ValueTask<byte> SearchMarkerAsync()
    {
        for (; stray <= MaxStray && !reader.Overran; stray++)
        {
            if (await ReadByteAsync().ConfigureAwait(false) != 0xFF)
                continue;
            byte code;
            do code = await ReadByteAsync().ConfigureAwait(false);
            while (code == 0xFF);
            if (code != 0)
                return code;
        }
        return 0;
    }

    private async ValueTask<byte> ReadByteAsync() => (await reader.ReadAsync(1).ConfigureAwait(false)).Span[0];

    private async ValueTask<WalkResult?> WalkSegmentAsync(byte marker)
    {
        if (marker is TemporaryUse or (>= 0xD0 and <= 0xD7))
            return null;
        if (!IsSegment(marker))
            return WalkResult.Corrupt;
        if (IsOtherCoding(marker))
            return WalkResult.Unsupported;
        // A length below 2, its own size, is invalid and treated as an empty segment.
        var length = Math.Max(0, ReadUInt16BigEndian((await reader.ReadAsync(2).ConfigureAwait(false)).Span) - 2);
        if (marker == StartOfScan)
            return await WalkScanAsync(length).ConfigureAwait(false);
        if (IsStartOfFrame(marker))
            return await ReadFrameAsync(marker, length).ConfigureAwait(false);
        if (marker == HuffmanTables && length <= JpegHuffman.MaxLength)
            tables.Define((await reader.ReadAsync(length).ConfigureAwait(false)).Span);
        else
            await reader.SkipAsync(length).ConfigureAwait(false);
        return null;
    }

    // T.81 table B.1.
    private static bool IsSegment(byte marker) => marker is (>= 0xC0 and <= 0xCF) or (>= 0xDA and <= 0xFE);

    // Baseline, extended and progressive, with Huffman or arithmetic coding.
    private static bool IsStartOfFrame(byte marker) => marker is (>= 0xC0 and <= 0xC2) or 0xC9 or 0xCA;

    // Lossless frames (C3, CB, JPEG-LS), hierarchical frames (C5 to C7, CD to CF), and the reserved C8: no common decoder reads them.
    private static bool IsOtherCoding(byte marker) => marker is 0xC3 or (>= 0xC5 and <= 0xC8) or 0xCB or (>= 0xCD and <= 0xCF) or JpegLs;

    private async ValueTask<WalkResult?> ReadFrameAsync(byte marker, int length)
    {
        if (frame is not null || length > JpegFrame.MaxLength)
            return WalkResult.Corrupt;
        frame = JpegFrame.Read(marker, (await reader.ReadAsync(length).ConfigureAwait(false)).Span);
        if (frame is null)
            return WalkResult.Corrupt;
        return frame.Size.Allowed ? null : WalkResult.TooLarge;
    }

    private async ValueTask<WalkResult?> WalkScanAsync(int length)
    {
        var (count, least) = ReadScan((await reader.ReadAsync(Math.Min(length, byte.MaxValue)).ConfigureAwait(false)).Span);
        if (least is not { } bits)
            return WalkResult.Corrupt;
        var start = reader.Position;
        while (!FoundMarker() && await reader.FillAsync(reader.Buffered.Length + 1).ConfigureAwait(false)) { }
        if (8 * (reader.Position - start) < bits)
            return WalkResult.Truncated;
        scanned += count;
        return null;
    }

    private (int Count, double? MinBits) ReadScan(ReadOnlySpan<byte> header) =>
        header.IsEmpty ? default : (header[0], frame?.MinBits(header, tables));

    private bool FoundMarker()
    {
        var data = reader.Buffered;
        var at = JpegScan.FindMarker(data);

        // If there is no marker, a final FF may be its first half.
        reader.Advance(
            at >= 0 ? at
            : data is [.., 0xFF] ? data.Length - 1
            : data.Length
        );
        return at >= 0;
    }
}

using System.IO.Hashing;
using static System.Buffers.Binary.BinaryPrimitives;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>Walks PNG and APNG files (W3C PNG, third edition).</summary>
/// <remarks>
/// The size is that of IHDR. The walk checks the CRC of every critical chunk up to IEND. Ancillary chunks are not part of the picture, and
/// decoders show it regardless of their CRC.
/// </remarks>
internal sealed class PngWalker(ForwardReader reader)
{
    private const uint Ihdr = 0x49484452;
    private const uint Plte = 0x504C5445;
    private const uint Idat = 0x49444154;
    private const uint Iend = 0x49454E44;
    private const int Indexed = 3;

    // Section 5.4: bit 5 of the type's first letter.
    private const uint Ancillary = 0x2000_0000;

    private readonly Crc32 crc = new();
    private PixelSize size;
    private bool needsPalette;
    private bool hasPalette;
    private bool hasPixels;
    private long leastPixels;
    private long pixels;

    public async ValueTask<WalkResult> WalkAsync()
    {
        await reader.SkipAsync(8).ConfigureAwait(false);
        if (await ReadHeaderAsync().ConfigureAwait(false) is { } failure)
            return failure;
        while (true)
        {
            var (length, type) = await ReadChunkHeadAsync().ConfigureAwait(false);
            if (!Accepts(type, length))
                return WalkResult.Corrupt;
            await CheckedSkipAsync(length).ConfigureAwait(false);
            if (!await CrcHoldsAsync().ConfigureAwait(false) && !IsAncillary(type))
                return WalkResult.Corrupt;
            if (type == Iend)
                return Judge();
        }
    }

    private WalkResult Judge()
    {
        if (!hasPixels)
            return WalkResult.Corrupt;
        return PngData.Holds(pixels, leastPixels) ? WalkResult.Sound(size) : WalkResult.Truncated;
    }

    private bool Accepts(uint type, uint length)
    {
        hasPalette |= type == Plte;
        hasPixels |= type == Idat;
        pixels += type == Idat ? length : 0;
        return length <= int.MaxValue && PngData.IsType(type) && type != Ihdr && !(hasPixels && needsPalette && !hasPalette);
    }

    // A critical chunk with a damaged type must not count as ancillary.
    private static bool IsAncillary(uint type) => (type & Ancillary) != 0 && (type & ~Ancillary) is not (Ihdr or Plte or Idat or Iend);

    private async ValueTask<WalkResult?> ReadHeaderAsync()
    {
        if (await ReadChunkHeadAsync().ConfigureAwait(false) != (13, Ihdr))
            return WalkResult.Corrupt;
        var header = await reader.ReadAsync(13).ConfigureAwait(false);
        crc.Append(header.Span);
        var valid = ReadHeader(header.Span);
        if (!await CrcHoldsAsync().ConfigureAwait(false))
            return WalkResult.Corrupt;
        if (!size.Allowed)
            return WalkResult.TooLarge;
        return valid ? null : WalkResult.Corrupt;
    }

    private bool ReadHeader(ReadOnlySpan<byte> header)
    {
        size = new(ReadUInt32BigEndian(header), ReadUInt32BigEndian(header[4..]));
        var (depth, color, compression, filter, interlace) = (header[8], header[9], header[10], header[11], header[12]);
        needsPalette = color == Indexed;
        leastPixels = PngData.MinBytes(size, depth * Samples(color), interlaced: interlace != 0);
        return IsColor(color, depth) && compression == 0 && filter == 0 && interlace <= 1;
    }

    // Section 11.2.1, table 11.
    private static bool IsColor(byte color, byte depth) =>
        color switch
        {
            0 => depth is 1 or 2 or 4 or 8 or 16,
            Indexed => depth is 1 or 2 or 4 or 8,
            2 or 4 or 6 => depth is 8 or 16,
            _ => false,
        };

    private static int Samples(byte color) =>
        color switch
        {
            2 => 3,
            4 => 2,
            6 => 4,
            _ => 1,
        };

    private async ValueTask<(uint Length, uint Type)> ReadChunkHeadAsync()
    {
        var head = (await reader.ReadAsync(8).ConfigureAwait(false)).Span;
        crc.Reset();
        crc.Append(head[4..]);
        return (ReadUInt32BigEndian(head), ReadUInt32BigEndian(head[4..]));
    }

    private async ValueTask CheckedSkipAsync(long count)
    {
        while (count > 0 && await reader.NeedAsync(1).ConfigureAwait(false))
        {
            var data = reader.Buffered;
            data = data[..(int)Math.Min(count, data.Length)];
            crc.Append(data);
            reader.Advance(data.Length);
            count -= data.Length;
        }
    }

    private async ValueTask<bool> CrcHoldsAsync()
    {
        var expected = ReadUInt32BigEndian((await reader.ReadAsync(4).ConfigureAwait(false)).Span);
        return !reader.Overran && crc.GetCurrentHashAsUInt32() == expected;
    }
}

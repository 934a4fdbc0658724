using System.IO.Hashing;
using static System.Buffers.Binary.BinaryPrimitives;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>
/// PNG and APNG: W3C PNG, third edition. The size is that of IHDR; the walk checks the CRC of every critical chunk up to IEND. Ancillary
/// chunks are not the picture, and decoders show it regardless of their CRC.
/// </summary>
internal sealed class Png(ForwardReader reader)
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

    public async ValueTask<Finding> WalkAsync()
    {
        await reader.SkipAsync(8).ConfigureAwait(false);
        if (await ReadHeaderAsync().ConfigureAwait(false) is { } failure)
            return failure;
        while (true)
        {
            var (length, type) = await TakeChunkHeadAsync().ConfigureAwait(false);
            if (!Accepts(type, length))
                return Finding.Corrupt;
            await CheckedSkipAsync(length).ConfigureAwait(false);
            if (!await CrcHoldsAsync().ConfigureAwait(false) && !IsAncillary(type))
                return Finding.Corrupt;
            if (type == Iend)
                return Judge();
        }
    }

    private Finding Judge()
    {
        if (!hasPixels)
            return Finding.Corrupt;
        return PngData.Holds(pixels, leastPixels) ? Finding.Sound(size) : Finding.Truncated;
    }

    private bool Accepts(uint type, uint length)
    {
        hasPalette |= type == Plte;
        hasPixels |= type == Idat;
        pixels += type == Idat ? length : 0;
        return length <= int.MaxValue && PngData.IsType(type) && type != Ihdr && !(hasPixels && needsPalette && !hasPalette);
    }

    // A critical chunk whose type is damaged does not become ancillary.
    private static bool IsAncillary(uint type) => (type & Ancillary) != 0 && (type & ~Ancillary) is not (Ihdr or Plte or Idat or Iend);

    private async ValueTask<Finding?> ReadHeaderAsync()
    {
        if (await TakeChunkHeadAsync().ConfigureAwait(false) != (13, Ihdr))
            return Finding.Corrupt;
        var header = await reader.TakeAsync(13).ConfigureAwait(false);
        crc.Append(header.Span);
        var valid = ReadHeader(header.Span);
        if (!await CrcHoldsAsync().ConfigureAwait(false))
            return Finding.Corrupt;
        if (!size.Allowed)
            return Finding.TooLarge;
        return valid ? null : Finding.Corrupt;
    }

    private bool ReadHeader(ReadOnlySpan<byte> header)
    {
        size = new(ReadUInt32BigEndian(header), ReadUInt32BigEndian(header[4..]));
        var (depth, colour, compression, filter, interlace) = (header[8], header[9], header[10], header[11], header[12]);
        needsPalette = colour == Indexed;
        leastPixels = PngData.Least(size, depth * Samples(colour), interlaced: interlace != 0);
        return IsColour(colour, depth) && compression == 0 && filter == 0 && interlace <= 1;
    }

    // Section 11.2.1, table 11.
    private static bool IsColour(byte colour, byte depth) => colour switch
    {
        0 => depth is 1 or 2 or 4 or 8 or 16,
        Indexed => depth is 1 or 2 or 4 or 8,
        2 or 4 or 6 => depth is 8 or 16,
        _ => false,
    };

    private static int Samples(byte colour) => colour switch
    {
        2 => 3,
        4 => 2,
        6 => 4,
        _ => 1,
    };

    private async ValueTask<(uint Length, uint Type)> TakeChunkHeadAsync()
    {
        var head = (await reader.TakeAsync(8).ConfigureAwait(false)).Span;
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
        var expected = ReadUInt32BigEndian((await reader.TakeAsync(4).ConfigureAwait(false)).Span);
        return !reader.Overran && crc.GetCurrentHashAsUInt32() == expected;
    }
}

using static System.Buffers.Binary.BinaryPrimitives;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>Reads the headers of the WebP chunks that contain a size.</summary>
internal static class WebPChunks
{
    public const uint Lossy = 0x56503820;
    public const uint Lossless = 0x5650384C;
    public const uint Extended = 0x56503858;
    public const uint Frame = 0x414E4D46;

    private const uint Alpha = 0x414C5048;
    private const int LossyLength = 10;

    /// <summary>
    /// Returns the length of the fixed header in a chunk of this type. For a frame, it includes the head of the first chunk in it.
    /// </summary>
    public static int HeaderLength(uint type) =>
        type switch
        {
            Lossy or Extended => 10,
            Lossless => 5,
            Frame => 24,
            _ => 0,
        };

    /// <summary>Reads a visible key frame whose first partition is not empty and is within the chunk (RFC 6386, 9.1).</summary>
    public static PixelSize? ReadLossy(ReadOnlySpan<byte> header, uint length)
    {
        var tag = ReadUInt24(header);
        var shownKeyFrame = (tag & 0b1_0001) == 0b1_0000;
        var sound = shownKeyFrame && tag >> 5 > 0 && (tag >> 5) + LossyLength <= length && header[3..6] is [0x9D, 0x01, 0x2A];
        return sound ? new(ReadUInt14(header[6..]), ReadUInt14(header[8..])) : null;
    }

    /// <summary>
    /// Reads a signature, two sides minus one in 14 bits each, an alpha bit, a version of 0, and data (RFC 9649, 3.4).
    /// </summary>
    public static PixelSize? ReadLossless(ReadOnlySpan<byte> header, uint length)
    {
        var bits = ReadUInt32LittleEndian(header[1..]);
        return header[0] == 0x2F && bits >> 29 == 0 && length > header.Length
            ? new((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1)
            : null;
    }

    /// <summary>Reads flags, of which 02 is animation, and the sides of the canvas minus one (RFC 9649, 2.7).</summary>
    public static (PixelSize Canvas, bool Animated) ReadCanvas(ReadOnlySpan<byte> header) =>
        (new(ReadUInt24(header[4..]) + 1, ReadUInt24(header[7..]) + 1), (header[0] & 2) != 0);

    /// <summary>
    /// Reads the corner of a frame, in units of two pixels, its sides minus one, and the first chunk of its image (RFC 9649, 2.7.1.1).
    /// </summary>
    public static bool FrameFits(ReadOnlySpan<byte> header, PixelSize canvas) =>
        2 * ReadUInt24(header) + ReadUInt24(header[6..]) < canvas.Width
        && 2 * ReadUInt24(header[3..]) + ReadUInt24(header[9..]) < canvas.Height
        && ReadUInt32BigEndian(header[16..]) is Alpha or Lossy or Lossless
        && ReadUInt32LittleEndian(header[20..]) > 0;

    private static uint ReadUInt24(ReadOnlySpan<byte> bytes) => ReadUInt16LittleEndian(bytes) | (uint)bytes[2] << 16;

    private static uint ReadUInt14(ReadOnlySpan<byte> bytes) => ReadUInt16LittleEndian(bytes) & 0x3FFFu;
}

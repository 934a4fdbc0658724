using static RetailPulse.Tests.Support.Images.Bytes;

namespace RetailPulse.Tests.Support.Images;

/// <summary>JPEG files with sound structure and meaningless pixels.</summary>
internal static class ForgedJpeg
{
    public static readonly byte[] Start = [0xFF, 0xD8];
    public static readonly byte[] End = [0xFF, 0xD9];

    /// <summary>Entropy-coded data with a stuffed byte, fill bytes and a restart marker.</summary>
    public static readonly byte[] Entropy = [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD3, 0x56, 0xFF, 0x00];

    public static byte[] Segment(byte marker, byte[] content) => Join([0xFF, marker], Big16(content.Length + 2), content);

    /// <summary>A frame header; the components are numbered from 1 and sampled alike.</summary>
    public static byte[] Frame(int width, int height, byte marker = 0xC0, int components = 3) =>
        Segment(
            marker,
            Join([8], Big16(height), Big16(width), [(byte)components], Each(components, component => [(byte)component, 0x11, 0]))
        );

    /// <summary>A scan with at least the two bits for each block without which an image of this size cannot be whole.</summary>
    public static byte[] Scan(int components = 3, int width = 640, int height = 480) =>
        Join(ScanHeader(components), Repeated(components * ((width + 7) / 8) * ((height + 7) / 8) / 4 + 1));

    /// <summary>The header of a scan of the first components, with their tables' numbers.</summary>
    public static byte[] ScanHeader(int components = 3, byte tables = 0, byte first = 0, byte last = 63, byte approximation = 0) =>
        Segment(0xDA, Join([(byte)components], Each(components, component => [(byte)component, tables]), [first, last, approximation]));

    /// <summary>Minimum number of bytes of entropy-coded data.</summary>
    public static byte[] Repeated(int length) => Join([.. Enumerable.Repeat(Entropy, length / Entropy.Length + 1)]);

    /// <summary>A segment with one Huffman table, whose codes have these symbols, by their lengths.</summary>
    public static byte[] Table(byte place, params (int Length, byte Symbol)[] codes)
    {
        var counts = Enumerable.Range(1, 16).Select(length => (byte)codes.Count(code => code.Length == length));
        return Segment(0xC4, [place, .. counts, .. codes.OrderBy(code => code.Length).Select(code => code.Symbol)]);
    }

    public static byte[] Baseline(int width, int height) =>
        Join(
            Start,
            Segment(0xE0, Zeros(14)),
            Segment(0xDB, Zeros(65)),
            Frame(width, height),
            Segment(0xC4, Zeros(28)),
            Scan(3, width, height),
            End
        );

    public static byte[] Progressive(int width, int height) =>
        Join(
            Start,
            Frame(width, height, 0xC2),
            Scan(3, width, height),
            Segment(0xC4, Zeros(28)),
            Scan(1, width, height),
            Scan(1, width, height),
            End
        );

    private static byte[] Each(int components, Func<int, byte[]> write) => Join([.. Enumerable.Range(1, components).Select(write)]);
}

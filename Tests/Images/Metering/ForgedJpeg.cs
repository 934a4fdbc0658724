using static RetailPulse.Tests.Images.Metering.Bytes;

namespace RetailPulse.Tests.Images.Metering;

/// <summary>JPEG files with sound structure and meaningless pixels.</summary>
internal static class ForgedJpeg
{
    public static readonly byte[] Start = [0xFF, 0xD8];
    public static readonly byte[] End = [0xFF, 0xD9];

    /// <summary>Entropy-coded data with a stuffed byte, fill bytes and a restart marker.</summary>
    public static readonly byte[] Entropy = [0x12, 0xFF, 0x00, 0x34, 0xFF, 0xD3, 0x56, 0xFF, 0x00];

    public static byte[] Segment(byte marker, byte[] content) => Join([0xFF, marker], Big16(content.Length + 2), content);

    public static byte[] Frame(int width, int height, byte marker = 0xC0, int components = 3) =>
        Segment(marker, Join([8], Big16(height), Big16(width), [(byte)components], Zeros(3 * components)));

    public static byte[] Scan(int components = 3) =>
        Join(Segment(0xDA, Join([(byte)components], Zeros(2 * components + 3))), Entropy);

    public static byte[] Baseline(int width, int height) =>
        Join(Start, Segment(0xE0, Zeros(14)), Segment(0xDB, Zeros(65)), Frame(width, height), Segment(0xC4, Zeros(28)), Scan(), End);

    public static byte[] Progressive(int width, int height) =>
        Join(Start, Frame(width, height, 0xC2), Scan(), Segment(0xC4, Zeros(28)), Scan(1), Scan(1), End);
}

using RetailPulse.Images;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using static RetailPulse.Tests.Support.Images.Bytes;
using static RetailPulse.Tests.Support.Images.ForgedPng;
using Found = RetailPulse.Grains.Images.Metering.MeterResult;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>
/// What people have reported to the projects of other decoders, made again out of sound images of ImageSharp, and what is right for each.
/// </summary>
internal static class StrangeImages
{
    public const int Width = 320;
    public const int Height = 240;

    private static readonly NetVips.Image Picture = VipsPicture.Colour(Width, Height);
    private static readonly byte[] Jpeg = Picture.Save(new JpegEncoder { Quality = 75 });
    private static readonly byte[] Gif = Picture.Save(new GifEncoder());
    private static readonly byte[] Png = Picture.Save(new PngEncoder());
    private static readonly ForgedHeif Heic = new(Width, Height);

    // Samples that are shorter than the file type box.
    private static readonly ForgedSequence Headers = new(Width, Height) { Samples = [10, 9] };

    public static readonly Dictionary<string, (byte[] Content, Found Right)> All = new()
    {
        // Pixel phones; jpeg-js 82 and 84, image-size 392, metadata-extractor 308.
        ["jpeg, APP1 without its FF"] = (
            Join(Jpeg[..20], [0, 0xE1, 0, 50], Ascii("Exif"), Ascii(new string('x', 44)), Jpeg[20..]),
            Measured("jpeg")
        ),
        ["jpeg, line feeds between segments"] = (Join(Jpeg[..20], Ascii(new string('\n', 7)), Jpeg[20..]), Measured("jpeg")),
        // Samsung; Field-Book 1489.
        ["jpeg, segment longer than it says"] = (Join(Jpeg[..20], [0xFF, 0xE4, 0, 50], Zeros(60), Jpeg[20..]), Measured("jpeg")),
        // Samsung's panoramas; libjpeg-turbo 163.
        ["jpeg, trailer in place of the end"] = (Join(Jpeg[..^2], SamsungTrailer(Noise(60_000))), Measured("jpeg")),
        ["jpeg, short trailer in place of the end"] = (Join(Jpeg[..^2], SamsungTrailer(Zeros(16))), Measured("jpeg")),
        // react-native-image-crop-picker 2232.
        ["jpeg, 1 % of the scan and an end"] = (Join(Jpeg[..ScanAt(Jpeg, 1)], [0xFF, 0xD9]), Failed(ImageReason.Truncated, "jpeg")),
        ["jpeg, lossless"] = (Replaced(Jpeg, [0xFF, 0xC0, 0], [0xFF, 0xC3, 0]), Failed(ImageReason.UnsupportedFormat, "jpeg")),
        // image-gif 138 and 237.
        ["gif, no trailer"] = (Gif[..^1], Measured("gif")),
        // golang/go 38854.
        ["gif, zeros before the trailer"] = (Join(Gif[..^1], Zeros(3), ForgedGif.Trailer), Measured("gif")),
        ["gif, zeros in place of the trailer"] = (Join(Gif[..^1], Zeros(1)), Measured("gif")),
        // Pillow 8218, libvips 1701.
        ["gif, second frame beyond the screen"] = (Join(Gif[..^1], FrameOf(Gif, left: 50, top: 50), ForgedGif.Trailer), Measured("gif")),
        ["gif, empty screen"] = (Over(Gif, 6, Zeros(4)), Measured("gif")),
        ["gif, frame without data"] = (
            Join(ForgedGif.Screen(Width, Height), ForgedGif.Image(0, 0, Width, Height, data: 0), ForgedGif.Trailer),
            Failed(ImageReason.Truncated, "gif")
        ),
        // Pillow 1991.
        ["png, wrong CRC of a profile"] = (Join(Png[..33], Over(Chunk("iCCP", Noise(17)), 25, [1, 2, 3, 4]), Png[33..]), Measured("png")),
        ["png, empty IDAT"] = (Join(Png[..33], Chunk("IDAT", []), End), Failed(ImageReason.Truncated, "png")),
        ["tiff, no StripByteCounts"] = (WithoutStripByteCounts(), Measured("tiff")),
        // libtiff: "Bogus StripByteCounts field, ignoring and calculating from imagelength".
        ["tiff, strip of length 0"] = (OneStrip(compression: 1, length: 0, Noise(Width * Height)), Measured("tiff")),
        ["tiff, strip longer than it says"] = (OneStrip(compression: 1, length: 10, Noise(Width * Height)), Measured("tiff")),
        ["tiff, strip of length 0 without data"] = (OneStrip(compression: 1, length: 0, []), Failed(ImageReason.Truncated, "tiff")),
        ["tiff, strip of length 1 with one byte"] = (OneStrip(compression: 1, length: 1, [7]), Failed(ImageReason.Truncated, "tiff")),
        ["tiff, LZW of length 0 without data"] = (OneStrip(compression: 5, length: 0, []), Failed(ImageReason.Truncated, "tiff")),
        ["tiff, strip of length 0 beyond the end"] = (
            OneStrip(compression: 1, length: 0, [], offset: 100_000),
            Failed(ImageReason.Truncated, "tiff")
        ),
        ["tiff, strips of length 0"] = (
            new ForgedTiff(Width, Height) { Lengths = [0, 0, 0] }.File("dolp"),
            Failed(ImageReason.Truncated, "tiff")
        ),
        // UTIF.js 93, metadata-extractor 103.
        ["dng"] = (Dng(), Failed(ImageReason.UnsupportedFormat, "dng")),
        ["bmp, bfOffBits 0"] = (
            Over(Picture.Save(new BmpEncoder { BitsPerPixel = BmpBitsPerPixel.Pixel24 }), 10, Zeros(4)),
            Measured("bmp")
        ),
        ["bmp, runs from the top down"] = (
            ForgedBmp.File(
                40,
                Width,
                -Height,
                8,
                compression: 1,
                pixels: Join([.. Enumerable.Repeat((byte[])[255, 1, 65, 2, 0, 0], Height), [0, 1]])
            ),
            Measured("bmp")
        ),
        ["bmp, JPEG of one byte"] = (
            ForgedBmp.File(40, Width, Height, 0, compression: 4, pixels: [0xFF], dataLength: 1),
            Failed(ImageReason.Corrupt, "bmp")
        ),
        ["bmp, something else as PNG"] = (
            ForgedBmp.File(40, Width, Height, 0, compression: 5, pixels: Noise(99), dataLength: 99),
            Failed(ImageReason.Corrupt, "bmp")
        ),
        ["bmp, Huffman codes of one byte"] = (
            ForgedBmp.File(64, Width, Height, 1, compression: 3, pixels: [7], dataLength: 1),
            Failed(ImageReason.Truncated, "bmp")
        ),
        ["heic, item within the headers"] = (Join(Heic.Type, Heic.Meta(0)), Failed(ImageReason.Corrupt, "heic")),
        ["heic, item without a place"] = (
            Join(
                Heic.Type,
                (Heic with { Locations = ForgedHeif.Full("iloc", 1, Zeros(2), Big16(1), Big16(1), Zeros(4), Big16(1)) }).Meta(0)
            ),
            Failed(ImageReason.Truncated, "heic")
        ),
        ["avif, sequence without pitm"] = (new ForgedSequence(Width, Height).File(), Measured("avif")),
        ["avif, sequence of empty samples"] = (
            new ForgedSequence(Width, Height) { Samples = [0, 0] }.File(),
            Failed(ImageReason.Corrupt, "avif")
        ),
        ["avif, sequence within the headers"] = (Join(Headers.Type, Headers.Meta, Headers.Movie(0)), Failed(ImageReason.Corrupt, "avif")),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>The blocks that Samsung's phones append to a photograph, with a film in the last one.</summary>
    public static byte[] SamsungTrailer(byte[] film) =>
        Join(
            [0, 0, 1, 0x0A, 14, 0, 0, 0],
            Ascii("Image_UTC_Data1526989200000"),
            [0, 0, 0x30, 0x0A, 16, 0, 0, 0],
            Ascii("MotionPhoto_Data"),
            ForgedHeif.Box("ftyp", Ascii("mp42"), Zeros(4), Ascii("isommp42")),
            film,
            Ascii("SEFH"),
            Little32(107),
            Little32(2),
            Zeros(24),
            Little32(36),
            Ascii("SEFT")
        );

    private static Found Measured(string format) => new(ImageReason.None, format, Width, Height);

    private static Found Failed(ImageReason reason, string format) => Found.Failed(reason, format);

    private static byte[] Over(byte[] image, int at, byte[] block)
    {
        var changed = image.ToArray();
        block.CopyTo(changed, at);
        return changed;
    }

    private static byte[] Replaced(byte[] image, byte[] old, byte[] by) => Over(image, image.AsSpan().IndexOf(old), by);

    // Where a part of the scan's data ends, which is all that comes after the scan's header but the end-of-image marker.
    private static int ScanAt(byte[] jpeg, int percent)
    {
        var header = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]);
        var data = header + 2 + jpeg[header + 3];
        return data + (jpeg.Length - 2 - data) * percent / 100;
    }

    // The last frame, its graphic control extension left out, at another place.
    private static byte[] FrameOf(byte[] gif, int left, int top)
    {
        var at = gif.AsSpan().IndexOf((ReadOnlySpan<byte>)[0x2C, 0, 0, 0, 0, (byte)(Width & 255), Width >> 8]);
        return Over(gif[at..^1], 1, Join(Little16(left), Little16(top)));
    }

    // An uncompressed image of one strip, whose entry becomes one that no reader knows.
    private static byte[] WithoutStripByteCounts()
    {
        var tiff = new ForgedTiff(Width, Height);
        TiffEntry[] entries =
        [
            new(256, ForgedTiff.Short, 1, Width),
            new(257, ForgedTiff.Short, 1, Height),
            new(258, ForgedTiff.Short, 1, 8),
            new(259, ForgedTiff.Short, 1, 1),
            new(262, ForgedTiff.Short, 1, 1),
            new(273, ForgedTiff.Long, 1, 110),
            new(277, ForgedTiff.Short, 1, 1),
            new(278, ForgedTiff.Short, 1, Height),
        ];
        return Join(tiff.Head(8), tiff.Directory(entries, 0), Noise(Width * Height));
    }

    // A directory of nine entries at 8, and then the strip.
    private static byte[] OneStrip(int compression, ulong length, byte[] data, ulong offset = 8 + 2 + 9 * 12 + 4)
    {
        var tiff = new ForgedTiff(Width, Height);
        TiffEntry[] entries =
        [
            new(256, ForgedTiff.Short, 1, Width),
            new(257, ForgedTiff.Short, 1, Height),
            new(258, ForgedTiff.Short, 1, 8),
            new(259, ForgedTiff.Short, 1, (ulong)compression),
            new(262, ForgedTiff.Short, 1, 1),
            new(273, ForgedTiff.Long, 1, offset),
            new(277, ForgedTiff.Short, 1, 1),
            new(278, ForgedTiff.Short, 1, Height),
            new(279, ForgedTiff.Long, 1, length),
        ];
        return Join(tiff.Head(8), tiff.Directory(entries, 0), data);
    }

    // The first directory is a small picture, and that of the raw one is below it.
    private static byte[] Dng()
    {
        var thumbnail = new ForgedTiff(160, 120)
        {
            Extra = { new(254, ForgedTiff.Long, 1, 1), new(330, ForgedTiff.Long, 1, 500), new(50706, 1, 4, 0x0000_0401) },
        };
        return Join(thumbnail.File("dolp"), Noise(9_000));
    }
}

using SixLabors.ImageSharp.Formats.Jpeg;
using static RetailPulse.Tests.Support.Images.Bytes;
using static RetailPulse.Tests.Support.Images.ForgedJpeg;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>
/// Photographs with the structure that phones give them, around real pictures: Exif with maker notes and a thumbnail, color profiles and
/// XMP in pieces, the index of CIPA's Multi-Picture Format, and after the image a gain map, a film, or a maker's trailer.
/// </summary>
internal static class PhonePhotos
{
    public const int Width = 320;
    public const int Height = 240;

    private static readonly NetVips.Image Picture = VipsPicture.Colour(Width, Height);
    private static readonly NetVips.Image Small = VipsPicture.Colour(80, 60);
    private static readonly byte[] Baseline = Picture.Save(new JpegEncoder { Quality = 80, ColorType = JpegColorType.YCbCrRatio420 });
    private static readonly byte[] Progressive = Picture.JpegsaveBuffer(interlace: true, keep: NetVips.Enums.ForeignKeep.None);
    private static readonly byte[] Restarts = Picture.JpegsaveBuffer(restartInterval: 2, keep: NetVips.Enums.ForeignKeep.None);
    private static readonly byte[] Thumbnail = Small.JpegsaveBuffer(q: 50, keep: NetVips.Enums.ForeignKeep.None);
    private static readonly byte[] GainMap = Small.Grey().JpegsaveBuffer(keep: NetVips.Enums.ForeignKeep.None);
    private static readonly byte[] Film = Join(
        ForgedHeif.Box("ftyp", Ascii("mp42"), Zeros(4), Ascii("isommp42")),
        ForgedHeif.Box("mdat", Noise(40_000)),
        ForgedHeif.Box("moov", Noise(900))
    );

    public static readonly Dictionary<string, byte[]> All = new()
    {
        ["iPhone"] = With(Baseline, [Exif("Apple", Noise(1_500)), Profile(548)]),
        ["iPhone with a gain map"] = WithMore(Baseline, [Exif("Apple", Noise(1_500)), Profile(548)], GainMap),
        ["iPhone panorama"] = With(Progressive, [Exif("Apple", Noise(800)), Xmp(1_200), Profile(548)]),
        ["Pixel with a film"] = Join(With(Baseline, [Exif("Google", Noise(20_000)), Xmp(900), ExtendedXmp(100_000)]), Film),
        ["Pixel Ultra HDR"] = WithMore(Baseline, [Exif("Google", Noise(20_000)), Xmp(1_400), Profile(628)], GainMap),
        ["Pixel with stray bytes"] = With(Baseline, [Exif("Google", Noise(200)), [0, 0xE1, 0, 50, .. Noise(48)]]),
        ["Samsung"] = Join(
            With(Baseline, [Exif("samsung", Noise(96)), Segment(0xE4, Noise(60_000)), Segment(0xE5, Noise(900))]),
            StrangeImages.SamsungTrailer(Noise(2_000))
        ),
        ["Samsung with a film"] = Join(With(Baseline, [Exif("samsung", Noise(96)), Xmp(700)]), StrangeImages.SamsungTrailer(Film)),
        ["Samsung panorama"] = Join(
            With(Baseline, [Exif("samsung", Noise(96)), Segment(0xE4, Noise(30_000))])[..^2],
            StrangeImages.SamsungTrailer(Noise(9_000))
        ),
        ["Huawei"] = Join(
            With(Baseline, [Exif("HUAWEI", Noise(4_000)), Segment(0xED, Noise(500)), Segment(0xEB, Noise(65_000))]),
            Zeros(40),
            Ascii("0:16  1970:01:01")
        ),
        ["Xiaomi with depth"] = Join(
            With(Restarts, [Exif("Xiaomi", Noise(8_000)), Xmp(2_000), Segment(0xFE, Ascii("xmly"))]),
            GainMap,
            Noise(30_000)
        ),
        ["Sony with previews"] = WithMore(Restarts, [Exif("SONY", Noise(30_000)), Profile(3_144)], With(Thumbnail, [Exif("SONY", [])])),
        ["messenger"] = With(Progressive, []),
        ["edited"] = With(
            Progressive,
            [
                Exif("Apple", []),
                Segment(0xED, Join(Ascii("Photoshop 3.0\0"), Noise(12_000))),
                Xmp(60_000),
                Segment(0xEE, Ascii("Adobe\0d\0\0\0\0\x1")),
            ]
        ),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    /// <summary>Where in a photograph the image itself ends, and what follows it begins.</summary>
    public static int EndOfImage(string name)
    {
        byte[] coded = name switch
        {
            "iPhone panorama" or "messenger" or "edited" => Progressive,
            "Xiaomi with depth" or "Sony with previews" => Restarts,
            _ => Baseline,
        };
        var scan = coded.AsSpan(coded.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xDA]))[..^2];
        return All[name].AsSpan().IndexOf(scan) + scan.Length;
    }

    // In place of the JFIF segment, which cameras do not write.
    private static byte[] With(byte[] image, byte[][] segments) => Join([Start, .. segments, image[(image[3] == 0xE0 ? 20 : 2)..]]);

    // The index of pictures says where the second one lies, counted from the index's own first byte.
    private static byte[] WithMore(byte[] image, byte[][] segments, byte[] second)
    {
        var before = With(image, [.. segments, Index(0, 0, 0)]).Length;
        return Join(With(image, [.. segments, Index(before, second.Length, before - Join(segments).Length - 10)]), second);
    }

    /// <summary>An APP1 segment with the camera's directories, a maker's notes and, if there are any, a thumbnail behind them.</summary>
    private static byte[] Exif(string make, byte[] notes)
    {
        var tiff = new ForgedTiff(0, 0, bigEndian: make == "Apple");
        var (makeAt, exifAt) = (8 + 2 + 4 * 12 + 4, 8 + 2 + 4 * 12 + 4 + 20);
        var notesAt = exifAt + 2 + 3 * 12 + 4;
        var thumbnailAt = notesAt + notes.Length + 2 + 3 * 12 + 4;
        return Segment(
            0xE1,
            Join(
                Ascii("Exif\0\0"),
                tiff.Head(8),
                tiff.Directory(
                    [
                        new(0x010F, ForgedTiff.Text, 20, (ulong)makeAt),
                        new(0x0112, ForgedTiff.Short, 1, 6),
                        new(0x0213, ForgedTiff.Short, 1, 1),
                        new(0x8769, ForgedTiff.Long, 1, (ulong)exifAt),
                    ],
                    (ulong)(notesAt + notes.Length)
                ),
                Ascii(make.PadRight(20, '\0')),
                tiff.Directory(
                    [
                        new(0x927C, 7, (ulong)notes.Length, (ulong)notesAt),
                        new(0xA002, ForgedTiff.Long, 1, 4_032),
                        new(0xA003, ForgedTiff.Long, 1, 3_024),
                    ],
                    0
                ),
                notes,
                tiff.Directory(
                    [
                        new(0x0103, ForgedTiff.Short, 1, 6),
                        new(0x0201, ForgedTiff.Long, 1, (ulong)thumbnailAt),
                        new(0x0202, ForgedTiff.Long, 1, (ulong)Thumbnail.Length),
                    ],
                    0
                ),
                Thumbnail
            )
        );
    }

    private static byte[] Profile(int length) => Segment(0xE2, Join(Ascii("ICC_PROFILE\0"), [1, 1], Noise(length)));

    private static byte[] Xmp(int length) =>
        Segment(
            0xE1,
            Join(
                Ascii("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'>"),
                Ascii(new string(' ', length)),
                Ascii("</x:xmpmeta>")
            )
        );

    // More than fits into one segment.
    private static byte[] ExtendedXmp(int length) =>
        Join([.. Noise(length).Chunk(65_000).Select(part => Segment(0xE1, Join(Ascii("http://ns.adobe.com/xmp/extension/\0"), part)))]);

    private static byte[] Index(int length, int second, int offset) =>
        Segment(
            0xE2,
            Join(
                Ascii("MPF\0MM\0*"),
                Big32(8),
                Big16(3),
                Entry(0xB000, 7, 4, 0x3031_3030),
                Entry(0xB001, 4, 1, 2),
                Entry(0xB002, 7, 32, 50),
                Big32(0),
                PictureOf(0x0003_0000, length, 0),
                PictureOf(0, second, offset)
            )
        );

    private static byte[] Entry(int tag, int type, uint count, uint value) => Join(Big16(tag), Big16(type), Big32(count), Big32(value));

    private static byte[] PictureOf(uint attribute, int length, int offset) =>
        Join(Big32(attribute), Big32((uint)length), Big32((uint)offset), Zeros(4));
}

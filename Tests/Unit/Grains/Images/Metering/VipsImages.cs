using NetVips;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>Every kind of every format in many sizes, of NetVips' encoders and of ImageSharp's.</summary>
internal static class VipsImages
{
    private static readonly (int Width, int Height)[] Sizes = [(1, 1), (1, 64), (65, 1), (7, 5), (16, 16), (33, 17), (61, 45), (160, 120)];

    /// <summary>What makes an image out of a picture, by format and kind.</summary>
    public static readonly Dictionary<string, Dictionary<string, Func<Image, byte[]>>> Kinds = new()
    {
        ["jpeg"] = WithSharp("jpeg", VipsJpegs.Kinds),
        ["png"] = WithSharp("png", VipsPngs.Kinds),
        ["gif"] = WithSharp("gif", VipsGifs.Kinds),
        ["webp"] = WithSharp("webp", VipsWebPs.Kinds),
        ["bmp"] = WithSharp("bmp", VipsBmps.Kinds),
        ["tiff"] = WithSharp("tiff", VipsTiffs.Kinds),
        ["avif"] = VipsAvifs.Kinds,
    };

    // The longest sides that the formats, or else their writers, allow; only the first kind of each format.
    private static readonly (string Format, int Width, int Height)[] Longest =
    [
        ("jpeg", 65_500, 2),
        ("jpeg", 2, 65_500),
        ("png", 65_535, 2),
        ("png", 2, 65_535),
        ("gif", 65_535, 1),
        ("gif", 1, 65_535),
        ("webp", 16_383, 2),
        ("webp", 2, 16_383),
        ("bmp", 65_535, 2),
        ("bmp", 2, 65_535),
        ("tiff", 65_535, 2),
        ("tiff", 2, 65_535),
        ("avif", 16_384, 16),
        ("avif", 16, 16_384),
    ];

    public static readonly IReadOnlyList<VipsImage> All = [.. OfEverySize(), .. OfLongSides()];

    /// <summary>One image of every kind, in the same size.</summary>
    public static readonly IReadOnlyList<VipsImage> OfEveryKind = [.. All.Where(image => (image.Width, image.Height) == (33, 17))];

    public static TheoryData<string> Formats => [.. Kinds.Keys];

    /// <summary>The first kind of a format, 256 pixels wide, whose length grows with its height.</summary>
    public static byte[] Tall(string format, int height) => Kinds[format].First().Value(VipsPicture.Colour(256, height));

    private static Dictionary<string, Func<Image, byte[]>> WithSharp(string format, Dictionary<string, Func<Image, byte[]>> kinds) =>
        kinds.Concat(SharpKinds.All[format]).ToDictionary();

    private static IEnumerable<VipsImage> OfEverySize() =>
        from size in Sizes
        let picture = VipsPicture.Colour(size.Width, size.Height)
        from format in Kinds
        from kind in format.Value
        select new VipsImage(format.Key, kind.Key, size.Width, size.Height, kind.Value(picture));

    private static IEnumerable<VipsImage> OfLongSides() =>
        from longest in Longest
        let picture = VipsPicture.Colour(longest.Width, longest.Height)
        let kind = Kinds[longest.Format].First()
        select new VipsImage(longest.Format, kind.Key, longest.Width, longest.Height, kind.Value(picture));
}

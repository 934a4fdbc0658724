namespace RetailPulse.Grains.Images.Metering;

/// <summary>A format, the bytes that it begins with, and the walk through its structure.</summary>
internal sealed record FileFormat(string Name, Signature Signature, Func<ForwardReader, ValueTask<Finding>> WalkAsync)
{
    private static readonly FileFormat[] Known =
    [
        new("jpeg", new("FF D8 FF"), reader => new Jpeg(reader).WalkAsync()),
        new("png", new("89 50 4E 47 0D 0A 1A 0A"), reader => new Png(reader).WalkAsync()),
        new("gif", new("47 49 46 38 37 61"), Gif.WalkAsync),
        new("gif", new("47 49 46 38 39 61"), Gif.WalkAsync),
        new("webp", new("52 49 46 46 .. .. .. .. 57 45 42 50"), reader => new WebP(reader).WalkAsync()),
        new("bmp", new("42 4D .. .. .. .. .. .. .. .. .. .. .. .. .. 00 00 00"), Bmp.WalkAsync),
        new("tiff", new("49 49 2A 00"), Tiff.WalkAsync),
        new("tiff", new("4D 4D 00 2A"), Tiff.WalkAsync),
        new("tiff", new("49 49 2B 00"), Tiff.WalkAsync),
        new("tiff", new("4D 4D 00 2B"), Tiff.WalkAsync),
        new("heif", new("00 00 00 .. 66 74 79 70"), reader => new Heif(reader).WalkAsync()),
        new("pdf", new("25 50 44 46 2D"), Unsupported),
    ];

    public static readonly int LongestSignature = Known.Max(format => format.Signature.Length);

    /// <summary>The format of content that begins with <paramref name="head"/>, which is shorter than a signature only if the content is.</summary>
    public static FileFormat? Recognise(ReadOnlySpan<byte> head)
    {
        foreach (var format in Known)
            if (format.Signature.Matches(head))
                return format;
        return null;
    }

    private static ValueTask<Finding> Unsupported(ForwardReader reader) => new(Finding.Unsupported);
}

namespace RetailPulse.Grains.Images.Metering;

/// <summary>A format that is measured: its name, its signature, and its walker.</summary>
internal sealed record FileFormat(string Name, Signature Signature, Func<ForwardReader, ValueTask<WalkResult>> WalkAsync)
{
    private static readonly FileFormat[] Known =
    [
        new("jpeg", new("FF D8 FF"), reader => new JpegWalker(reader).WalkAsync()),
        new("png", new("89 50 4E 47 0D 0A 1A 0A"), reader => new PngWalker(reader).WalkAsync()),
        new("gif", new("47 49 46 38 37 61"), reader => new GifWalker(reader).WalkAsync()),
        new("gif", new("47 49 46 38 39 61"), reader => new GifWalker(reader).WalkAsync()),
        new("webp", new("52 49 46 46 .. .. .. .. 57 45 42 50"), reader => new WebPWalker(reader).WalkAsync()),
        new("bmp", new("42 4D .. .. .. .. .. .. .. .. .. .. .. .. .. 00 00 00"), BmpWalker.WalkAsync),
        new("tiff", new("49 49 2A 00"), TiffWalker.WalkAsync),
        new("tiff", new("4D 4D 00 2A"), TiffWalker.WalkAsync),
        new("tiff", new("49 49 2B 00"), TiffWalker.WalkAsync),
        new("tiff", new("4D 4D 00 2B"), TiffWalker.WalkAsync),
        new("heif", new("00 00 00 .. 66 74 79 70"), reader => new HeifWalker(reader).WalkAsync()),
    ];

    private static readonly FileFormat[] NotMeasured =
    [
        new("cr2", new("49 49 2A 00 10 00 00 00 43 52"), Unsupported),
        new("pdf", new("25 50 44 46 2D"), Unsupported),
        new("jxl", new("00 00 00 0C 4A 58 4C 20 0D 0A 87 0A"), Unsupported),
        new("jxl", new("FF 0A"), Unsupported),
        new("jp2", new("00 00 00 0C 6A 50 20 20 0D 0A 87 0A"), Unsupported),
        new("jp2", new("FF 4F FF 51"), Unsupported),
        new("jxr", new("49 49 BC 01"), Unsupported),
        new("ico", new("00 00 01 00 .. 00 .. .. .. 00"), Unsupported),
        new("cur", new("00 00 02 00 .. 00 .. .. .. 00"), Unsupported),
        new("psd", new("38 42 50 53 00"), Unsupported),
        new("qoi", new("71 6F 69 66"), Unsupported),
        new("exr", new("76 2F 31 01"), Unsupported),
        new("orf", new("49 49 52 4F 08 00"), Unsupported),
        new("rw2", new("49 49 55 00 18 00"), Unsupported),
        new("raf", new("46 55 4A 49 46 49 4C 4D 43 43 44"), Unsupported),
    ];

    private static readonly FileFormat[][] KnownByFirstByte = Index(Known);

    private static readonly FileFormat[][] NotMeasuredByFirstByte = Index(NotMeasured);

    public static readonly int MaxSignatureLength = Known.Concat(NotMeasured).Max(format => format.Signature.Length);

    /// <summary>Returns the format of content that begins with <paramref name="head"/>; <see langword="null"/> if it is unknown.</summary>
    /// <param name="head">Shorter than a signature only if the content is.</param>
    public static FileFormat? Recognize(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            return null;
        foreach (var format in NotMeasuredByFirstByte[head[0]])
            if (head.Length >= format.Signature.Length && format.Signature.Matches(head))
                return format;
        foreach (var format in KnownByFirstByte[head[0]])
            if (format.Signature.Matches(head))
                return format;
        return null;
    }

    /// <summary>Returns, for each first byte of a file, the formats that it can have, so that a file is compared with few signatures.</summary>
    private static FileFormat[][] Index(FileFormat[] formats) =>
        [.. Enumerable.Range(0, 256).Select(first => formats.Where(format => format.Signature.First == first).ToArray())];

    private static ValueTask<WalkResult> Unsupported(ForwardReader reader) => new(WalkResult.Unsupported);
}

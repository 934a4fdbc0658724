using System.Text;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>The brands of a file (ISO/IEC 23008-12, 10.2 and annex B; AV1 Image File Format, section 6).</summary>
/// <param name="Known">Whether the file contains images. Other files, such as films, use the same container.</param>
/// <param name="Format"><c>avif</c> or <c>heic</c>; <see langword="null"/> if the brands do not determine the encoding.</param>
/// <param name="Sequence">Whether the file is primarily a sequence of images, which a movie box describes.</param>
internal readonly record struct HeifBrands(bool Known, string? Format, bool Sequence)
{
    /// <summary>Whether the file is a sequence whose tracks decoders read, with or without an image item.</summary>
    public bool TracksSuffice => Sequence && Format == "avif";

    /// <summary>Reads a file type box: the major brand, its version, and the compatible brands.</summary>
    public static HeifBrands Read(ReadOnlySpan<byte> box)
    {
        var brands = new HeifBrands(false, null, Brand(box, 0) is "avis" or "msf1" or "hevc" or "hevx" or "hevm" or "hevs");
        for (var at = 0; Brand(box, at) is { } brand; at += at == 0 ? 8 : 4)
            brands = brands with { Known = brands.Known || IsKnown(brand), Format = brands.Format ?? FormatOf(brand) };
        return brands;
    }

    private static string? Brand(ReadOnlySpan<byte> box, int at) =>
        at + 4 <= box.Length ? Encoding.ASCII.GetString(box.Slice(at, 4)) : null;

    private static bool IsKnown(string brand) => brand is "mif1" or "mif2" or "msf1" or "miaf" || FormatOf(brand) is not null;

    private static string? FormatOf(string brand) =>
        brand switch
        {
            "avif" or "avis" => "avif",
            "heic" or "heix" or "heim" or "heis" or "hevc" or "hevx" or "hevm" or "hevs" => "heic",
            _ => null,
        };
}

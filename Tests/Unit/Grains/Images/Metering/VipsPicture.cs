using NetVips;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>The pictures in the images: a slope with noise, so that they neither vanish nor explode when compressed.</summary>
internal static class VipsPicture
{
    /// <summary>Three bands of 8 bits; the same every time.</summary>
    public static Image Colour(int width, int height)
    {
        using var noise = Image.Gaussnoise(width, height, sigma: 20, mean: 30, seed: 7);
        using var places = Image.Xyz(width, height);
        using var slopes = (places % 200).Bandjoin((places[0] + places[1]) % 150);
        using var picture = (slopes + noise).Cast(Enums.BandFormat.Uchar).Copy(interpretation: Enums.Interpretation.Srgb);
        return picture.CopyMemory();
    }

    /// <summary>One band of 8 bits.</summary>
    public static Image Grey(this Image picture) => picture[0].Copy(interpretation: Enums.Interpretation.Bw);

    /// <summary>The same bands and a half-transparent one.</summary>
    public static Image WithAlpha(this Image picture) => picture.Bandjoin(picture[0] / 2).Cast(picture.Format);

    /// <summary>The same bands of 16 bits.</summary>
    public static Image Deep(this Image picture) =>
        (picture * 257)
            .Cast(Enums.BandFormat.Ushort)
            .Copy(interpretation: picture.Bands > 2 ? Enums.Interpretation.Rgb16 : Enums.Interpretation.Grey16);

    /// <summary>Four bands, read as inks.</summary>
    public static Image Inks(this Image picture) => picture.WithAlpha().Copy(interpretation: Enums.Interpretation.Cmyk);

    /// <summary>Three pages, one below the other as libvips holds them.</summary>
    public static Image Pages(this Image picture)
    {
        var (pages, height) = (picture.Replicate(1, 3), picture.Height);
        return pages.Mutate(fields => fields.Set(GValue.GIntType, "page-height", height));
    }

    /// <summary>Adds fields that are stored next to the pixels: a camera's remarks and a color profile of 150,000 bytes.</summary>
    public static Image WithBaggage(this Image picture) =>
        picture.Mutate(fields =>
        {
            fields.Set(GValue.GStrType, "exif-ifd0-Make", "Nobody");
            fields.Set(GValue.GStrType, "exif-ifd2-UserComment", new string('x', 50_000));
            fields.Set(GValue.BlobType, "xmp-data", Bytes.Noise(9_000));
            fields.Set(GValue.BlobType, "icc-profile-data", LargeProfile());
        });

    // A sound profile, or libvips would not write it, that says of itself that it is longer.
    private static byte[] LargeProfile()
    {
        var profile = Image.ProfileLoad("srgb");
        return [.. Bytes.Big32(150_000), .. profile[4..], .. Bytes.Noise(150_000 - profile.Length)];
    }
}

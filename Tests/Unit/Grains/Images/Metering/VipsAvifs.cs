using NetVips;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

internal static class VipsAvifs
{
    private const Enums.ForeignHeifCompression Av1 = Enums.ForeignHeifCompression.Av1;

    public static readonly Dictionary<string, Func<Image, byte[]>> Kinds = new()
    {
        ["8 bit"] = picture => Save(picture),
        ["10 bit"] = picture => Save(picture.Deep(), 10),
        ["12 bit"] = picture => Save(picture.Deep(), 12),
        ["grey"] = picture => Save(picture.Grey()),
        ["4:4:4"] = picture => picture.HeifsaveBuffer(compression: Av1, effort: 0, subsampleMode: Enums.ForeignSubsample.Off),
        ["lossless"] = picture => picture.HeifsaveBuffer(compression: Av1, effort: 0, lossless: true),
        ["with alpha"] = picture => Save(picture.WithAlpha()),
        ["10 bit with alpha"] = picture => Save(picture.Deep().WithAlpha(), 10),
        ["with baggage"] = picture => Save(picture.WithBaggage()),
        ["several images"] = picture => Save(picture.Pages()),
        ["turned"] = picture => VipsAvifWriter.File(picture, transformations: ForgedHeif.Rotation(1)),
        ["mirrored"] = picture => VipsAvifWriter.File(picture, transformations: ForgedHeif.Box("imir", [1])),
        ["cropped, then turned"] = picture =>
            VipsAvifWriter.File(
                picture,
                transformations: [VipsAvifWriter.Aperture((picture.Width + 1) / 2, (picture.Height + 2) / 3), ForgedHeif.Rotation(3)]
            ),
        ["grid"] = picture => VipsAvifWriter.File(picture, columns: 2, rows: 3),
        ["grid, turned"] = picture => VipsAvifWriter.File(picture, columns: 3, rows: 2, ForgedHeif.Rotation(3)),
    };

    private static byte[] Save(Image picture, int bits = 8) => picture.HeifsaveBuffer(compression: Av1, effort: 0, bitdepth: bits);
}

using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Tiff.Constants;
using SixLabors.ImageSharp.Formats.Webp;
using Image = NetVips.Image;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>What ImageSharp's encoders write, by format and kind.</summary>
internal static class SharpKinds
{
    public static readonly Dictionary<string, Dictionary<string, Func<Image, byte[]>>> All = new()
    {
        ["jpeg"] = Of(
            ("4:2:0", new JpegEncoder { Quality = 60, ColorType = JpegColorType.YCbCrRatio420 }),
            ("4:4:4", new JpegEncoder { Quality = 95, ColorType = JpegColorType.YCbCrRatio444 }),
            ("grey", new JpegEncoder { ColorType = JpegColorType.Luminance }),
            ("rgb", new JpegEncoder { ColorType = JpegColorType.Rgb })
        ),
        ["png"] = Of(
            ("rgb", new PngEncoder()),
            ("rgb interlaced", new PngEncoder { InterlaceMethod = PngInterlaceMode.Adam7 }),
            ("rgb and alpha 16 bit", new PngEncoder { ColorType = PngColorType.RgbWithAlpha, BitDepth = PngBitDepth.Bit16 }),
            ("grey 1 bit", new PngEncoder { ColorType = PngColorType.Grayscale, BitDepth = PngBitDepth.Bit1 }),
            ("palette 2 bit", new PngEncoder { ColorType = PngColorType.Palette, BitDepth = PngBitDepth.Bit2 })
        ),
        ["gif"] = Of(
            ("global palette", new GifEncoder { ColorTableMode = GifColorTableMode.Global }),
            ("local palette", new GifEncoder { ColorTableMode = GifColorTableMode.Local })
        ),
        ["webp"] = Of(
            ("lossy", new WebpEncoder { FileFormat = WebpFileFormatType.Lossy, Method = WebpEncodingMethod.Fastest }),
            ("lossless", new WebpEncoder { FileFormat = WebpFileFormatType.Lossless, Method = WebpEncodingMethod.Fastest })
        ),
        ["bmp"] = Of(
            ("8 bit", new BmpEncoder { BitsPerPixel = BmpBitsPerPixel.Pixel8 }),
            ("16 bit", new BmpEncoder { BitsPerPixel = BmpBitsPerPixel.Pixel16 }),
            ("24 bit", new BmpEncoder { BitsPerPixel = BmpBitsPerPixel.Pixel24 }),
            ("32 bit with alpha", new BmpEncoder { BitsPerPixel = BmpBitsPerPixel.Pixel32, SupportTransparency = true })
        ),
        ["tiff"] = Of(
            ("strips", new TiffEncoder()),
            ("lzw", new TiffEncoder { Compression = TiffCompression.Lzw, HorizontalPredictor = TiffPredictor.Horizontal }),
            ("deflate", new TiffEncoder { Compression = TiffCompression.Deflate }),
            ("packbits", new TiffEncoder { Compression = TiffCompression.PackBits }),
            ("jpeg", new TiffEncoder { Compression = TiffCompression.Jpeg }),
            (
                "palette",
                new TiffEncoder
                {
                    BitsPerPixel = TiffBitsPerPixel.Bit8,
                    PhotometricInterpretation = TiffPhotometricInterpretation.PaletteColor,
                }
            )
        ),
    };

    static SharpKinds()
    {
        All["gif"]["ImageSharp animated"] = picture => picture.SavePages(new GifEncoder());
        All["tiff"]["ImageSharp pages"] = picture => picture.SavePages(new TiffEncoder { Compression = TiffCompression.Deflate });
    }

    private static Dictionary<string, Func<Image, byte[]>> Of(params (string Kind, IImageEncoder Encoder)[] kinds) =>
        kinds.ToDictionary(kind => $"ImageSharp {kind.Kind}", kind => (Func<Image, byte[]>)(picture => picture.Save(kind.Encoder)));
}

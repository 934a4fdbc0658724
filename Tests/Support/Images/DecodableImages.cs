using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.Formats.Jpeg;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Metadata.Profiles.Exif;
using SixLabors.ImageSharp.PixelFormats;

namespace RetailPulse.Tests.Support.Images;

/// <summary>Files that a decoder can decode.</summary>
internal static class DecodableImages
{
    public static byte[] Jpeg(int width, int height) => Save(width, height, new JpegEncoder());

    public static byte[] Png(int width, int height) => Save(width, height, new PngEncoder());

    /// <summary>A JPEG whose camera was held on its side, with the place where the photo was taken.</summary>
    public static byte[] SidewaysJpeg(int width, int height)
    {
        var exif = new ExifProfile();
        exif.SetValue(ExifTag.Orientation, (ushort)6);
        exif.SetValue(ExifTag.GPSAreaInformation, "home");
        return Save(width, height, new JpegEncoder(), exif);
    }

    /// <summary>A PNG of 3 × 4 pixels with a compressed text that expands to 400 MB.</summary>
    public static byte[] PngWithBomb()
    {
        using var text = new MemoryStream();
        using (var zlib = new System.IO.Compression.ZLibStream(text, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            var block = new byte[1 << 20];
            Array.Fill(block, (byte)'a');
            for (var megabyte = 0; megabyte < 400; megabyte++)
                zlib.Write(block);
        }

        // After the signature and the header.
        const int start = 8 + 25;
        var plain = Png(3, 4);
        return [.. plain[..start], .. ForgedPng.Chunk("zTXt", [.. "Comment\0\0"u8, .. text.ToArray()]), .. plain[start..]];
    }

    /// <summary>Returns the size of a JPEG; throws if the file is not a JPEG.</summary>
    public static (int Width, int Height) SizeOf(byte[] jpeg)
    {
        using var image = Image.Load(jpeg, out var format);
        Assert.Equal(JpegFormat.Instance, format);
        Assert.Null(image.Metadata.ExifProfile);
        return (image.Width, image.Height);
    }

    private static byte[] Save(int width, int height, IImageEncoder encoder, ExifProfile? exif = null)
    {
        using var image = new Image<Rgb24>(width, height, new Rgb24(200, 30, 30));
        image.Metadata.ExifProfile = exif;
        using var file = new MemoryStream();
        image.Save(file, encoder);
        return file.ToArray();
    }
}

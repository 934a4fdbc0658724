using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats;
using SixLabors.ImageSharp.PixelFormats;
using SharpImage = SixLabors.ImageSharp.Image;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>The pictures of <see cref="VipsPicture"/> as ImageSharp holds and writes them.</summary>
internal static class SharpPicture
{
    /// <summary>Writes a picture of three bands of 8 bits.</summary>
    public static byte[] Save(this NetVips.Image picture, IImageEncoder encoder)
    {
        using var image = Load(picture);
        return Save(image, encoder);
    }

    /// <summary>Writes a picture three times, as the frames of an animation or the pages of a document.</summary>
    public static byte[] SavePages(this NetVips.Image picture, IImageEncoder encoder)
    {
        using var image = Load(picture);
        for (var frame = 0; frame < 2; frame++)
            image.Frames.AddFrame(image.Frames.RootFrame);
        return Save(image, encoder);
    }

    private static Image<Rgb24> Load(NetVips.Image picture) =>
        SharpImage.LoadPixelData<Rgb24>(picture.WriteToMemory<byte>(), picture.Width, picture.Height);

    private static byte[] Save(SharpImage image, IImageEncoder encoder)
    {
        using var file = new MemoryStream();
        image.Save(file, encoder);
        return file.ToArray();
    }
}

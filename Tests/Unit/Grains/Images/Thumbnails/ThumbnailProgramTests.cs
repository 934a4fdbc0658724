using RetailPulse.Grains.Images.Thumbnails;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;

namespace RetailPulse.Tests.Unit.Grains.Images.Thumbnails;

public sealed class ThumbnailProgramTests
{
    [Theory]
    [InlineData(800, 600, 320, 240)]
    [InlineData(600, 800, 240, 320)]
    [InlineData(1_000, 10, 320, 3)]
    [InlineData(300, 20, 300, 20)]
    public void The_longer_side_is_reduced_and_never_enlarged(int width, int height, int expectedWidth, int expectedHeight)
    {
        Assert.Equal((expectedWidth, expectedHeight), DecodableImages.SizeOf(Draw(DecodableImages.Jpeg(width, height))));
        Assert.Equal((expectedWidth, expectedHeight), DecodableImages.SizeOf(Draw(DecodableImages.Png(width, height))));
    }

    [Fact]
    public void A_photo_is_turned_upright_and_loses_its_place() =>
        Assert.Equal((240, 320), DecodableImages.SizeOf(Draw(DecodableImages.SidewaysJpeg(800, 600))));

    [Fact]
    public void A_transparent_picture_is_white()
    {
        using var clear = new Image<Rgba32>(40, 30);
        using var file = new MemoryStream();
        clear.SaveAsPng(file);
        using var drawn = Image.Load<Rgb24>(Draw(file.ToArray()));
        Assert.InRange(drawn[20, 15].R, 250, 255);
    }

    [Fact]
    public void No_other_format_is_decoded() => Assert.ThrowsAny<ImageFormatException>(() => Draw(ImageServer.Gif));

    private static byte[] Draw(byte[] file)
    {
        using var input = new MemoryStream(file);
        using var output = new MemoryStream();
        ThumbnailProgram.Draw(input, 320, output);
        return output.ToArray();
    }
}

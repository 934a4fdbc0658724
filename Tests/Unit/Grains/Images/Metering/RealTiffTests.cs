using NetVips;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>TIFF files as libtiff writes them: pixels first, each directory after its own.</summary>
public sealed class RealTiffTests
{
    [Theory]
    [InlineData("")]
    [InlineData("[compression=lzw,bigtiff]")]
    [InlineData("[compression=jpeg,tile,tile-width=16,tile-height=16,pyramid]")]
    [InlineData("[compression=deflate,tile,tile-width=16,tile-height=16,pyramid,subifd,profile=srgb]")]
    public async Task A_file_is_measured_and_truncated_at_every_cut(string options)
    {
        using var ramp = Image.Xyz(57, 43)[0];
        using var bytes = (ramp * 4).Cast(Enums.BandFormat.Uchar);
        var image = bytes.WriteToBuffer($".tif{options}");
        await Measure.FindsAsync(image, "tiff", 57, 43);
        await Measure.IsTruncatedAtEveryCutAsync(image);
    }
}

using RetailPulse.Images;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>Photographs with the structure that phones give them.</summary>
public sealed class PhonePhotosTests
{
    // As an iPhone takes it: 4,032 × 3,024 pixels in tiles of 512, turned by a quarter.
    private static readonly ForgedHeif Heic = new(4_032, 3_024)
    {
        Brands = ["heic", "mif1", "MiHE", "MiPr", "miaf", "MiHB", "heic", "tmap"],
        Columns = 8,
        Rows = 6,
        Properties =
        [
            ForgedHeif.Box("colr", Bytes.Ascii("prof"), Bytes.Noise(548)),
            ForgedHeif.Box("hvcC", Bytes.Noise(112)),
            ForgedHeif.Extent(4_032, 3_024),
            ForgedHeif.Rotation(3),
        ],
    };

    public static TheoryData<string> Names => PhonePhotos.Names;

    [Theory, MemberData(nameof(Names))]
    public async Task Has_the_size_that_both_judges_read(string name)
    {
        var photo = PhonePhotos.All[name];
        await Measure.FindsAsync(photo, "jpeg", PhonePhotos.Width, PhonePhotos.Height);
        Assert.Equal((PhonePhotos.Width, PhonePhotos.Height), VipsOpinion.Size(photo));
        Assert.Equal((PhonePhotos.Width, PhonePhotos.Height), SharpOpinion.Size(photo));
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Is_truncated_within_its_image(string name)
    {
        var (photo, end) = (PhonePhotos.All[name], PhonePhotos.EndOfImage(name));
        foreach (var length in (int[])[3, 100, end / 4, end / 2, end * 3 / 4, end - 1, end])
            await Measure.RefusesAsync(photo[..length], ImageReason.Truncated);
    }

    /// <summary>What follows the image belongs to others, and may be cut.</summary>
    [Theory, MemberData(nameof(Names))]
    public async Task What_follows_the_image_may_be_cut(string name)
    {
        if (name == "Samsung panorama")
            return;
        var (photo, end) = (PhonePhotos.All[name], PhonePhotos.EndOfImage(name) + 2);
        foreach (var length in (int[])[end, end + (photo.Length - end) / 2, photo.Length])
            await Measure.FindsAsync(photo[..length], "jpeg", PhonePhotos.Width, PhonePhotos.Height);
    }

    [Fact]
    public async Task A_grid_that_is_turned_has_its_sides_swapped()
    {
        var photo = Heic.File();
        await Measure.FindsAsync(photo, "heic", 3_024, 4_032);
        await Measure.FindsAsync(Bytes.Join(photo, ForgedHeif.Box("mpvd", Bytes.Noise(50_000))), "heic", 3_024, 4_032);
        await Measure.RefusesAsync(photo[..^1], ImageReason.Truncated);
    }

    [Theory]
    [InlineData(2, 3, 1)]
    [InlineData(3, 2, 3)]
    [InlineData(4, 3, 2)]
    public async Task A_real_grid_has_the_size_that_NetVips_shows(int columns, int rows, int turns)
    {
        using var picture = VipsPicture.Colour(64, 64);
        var photo = VipsAvifWriter.File(picture, columns, rows, ForgedHeif.Rotation(turns));
        var (width, height) = VipsOpinion.Size(photo)!.Value;
        await Measure.FindsAsync(photo, "avif", width, height);
        Assert.True(VipsOpinion.Decodes(photo));
    }
}

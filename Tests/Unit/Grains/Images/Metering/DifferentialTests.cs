using RetailPulse.Images;
using Found = RetailPulse.Grains.Images.Metering.MeterResult;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>The meter against NetVips and ImageSharp, over real images of every format and over what damage makes of them.</summary>
public sealed class DifferentialTests
{
    private const int Mutants = 15_000;
    private static readonly byte[] Masks = [0x01, 0x80, 0xFF, 0x10, 0x03];

    public static TheoryData<string> Formats => VipsImages.Formats;

    [Fact]
    public void Hundreds_of_images_are_compared() => Assert.True(VipsImages.All.Count >= 300, $"{VipsImages.All.Count} images");

    [Theory, MemberData(nameof(Formats))]
    public async Task A_sound_image_has_the_size_that_both_judges_read(string format)
    {
        var disagreements = new List<string>();
        foreach (var image in VipsImages.All.Where(image => image.Format == format))
        {
            var found = await Measure.BytesAsync(image.Bytes);
            foreach (var (width, height) in Judgements(image))
                if (found != new Found(ImageReason.None, format, width, height))
                    disagreements.Add($"{image}: {width}x{height}, {found}");
        }
        AssertNone(disagreements);
    }

    /// <summary>ImageSharp knows neither AVIF nor BigTIFF, nor some of the codings in TIFF; NetVips knows no BMP.</summary>
    [Fact]
    public void Nearly_every_image_has_two_judges()
    {
        var judged = VipsImages.All.ToLookup(image =>
            (Vips: VipsOpinion.Size(image.Bytes) is not null, Sharp: SharpOpinion.Size(image.Bytes) is not null)
        );
        Assert.Empty(judged[(false, false)]);
        Assert.All(judged[(false, true)], image => Assert.Equal("bmp", image.Format));
        Assert.All(judged[(true, false)], image => Assert.Contains(image.Format, (string[])["avif", "tiff"]));
        Assert.InRange(judged[(true, true)].Count(), VipsImages.All.Count / 2, VipsImages.All.Count);
    }

    // No cut is harmless: these files end with a marker, a checksum, a directory, or pixels and the padding that their lengths include.
    // Exceptions are a GIF, which may end after any whole block, and a TIFF that ends with tags or padding of ImageSharp: if NetVips still
    // decodes it, it is whole.
    [Theory, MemberData(nameof(Formats))]
    public async Task A_cut_image_is_never_measured(string format)
    {
        var measured = new List<string>();
        foreach (var image in VipsImages.All.Where(image => image.Format == format))
        {
            var whole = image.Bytes.Length;
            foreach (var length in (int[])[whole / 4, whole / 2, whole * 3 / 4, whole - 2, .. format == "gif" ? [] : (int[])[whole - 1]])
                if (
                    (await Measure.BytesAsync(image.Bytes[..length])).Reason == ImageReason.None
                    && !IsStillWhole(format, image.Bytes[..length])
                )
                    measured.Add($"{image}: cut to {length}");
        }
        AssertNone(measured);
    }

    private static bool IsStillWhole(string format, byte[] cut) => format is "gif" or "tiff" && VipsOpinion.Decodes(cut);

    [Theory, MemberData(nameof(Formats))]
    public async Task A_damaged_image_is_never_measured_with_another_size(string format)
    {
        var disagreements = new List<string>();
        foreach (var image in VipsImages.OfEveryKind.Where(image => image.Format == format))
        foreach (var (at, damaged) in Damaged(image.Bytes))
            if (await Measure.BytesAsync(damaged) is { Reason: ImageReason.None } found && Disagrees(found, damaged))
                disagreements.Add(
                    $"{image}: byte {at} to {damaged[at]:X2}: {found}, NetVips {VipsOpinion.Size(damaged)}, ImageSharp {SharpOpinion.Size(damaged)}"
                );
        AssertNone(disagreements);
    }

    [Fact]
    public async Task A_mutant_is_never_measured_with_another_size()
    {
        var disagreements = new List<string>();
        for (var number = 0; number < Mutants; number++)
        {
            var mutant = FuzzMutator.Mutant(number);
            if (await Measure.BytesAsync(mutant) is { Reason: ImageReason.None } found && Disagrees(found, mutant))
                disagreements.Add($"Mutant {number}: {found}, NetVips {VipsOpinion.Size(mutant)}, ImageSharp {SharpOpinion.Size(mutant)}");
        }
        AssertNone(disagreements);
    }

    // Damaged as they are, one of the judges must agree if the other, who decodes every pixel, does not.
    private static bool Disagrees(Found found, byte[] content)
    {
        var (size, vips) = ((found.Width, found.Height), VipsOpinion.Size(content));
        if (vips == size)
            return false;
        var sharp = SharpOpinion.Size(content);
        return sharp != size
            && (
                vips is not null && !DistrustsCanvas(found) && VipsOpinion.Decodes(content)
                || sharp is not null && SharpOpinion.Decodes(content)
            );
    }

    // libnsgif takes a canvas of more than 2,048 pixels for a broken writer's, and the size of the frames instead.
    private static bool DistrustsCanvas(Found found) => found.Format == "gif" && Math.Max(found.Width, found.Height) > 2048;

    private static IEnumerable<(int Width, int Height)> Judgements(VipsImage image) =>
        new[] { (image.Width, image.Height), VipsOpinion.Size(image.Bytes), SharpOpinion.Size(image.Bytes) }
            .OfType<(int, int)>()
            .Skip(image.Format == "avif" ? 1 : 0);

    private static IEnumerable<(int At, byte[] Damaged)> Damaged(byte[] image)
    {
        foreach (var at in Places(image.Length))
        {
            var damaged = image.ToArray();
            damaged[at] ^= Masks[at % Masks.Length];
            yield return (at, damaged);
        }
    }

    // Every byte where headers are wont to be, at the start and, in TIFF, at the end, and a few of the others.
    private static IEnumerable<int> Places(int length) =>
        Enumerable.Range(0, length).Where(at => at < 300 || at >= length - 200 || at % (length / 30 + 1) == 0);

    private static void AssertNone(List<string> faults) => Assert.True(faults.Count == 0, string.Join('\n', faults));
}

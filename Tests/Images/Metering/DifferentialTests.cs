using RetailPulse.Images;
using Found = RetailPulse.Grains.Images.Metering.Metering;

namespace RetailPulse.Tests.Images.Metering;

/// <summary>The meter against NetVips, over real images of every format and over what damage makes of them.</summary>
public sealed class DifferentialTests
{
    private const int Mutants = 15_000;
    private static readonly byte[] Masks = [0x01, 0x80, 0xFF, 0x10, 0x03];

    public static TheoryData<string> Formats => VipsImages.Formats;

    [Fact]
    public void Hundreds_of_images_are_compared() => Assert.True(VipsImages.All.Count >= 300, $"{VipsImages.All.Count} images");

    [Theory, MemberData(nameof(Formats))]
    public async Task A_sound_image_has_the_size_that_NetVips_reads(string format)
    {
        var disagreements = new List<string>();
        foreach (var image in VipsImages.All.Where(image => image.Format == format))
        {
            var (width, height) = Truth(image);
            var found = await Measure.BytesAsync(image.Bytes);
            if (found != new Found(ImageReason.None, format, width, height))
                disagreements.Add($"{image}: {width}x{height}, {found}");
        }
        AssertNone(disagreements);
    }

    // No cut is harmless: these files end with a marker, a checksum, a directory, or pixels and the padding that their lengths include.
    [Theory, MemberData(nameof(Formats))]
    public async Task A_cut_image_is_never_measured(string format)
    {
        var measured = new List<string>();
        foreach (var image in VipsImages.All.Where(image => image.Format == format))
        {
            var whole = image.Bytes.Length;
            foreach (var length in (int[])[whole / 4, whole / 2, whole * 3 / 4, whole - 2, whole - 1])
                if ((await Measure.BytesAsync(image.Bytes[..length])).Reason == ImageReason.None)
                    measured.Add($"{image}: cut to {length}");
        }
        AssertNone(measured);
    }

    [Theory, MemberData(nameof(Formats))]
    public async Task A_damaged_image_is_never_measured_with_another_size(string format)
    {
        var disagreements = new List<string>();
        foreach (var image in VipsImages.OfEveryKind.Where(image => image.Format == format))
            foreach (var (at, damaged) in Damaged(image.Bytes))
                if (await Measure.BytesAsync(damaged) is { Reason: ImageReason.None } found && Disagrees(found, damaged))
                    disagreements.Add($"{image}: byte {at} to {damaged[at]:X2}: {found}, NetVips {VipsOpinion.Size(damaged)}");
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
                disagreements.Add($"Mutant {number}: {found}, NetVips {VipsOpinion.Size(mutant)}");
        }
        AssertNone(disagreements);
    }

    private static bool Disagrees(Found found, byte[] content) => found.Format == "bmp"
        ? VipsBmps.Size(content) != (found.Width, found.Height)
        : VipsOpinion.Size(content) is { } size
            && size != (found.Width, found.Height)
            && !DistrustsCanvas(found)
            && VipsOpinion.Decodes(content);

    // libnsgif takes a canvas of more than 2,048 pixels for a broken writer's, and the size of the frames instead.
    private static bool DistrustsCanvas(Found found) => found.Format == "gif" && Math.Max(found.Width, found.Height) > 2048;

    // Of BMP there is no second opinion but the picture that went in.
    private static (int Width, int Height) Truth(VipsImage image) =>
        image.Format == "bmp" ? (image.Width, image.Height) : VipsOpinion.Size(image.Bytes)!.Value;

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

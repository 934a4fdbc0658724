using System.Globalization;
using RetailPulse.Images;
using Found = RetailPulse.Grains.Images.Metering.MeterResult;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>
/// The meter's verdicts and sizes against those of NetVips and ImageSharp, over pictures of many sizes in every kind that their encoders
/// write, and over phones' photographs. <c>RETAILPULSE_CORPUS_SIZES</c> says how many sizes, for a long run with its figures:
/// <c>RETAILPULSE_CORPUS_SIZES=40 dotnet test Tests -c Release --filter CorpusTests --logger "console;verbosity=detailed"</c>.
/// </summary>
public sealed class CorpusTests(ITestOutputHelper output)
{
    private static readonly int Sizes = int.Parse(
        Environment.GetEnvironmentVariable("RETAILPULSE_CORPUS_SIZES") ?? "1",
        CultureInfo.InvariantCulture
    );

    private readonly List<string> wrong = [];
    private int files;
    private int vipsAgrees;
    private int sharpAgrees;
    private int cutsRefused;

    [Fact]
    public async Task Whole_images_are_measured_as_both_judges_do_and_cut_ones_are_not()
    {
        foreach (var (format, name, content) in Corpus())
            await CompareAsync(format, name, content);
        output.WriteLine(
            $"{files} files: {vipsAgrees} with the size of NetVips, {sharpAgrees} with that of ImageSharp, {cutsRefused} refused when cut in half; {wrong.Count} wrong"
        );
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private async Task CompareAsync(string format, string name, byte[] content)
    {
        files++;
        var found = await Measure.BytesAsync(content);
        var (vips, sharp) = (VipsOpinion.Size(content), SharpOpinion.Size(content));
        vipsAgrees += Agrees(found, vips) ? 1 : 0;
        sharpAgrees += Agrees(found, sharp) ? 1 : 0;
        if (
            found.Reason != ImageReason.None
            || found.Format != format
            || vips is null && sharp is null
            || vips is not null && !Agrees(found, vips)
            || sharp is not null && !Agrees(found, sharp)
        )
            wrong.Add($"{name}: {found}, NetVips {vips}, ImageSharp {sharp}");
        var cut = await Measure.BytesAsync(content[..(content.Length / 2)]);
        cutsRefused += cut.Reason == ImageReason.Truncated ? 1 : 0;
        if (cut.Reason == ImageReason.None && !name.StartsWith("phone", StringComparison.Ordinal))
            wrong.Add($"{name}, half of it: {cut}");
    }

    private static bool Agrees(Found found, (int Width, int Height)? judgement) => judgement == (found.Width, found.Height);

    private static IEnumerable<(string Format, string Name, byte[] Content)> Corpus()
    {
        foreach (var (name, content) in PhonePhotos.All)
            yield return ("jpeg", $"phone {name}", content);
        var random = new Random(2026);
        for (var size = 0; size < Sizes; size++)
        {
            using var picture = VipsPicture.Colour(random.Next(17, 700), random.Next(17, 500));
            foreach (var (format, kinds) in VipsImages.Kinds)
            foreach (var (kind, make) in kinds)
                yield return (format, $"{format} {kind} {picture.Width}x{picture.Height}", make(picture));
        }
    }
}

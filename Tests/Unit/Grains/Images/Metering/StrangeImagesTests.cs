using RetailPulse.Images;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>Images that are not as they should be are measured when decoders show them, and only then.</summary>
public sealed class StrangeImagesTests
{
    public static TheoryData<string> Names => StrangeImages.Names;

    public static TheoryData<string> Measured =>
        [.. StrangeImages.All.Where(image => image.Value.Right.Reason == ImageReason.None).Select(image => image.Key)];

    [Theory, MemberData(nameof(Names))]
    public async Task Is_judged_right_however_it_arrives(string name)
    {
        var (content, right) = StrangeImages.All[name];
        Assert.Equal(right, await Measure.BytesAsync(content));
        Assert.Equal(right, await Measure.SplitAsync(content, 1));
        Assert.Equal(right, await Measure.SplitAsync(content, 4_093, 7));
    }

    /// <summary>No decoder here reads an AVIF of meaningless samples.</summary>
    [Theory, MemberData(nameof(Measured))]
    public void A_judge_reads_the_size_that_is_measured(string name)
    {
        var content = StrangeImages.All[name].Content;
        var sizes = new[] { VipsOpinion.Size(content), SharpOpinion.Size(content) };
        if (!name.StartsWith("avif", StringComparison.Ordinal))
            Assert.Contains((StrangeImages.Width, StrangeImages.Height), sizes);
    }

    [Theory, MemberData(nameof(Measured))]
    public async Task Half_of_it_is_truncated(string name)
    {
        var content = StrangeImages.All[name].Content;
        var whole = name.StartsWith("jpeg, trailer", StringComparison.Ordinal) ? content.Length - 60_200 : content.Length;
        await Measure.RefusesAsync(content[..(whole / 2)], ImageReason.Truncated);
    }
}

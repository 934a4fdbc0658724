using CsCheck;
using RetailPulse.Grains.Images.Metering;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>What holds for the images of every format.</summary>
public sealed class EveryImageTests
{
    public static TheoryData<string> Names => ForgedImages.Names;

    [Theory, MemberData(nameof(Names))]
    public Task Is_measured(string name) =>
        Measure.FindsAsync(ForgedImages.All[name], name.Split(' ')[0], ForgedImages.Width, ForgedImages.Height);

    [Theory, MemberData(nameof(Names))]
    public Task Is_measured_regardless_of_what_follows(string name) =>
        Measure.FindsAsync(
            Bytes.Join(ForgedImages.All[name], Bytes.Noise(70_000)),
            name.Split(' ')[0],
            ForgedImages.Width,
            ForgedImages.Height
        );

    [Theory, MemberData(nameof(Names))]
    public Task Is_truncated_at_every_cut(string name)
    {
        var image = ForgedImages.All[name];
        return Measure.IsTruncatedAtEveryCutAsync(image, name == "gif" ? ForgedGif.CleanCuts(image) : []);
    }

    [Theory, MemberData(nameof(Names))]
    public async Task Is_measured_byte_by_byte(string name) =>
        Assert.Equal(await Measure.BytesAsync(ForgedImages.All[name]), await Measure.SplitAsync(ForgedImages.All[name], 1));

    [Theory, MemberData(nameof(Names))]
    public Task Is_measured_the_same_however_its_bytes_arrive(string name) =>
        Gen.Select(Gen.Int[1, 40].Array[1, 8], Gen.Int[1, ForgedImages.All[name].Length])
            .SampleAsync(
                async (lengths, cut) =>
                {
                    var image = ForgedImages.All[name][..cut];
                    Assert.Equal(await Measure.BytesAsync(image), await Measure.SplitAsync(image, lengths));
                },
                iter: 300
            );

    [Theory, MemberData(nameof(Names))]
    public async Task Is_not_read_beyond_its_end(string name)
    {
        var image = ForgedImages.All[name];
        var body = new SplitStream(Bytes.Join(image, Bytes.Noise(1000)), image.Length, int.MaxValue);
        await new Meter().MeasureAsync(body, CancellationToken.None);
        Assert.Equal(1, body.Reads);
    }
}

using CsCheck;

namespace RetailPulse.Tests.Unit.Grains.Images.Metering;

/// <summary>However the bytes of a real image arrive, whole or damaged, the answer is the same.</summary>
public sealed class SplitTests
{
    public static TheoryData<string> Formats => VipsImages.Formats;

    [Theory, MemberData(nameof(Formats))]
    public Task The_answer_does_not_depend_on_how_the_bytes_arrive(string format) =>
        Gen.Select(Images(format), Cuts, Gen.Double.Unit, Flips, Lengths)
            .SampleAsync(
                async (image, cut, at, flip, lengths) =>
                {
                    var content = image.Bytes[..(int)(image.Bytes.Length * cut)];
                    if (content.Length > 0)
                        content[(int)(content.Length * at)] ^= flip;
                    Assert.Equal(await Measure.BytesAsync(content), await Measure.SplitAsync(content, lengths));
                },
                iter: 500
            );

    // Small ones, and those that fill the reader's buffer more than once.
    private static Gen<VipsImage> Images(string format) =>
        Gen.OneOfConst([
            .. VipsImages.All.Where(image => image.Format == format && image is { Width: 33 } or { Width: 160, Bytes.Length: > 33_000 }),
        ]);

    private static Gen<double> Cuts => Gen.OneOf(Gen.Const(1.0), Gen.Double.Unit);

    private static Gen<byte> Flips => Gen.OneOf(Gen.Const((byte)0), Gen.Byte);

    private static Gen<int[]> Lengths =>
        Gen.OneOf(Gen.Int[1, 9].Array[1, 8], Gen.Int[1, 4_000].Array[1, 8], Gen.Int[1, 40_000].Array[1, 4]);
}

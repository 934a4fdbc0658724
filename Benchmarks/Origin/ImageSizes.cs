namespace RetailPulse.Benchmarks.Origin;

/// <summary>Sizes of the images that an origin serves.</summary>
/// <param name="Mean">Bytes, exactly.</param>
/// <param name="Spread">
/// 0 to 1: how far sizes go either way, as a part of the mean; evenly in between, and never below what an image needs.
/// </param>
internal readonly record struct ImageSizes(int Mean, double Spread)
{
    /// <summary>Enough that consecutive images differ, and few enough to be kept in memory.</summary>
    private const int Count = 64;

    private double Reach => Math.Min(Mean * Spread, Mean - SampleJpeg.Least);

    public int Least => At(0);

    public int Most => At(Count - 1);

    /// <summary>All of one size.</summary>
    public static implicit operator ImageSizes(int bytes) => new(bytes, 0);

    /// <summary>Images of these sizes, the same every time: several, each with its own noise, unless they are all of one size.</summary>
    public byte[][] Create()
    {
        var sizes = this;
        return Spread == 0
            ? [SampleJpeg.Create(Mean)]
            : [.. Enumerable.Range(0, Count).Select(number => SampleJpeg.Create(sizes.At(number), number))];
    }

    public override string ToString() => Spread == 0 ? $"{Mean} bytes" : $"{Least} to {Most} bytes";

    /// <summary>Returns the size of an image. Sizes are evenly spread around the mean.</summary>
    private int At(int number) => Mean + (int)Math.Round(Reach * (2 * number - (Count - 1)) / (Count - 1));
}

namespace RetailPulse.Grains.Images.Metering;

/// <summary>A strip that contains a whole image and whose length in the directory, if there is one, may be wrong.</summary>
/// <param name="Offset">Offset of the strip in the file.</param>
/// <param name="Bits">Bits per sample, one number for each sample; 1 without an entry.</param>
internal readonly record struct TiffStrip(long Offset, PixelSize Size, long Samples, bool Uncompressed, TiffValues Bits)
{
    /// <summary>Requires the strip to exist: all of its pixels if they are not compressed, otherwise its first byte.</summary>
    public void Plan(TiffRoute route)
    {
        route.Reach(Offset, 1);
        if (!Uncompressed || !Size.Allowed)
            return;
        if (Bits.Count == 0)
            Reach(route, 1);
        else if (route.CanRead(Bits))
            route.Plan(Bits, ReachFirst(route));
    }

    private Action<long, long> ReachFirst(TiffRoute route)
    {
        var strip = this;
        return (index, bits) =>
        {
            if (index == 0)
                strip.Reach(route, bits);
        };
    }

    private void Reach(TiffRoute route, long bits) =>
        route.Reach(Offset, (Size.Width * Math.Min(Samples, ushort.MaxValue) * Math.Min(bits, ushort.MaxValue) + 7) / 8 * Size.Height);
}

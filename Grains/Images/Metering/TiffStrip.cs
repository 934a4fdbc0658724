namespace RetailPulse.Grains.Images.Metering;

/// <summary>A strip that holds a whole image and whose length the directory leaves out.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Bits">Bits per sample, one number for each sample; without an entry, 1.</param>
internal readonly record struct TiffStrip(long Offset, PixelSize Size, long Samples, bool Uncompressed, TiffValues Bits)
{
    /// <summary>Has the strip reached: as far as its pixels do when they are not compressed, else its first byte.</summary>
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

namespace RetailPulse.Grains.Images.Metering;

/// <summary>Checks the data of an image that is a grid of tiles (ISO/IEC 23008-12, 6.6.2.3).</summary>
internal static class HeifGrid
{
    /// <summary>Returns whether the grid has this number of tiles and produces an image of this size.</summary>
    public static bool Agrees(ReadOnlySpan<byte> data, int tiles, PixelSize size)
    {
        var reader = new ByteReader(data);
        reader.Number(1);
        var sideLength = (reader.Number(1) & 1) == 0 ? 2 : 4;
        var count = (reader.Number(1) + 1) * (reader.Number(1) + 1);
        var made = new PixelSize((uint)reader.Number(sideLength), (uint)reader.Number(sideLength));
        return !reader.Broken && count == (ulong)tiles && made == size;
    }
}

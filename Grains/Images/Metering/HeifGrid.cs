namespace RetailPulse.Grains.Images.Metering;

/// <summary>The data of an image that is a grid of tiles. Source: ISO/IEC 23008-12, 6.6.2.3.</summary>
internal static class HeifGrid
{
    /// <summary>Whether the grid has this many tiles and makes an image of this size.</summary>
    public static bool Agrees(ReadOnlySpan<byte> data, int tiles, PixelSize size)
    {
        var cursor = new ByteCursor(data);
        cursor.Number(1);
        var sideLength = (cursor.Number(1) & 1) == 0 ? 2 : 4;
        var count = (cursor.Number(1) + 1) * (cursor.Number(1) + 1);
        var made = new PixelSize((uint)cursor.Number(sideLength), (uint)cursor.Number(sideLength));
        return !cursor.Broken && count == (ulong)tiles && made == size;
    }
}

using static RetailPulse.Grains.Images.Metering.HeifCodes;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>The primary image that a meta box describes.</summary>
/// <param name="Result">Size of the image, or the reason why it cannot be measured.</param>
/// <param name="End">End of the data of all items, as an offset in the file.</param>
internal readonly record struct HeifImage(WalkResult Result, long End)
{
    private static readonly HeifImage Corrupt = new(WalkResult.Corrupt, 0);

    /// <summary>Reads a meta box.</summary>
    public static HeifImage Read(ReadOnlySpan<byte> content, HeifHeaders headers)
    {
        if (!HeifMeta.TryRead(content, out var meta))
            return Corrupt;
        var item = HeifItems.PrimaryOf(meta);
        var type = HeifItems.TypeOf(meta, item);
        var parts = HeifItems.IsDerived(type) ? HeifItems.PartsOf(meta, item) : [];
        if (type == 0 || HeifItems.IsDerived(type) && parts.Count == 0)
            return Corrupt;
        if (HeifItems.FormatOf(meta, item) is not { } format)
            return new(WalkResult.Unsupported, 0);
        var properties = new HeifProperties(meta, item);
        if (properties.Coded is not { } coded || properties.Shown is not { } shown)
            return Corrupt;
        if (FindData(meta, headers, item, type, parts, coded) is not { } end)
            return Corrupt;
        return new(WalkResult.Sound(shown) with { Format = format }, end);
    }

    // Returns the end of all data; null if data that the image needs has no location.
    private static long? FindData(HeifMeta meta, HeifHeaders headers, uint item, uint type, List<uint> parts, PixelSize coded)
    {
        // An identity item has no data.
        HashSet<uint> missing = type == Iden ? [.. parts] : [.. parts, item];
        var locations = HeifLocations.Read(meta, headers, item, missing);
        var agrees = type != Grid || locations.Primary.IsEmpty || HeifGrid.Agrees(locations.Primary, parts.Count, coded);
        return locations.Sound && missing.Count == 0 && agrees ? locations.End : null;
    }
}

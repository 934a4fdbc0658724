using static RetailPulse.Grains.Images.Metering.HeifCodes;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>What a meta box says of the image that the file is about.</summary>
/// <param name="Finding">The image's size, or what is wrong with it.</param>
/// <param name="End">Where in the file the data of all items ends.</param>
internal readonly record struct HeifImage(Finding Finding, long End)
{
    private static readonly HeifImage Corrupt = new(Finding.Corrupt, 0);

    public static HeifImage Read(ReadOnlySpan<byte> content)
    {
        if (!HeifMeta.TryRead(content, out var meta))
            return Corrupt;
        var item = HeifItems.PrimaryOf(meta);
        var type = HeifItems.TypeOf(meta, item);
        var parts = HeifItems.IsDerived(type) ? HeifItems.PartsOf(meta, item) : [];
        if (type == 0 || HeifItems.IsDerived(type) && parts.Count == 0)
            return Corrupt;
        if (HeifItems.FormatOf(meta, item) is not { } format)
            return new(Finding.Unsupported, 0);
        var properties = new HeifProperties(meta, item);
        if (properties.Coded is not { } coded || properties.Shown is not { } shown)
            return Corrupt;
        if (FindData(meta, item, type, parts, coded) is not { } end)
            return Corrupt;
        return new(Finding.Sound(shown) with { Format = format }, end);
    }

    // Where all data ends; null when some that the image needs is nowhere.
    private static long? FindData(HeifMeta meta, uint item, uint type, List<uint> parts, PixelSize coded)
    {
        // An identity has no data of its own.
        HashSet<uint> missing = type == Iden ? [.. parts] : [.. parts, item];
        var locations = HeifLocations.Read(meta, item, missing);
        var agrees = type != Grid || locations.Primary.IsEmpty || HeifGrid.Agrees(locations.Primary, parts.Count, coded);
        return locations.Sound && missing.Count == 0 && agrees ? locations.End : null;
    }
}

using static RetailPulse.Grains.Images.Metering.HeifCodes;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>The items of a meta box: which is the image, how it is coded, and of which others it is made.</summary>
internal static class HeifItems
{
    // Far more than the tiles of any photograph; a set of their numbers stays below 128 KiB.
    private const int MaxParts = 4_096;

    // A grid may be rotated by identity, and so on, but not forever.
    private const int MaxDepth = 4;

    /// <summary>ISO/IEC 14496-12, 8.11.4: the primary item's number.</summary>
    public static uint PrimaryOf(HeifMeta meta)
    {
        var box = new ByteCursor(meta.Primary);
        return (uint)box.Number(box.TakeVersion() == 0 ? 2 : 4);
    }

    /// <summary>Whether an item of this type has no coded pixels of its own: ISO/IEC 23008-12, 6.6.2.</summary>
    public static bool IsDerived(uint type) => type is Grid or Iovl or Iden;

    /// <summary>ISO/IEC 14496-12, 8.11.6: the type of an item; 0 when the item does not exist.</summary>
    public static uint TypeOf(HeifMeta meta, uint item)
    {
        var box = new ByteCursor(meta.Items);
        box.Number(box.TakeVersion() == 0 ? 2 : 4);
        while (box.TryTakeBox(out var type, out var content))
            if (type == Infe && TypeOf(content, item) is { } found)
                return found;
        return 0;
    }

    /// <summary>Returns the coding of an item's pixels, or of the first item that it consists of; <see langword="null"/> for others.</summary>
    public static string? FormatOf(HeifMeta meta, uint item)
    {
        var type = TypeOf(meta, item);
        for (var depth = 0; depth < MaxDepth && IsDerived(type) && PartsOf(meta, item) is [var part, ..]; depth++)
            (item, type) = (part, TypeOf(meta, part));
        return type switch
        {
            Av01 => "avif",
            Hvc1 or Hev1 => "heic",
            _ => null,
        };
    }

    /// <summary>ISO/IEC 14496-12, 8.11.12: the items that an item is made of; none when there are too many.</summary>
    public static List<uint> PartsOf(HeifMeta meta, uint item)
    {
        var box = new ByteCursor(meta.References);
        var idLength = box.TakeVersion() == 0 ? 2 : 4;
        while (box.TryTakeBox(out var type, out var content))
        {
            var reference = new ByteCursor(content);
            if (type == Dimg && reference.Number(idLength) == item)
                return ReadParts(reference, idLength);
        }
        return [];
    }

    private static List<uint> ReadParts(ByteCursor reference, int idLength)
    {
        List<uint> parts = [];
        var count = reference.Number(2);
        for (; count is > 0 and <= MaxParts && !reference.Broken; count--)
            parts.Add((uint)reference.Number(idLength));
        return reference.Broken ? [] : parts;
    }

    // Entries before version 2 have no type.
    private static uint? TypeOf(ReadOnlySpan<byte> entry, uint item)
    {
        var cursor = new ByteCursor(entry);
        var version = cursor.TakeVersion();
        if (version < 2 || cursor.Number(version == 2 ? 2 : 4) != item)
            return null;
        cursor.Number(2);
        return (uint)cursor.Number(4);
    }
}

using static RetailPulse.Grains.Images.Metering.HeifCodes;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>Finds items in a meta box: the primary image, its encoding, and the items that it consists of.</summary>
internal static class HeifItems
{
    // Far more than the tiles of any photograph. A set of their numbers takes less than 128 KiB.
    private const int MaxParts = 4_096;

    // A grid may be an item of an identity, and so on. The depth is limited.
    private const int MaxDepth = 4;

    /// <summary>Returns the number of the primary item (ISO/IEC 14496-12, 8.11.4).</summary>
    public static uint PrimaryOf(HeifMeta meta)
    {
        var box = new ByteReader(meta.Primary);
        return (uint)box.Number(box.ReadVersion() == 0 ? 2 : 4);
    }

    /// <summary>Returns whether items of this type have no encoded pixels of their own (ISO/IEC 23008-12, 6.6.2).</summary>
    public static bool IsDerived(uint type) => type is Grid or Iovl or Iden;

    /// <summary>Returns the type of an item; 0 if the item does not exist (ISO/IEC 14496-12, 8.11.6).</summary>
    public static uint TypeOf(HeifMeta meta, uint item)
    {
        var box = new ByteReader(meta.Items);
        box.Number(box.ReadVersion() == 0 ? 2 : 4);
        while (box.TryReadBox(out var type, out var content))
            if (type == Infe && TypeOf(content, item) is { } found)
                return found;
        return 0;
    }

    /// <summary>
    /// Returns the format of an item's pixels, or of the first item that it consists of; <see langword="null"/> if it is not measured.
    /// </summary>
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

    /// <summary>Returns the items that an item consists of; none if there are too many (ISO/IEC 14496-12, 8.11.12).</summary>
    public static List<uint> PartsOf(HeifMeta meta, uint item)
    {
        var box = new ByteReader(meta.References);
        var idLength = box.ReadVersion() == 0 ? 2 : 4;
        while (box.TryReadBox(out var type, out var content))
        {
            var reference = new ByteReader(content);
            if (type == Dimg && reference.Number(idLength) == item)
                return ReadParts(reference, idLength);
        }
        return [];
    }

    private static List<uint> ReadParts(ByteReader reference, int idLength)
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
        var reader = new ByteReader(entry);
        var version = reader.ReadVersion();
        if (version < 2 || reader.Number(version == 2 ? 2 : 4) != item)
            return null;
        reader.Number(2);
        return (uint)reader.Number(4);
    }
}

using static RetailPulse.Grains.Images.Metering.HeifCodes;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>The boxes within a meta box. Source: ISO/IEC 14496-12, 8.11.1.</summary>
internal ref struct HeifMeta
{
    public ReadOnlySpan<byte> Handler;
    public ReadOnlySpan<byte> Primary;
    public ReadOnlySpan<byte> Items;
    public ReadOnlySpan<byte> References;
    public ReadOnlySpan<byte> Properties;
    public ReadOnlySpan<byte> Locations;

    /// <summary>The data of those items that lie within the meta box.</summary>
    public ReadOnlySpan<byte> Inline;

    /// <summary><see langword="false"/> when the boxes do not fill the meta box, or it does not speak of pictures.</summary>
    public static bool TryRead(ReadOnlySpan<byte> content, out HeifMeta meta)
    {
        meta = default;
        var cursor = new ByteCursor(content);
        cursor.Take(4);
        while (cursor.TryTakeBox(out var type, out var box))
            meta.Add(type, box);
        return !cursor.Broken && meta.Handler is [_, _, _, _, _, _, _, _, (byte)'p', (byte)'i', (byte)'c', (byte)'t', ..];
    }

    /// <summary>Whether the meta box speaks of pictures without saying which of them the file is about.</summary>
    public static bool LacksPrimary(ReadOnlySpan<byte> content) => TryRead(content, out var meta) && meta.Primary.IsEmpty;

    private void Add(uint type, ReadOnlySpan<byte> box)
    {
        switch (type)
        {
            case Hdlr: Handler = box; break;
            case Pitm: Primary = box; break;
            case Iinf: Items = box; break;
            case Iref: References = box; break;
            case Iprp: Properties = box; break;
            case Iloc: Locations = box; break;
            case Idat: Inline = box; break;
        }
    }
}

using static RetailPulse.Grains.Images.Metering.HeifCodes;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>The boxes within a meta box (ISO/IEC 14496-12, 8.11.1).</summary>
internal ref struct HeifMeta
{
    public ReadOnlySpan<byte> Handler;
    public ReadOnlySpan<byte> Primary;
    public ReadOnlySpan<byte> Items;
    public ReadOnlySpan<byte> References;
    public ReadOnlySpan<byte> Properties;
    public ReadOnlySpan<byte> Locations;

    /// <summary>The data of the items that are stored in the meta box.</summary>
    public ReadOnlySpan<byte> Inline;

    /// <summary>
    /// Reads a meta box. Returns <see langword="false"/> if the boxes do not fill it, or if it does not describe pictures.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> content, out HeifMeta meta)
    {
        meta = default;
        var reader = new ByteReader(content);
        reader.Read(4);
        while (reader.TryReadBox(out var type, out var box))
            meta.Add(type, box);
        return !reader.Broken && meta.Handler is [_, _, _, _, _, _, _, _, (byte)'p', (byte)'i', (byte)'c', (byte)'t', ..];
    }

    /// <summary>Whether the meta box describes pictures without naming the primary one.</summary>
    public static bool LacksPrimary(ReadOnlySpan<byte> content) => TryRead(content, out var meta) && meta.Primary.IsEmpty;

    private void Add(uint type, ReadOnlySpan<byte> box)
    {
        switch (type)
        {
            case Hdlr:
                Handler = box;
                break;
            case Pitm:
                Primary = box;
                break;
            case Iinf:
                Items = box;
                break;
            case Iref:
                References = box;
                break;
            case Iprp:
                Properties = box;
                break;
            case Iloc:
                Locations = box;
                break;
            case Idat:
                Inline = box;
                break;
        }
    }
}

namespace RetailPulse.Grains.Images.Metering;

/// <summary>The locations of the data of a file's items (ISO/IEC 14496-12, 8.11.3).</summary>
internal ref struct HeifLocations
{
    private const ulong InFile = 0;
    private const ulong InMeta = 1;

    private readonly ReadOnlySpan<byte> inline;
    private readonly HeifHeaders headers;
    private readonly uint primary;
    private readonly int version;
    private readonly int offsetLength;
    private readonly int lengthLength;
    private readonly int baseLength;
    private readonly int indexLength;
    private ByteReader box;

    private HeifLocations(HeifMeta meta, HeifHeaders headers, uint primary)
    {
        (this.headers, this.primary) = (headers, primary);
        inline = meta.Inline;
        box = new(meta.Locations);
        version = box.ReadVersion();
        var lengths = (int)box.Number(2);
        (offsetLength, lengthLength, baseLength) = (lengths >> 12, lengths >> 8 & 15, lengths >> 4 & 15);
        indexLength = version == 0 ? 0 : lengths & 15;
        Sound = version <= 2 && IsLength(offsetLength) && IsLength(lengthLength) && IsLength(baseLength) && IsLength(indexLength);
    }

    /// <summary>Whether the box is consistent, and all data that it locates in the meta box is there.</summary>
    public bool Sound { get; private set; }

    /// <summary>The largest end offset of any data in the file.</summary>
    public long End { get; private set; }

    /// <summary>The beginning of the primary item's data, if it is in the meta box.</summary>
    public ReadOnlySpan<byte> Primary { get; private set; }

    /// <summary>Reads all locations, and removes the items whose data is in this file from <paramref name="missing"/>.</summary>
    public static HeifLocations Read(HeifMeta meta, HeifHeaders headers, uint primary, HashSet<uint> missing)
    {
        var locations = new HeifLocations(meta, headers, primary);
        var count = locations.Sound ? locations.box.Number(locations.IdLength) : 0;
        for (; count > 0 && !locations.box.Broken; count--)
            locations.ReadItem(missing);
        locations.Sound &= !locations.box.Broken;
        return locations;
    }

    private readonly int IdLength => version < 2 ? 2 : 4;

    private static bool IsLength(int length) => length is 0 or 4 or 8;

    private void ReadItem(HashSet<uint> missing)
    {
        var item = (uint)box.Number(IdLength);
        var method = version == 0 ? InFile : box.Number(2) & 15;
        var here = box.Number(2) == 0;
        UInt128 start = box.Number(baseLength);
        var extents = box.Number(2);
        // An item without bytes has no location.
        var present = false;
        // Extents without numbers are all equal. Reading them would only cost time.
        if (indexLength + offsetLength + lengthLength == 0)
            extents = Math.Min(extents, 1);
        for (; extents > 0 && !box.Broken; extents--)
        {
            box.Number(indexLength);
            var (offset, length) = (start + box.Number(offsetLength), box.Number(lengthLength));
            if (here && method == InFile)
                present |= AddInFile(offset, length);
            else if (here && method == InMeta)
                present |= AddInline(item, offset, length);
            else
                present |= length > 0 || lengthLength == 0;
        }
        if (here && present)
            missing.Remove(item);
    }

    // Without a field for lengths, an extent is its whole source. Of the file, at least one byte must then be there. The data in the meta
    // box can also be located by its offset in the file.
    private bool AddInFile(UInt128 offset, ulong length)
    {
        var end = lengthLength == 0 ? headers.FirstByteFrom(offset) : offset + length;
        End = Math.Max(End, (long)UInt128.Min(end, long.MaxValue));
        return headers.LeaveOut(offset, end) || length > 0 && !inline.IsEmpty && offset > headers.Start;
    }

    private bool AddInline(uint item, UInt128 offset, ulong length)
    {
        if (offset + length > (ulong)inline.Length)
            Sound = false;
        else if (item == primary && Primary.IsEmpty)
            Primary = inline.Slice((int)offset, (int)length);
        return length > 0 || lengthLength == 0 && offset < (ulong)inline.Length;
    }
}

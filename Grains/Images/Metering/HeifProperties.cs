using static RetailPulse.Grains.Images.Metering.HeifCodes;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>The properties of one item, in the order in which they apply (ISO/IEC 14496-12, 8.11.14; ISO/IEC 23008-12, 6.5).</summary>
internal readonly ref struct HeifProperties
{
    // Each property is searched for from the beginning. A photograph has fewer than a hundred.
    private const int MaxProperties = 4_096;

    private readonly ReadOnlySpan<byte> all;
    private readonly List<int> numbers;

    public HeifProperties(HeifMeta meta, uint item)
    {
        numbers = [];
        var box = new ByteReader(meta.Properties);
        while (box.TryReadBox(out var type, out var content))
            if (type == Ipco)
                all = content;
            else if (type == Ipma && numbers.Count == 0)
                ReadNumbers(content, item, numbers);
    }

    /// <summary>Size before any transformation (6.5.3); <see langword="null"/> if there is none.</summary>
    public PixelSize? Coded
    {
        get
        {
            foreach (var number in numbers)
                if (Find(number, out var content) == Ispe)
                    return ReadSize(content);
            return null;
        }
    }

    /// <summary>Size after cropping (6.5.9) and rotation (6.5.10), which every decoder must apply, unlike those of Exif.</summary>
    public PixelSize? Shown
    {
        get
        {
            var size = Coded;
            foreach (var number in numbers)
                size = (size, Find(number, out var content)) switch
                {
                    ({ } whole, Clap) => HeifCrop.Apply(whole, content),
                    ({ } whole, Irot) when content is [var turns, ..] && (turns & 1) == 1 => new(whole.Height, whole.Width),
                    _ => size,
                };
            return size;
        }
    }

    private static PixelSize? ReadSize(ReadOnlySpan<byte> content)
    {
        var box = new ByteReader(content);
        box.ReadVersion();
        var size = new PixelSize((uint)box.Number(4), (uint)box.Number(4));
        return box.Broken ? null : size;
    }

    // With flag 1, the numbers have 15 bits, otherwise 7. The next higher bit marks a property that a decoder must know.
    private static void ReadNumbers(ReadOnlySpan<byte> content, uint item, List<int> numbers)
    {
        var box = new ByteReader(content);
        var head = box.Number(4);
        var (idLength, length) = (head >> 24 == 0 ? 2 : 4, (head & 1) == 0 ? 1 : 2);
        var found = false;
        for (var items = box.Number(4); items > 0 && !found && !box.Broken; items--)
        {
            found = box.Number(idLength) == item;
            var associations = new ByteReader(box.Read(box.Number(1) * (uint)length));
            while (found && !associations.AtEnd)
                numbers.Add((int)associations.Number(length) & (length == 1 ? 0x7F : 0x7FFF));
        }
    }

    // Returns the type of a property; 0 if there is none with this number. The first property has number 1.
    private uint Find(int number, out ReadOnlySpan<byte> content)
    {
        content = default;
        var box = new ByteReader(all);
        for (var at = 1; at <= MaxProperties && box.TryReadBox(out var type, out content); at++)
            if (at == number)
                return type;
        return 0;
    }
}

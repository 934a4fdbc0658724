namespace RetailPulse.Grains.Images.Metering;

/// <summary>The values of a directory entry: in the entry itself if they fit, otherwise elsewhere in the file.</summary>
/// <param name="Length">Length of one value in bytes; 0 if the type is unknown.</param>
/// <param name="Whole">Whether the values are integers, as all values that the meter reads.</param>
/// <param name="Signed">Whether the values may be negative. The meter treats a negative number as one beyond the file.</param>
/// <param name="Field">Field of the entry, read as one number.</param>
internal readonly record struct TiffValues(TiffEncoding Encoding, int Length, bool Whole, bool Signed, ulong Count, ulong Field)
{
    public bool Inline => (UInt128)Count * (uint)Length <= (uint)Encoding.OffsetLength;

    /// <summary>Offset of the values, unless they are <see cref="Inline"/>.</summary>
    public long Offset => Clamp(Field);

    /// <summary>Offset of the end of the values, unless they are <see cref="Inline"/>.</summary>
    public long End => Clamp((UInt128)Count * (uint)Length + Field);

    /// <summary>The only value; <see langword="null"/> if there are none or several.</summary>
    public long? Single => Inline && Whole && Count == 1 ? At(0) : null;

    /// <summary>Returns one of the values if they are <see cref="Inline"/>.</summary>
    public long At(int index)
    {
        var before = Encoding.BigEndian ? Encoding.OffsetLength - Length * (index + 1) : Length * index;
        return Number(Field >> (8 * before) & ulong.MaxValue >> (64 - 8 * Length));
    }

    /// <summary>Returns whether the values overlap with the range from <paramref name="start"/> to <paramref name="end"/>.</summary>
    public bool Overlap(long start, long end) => !Inline && Offset < end && End > start;

    /// <summary>Calls <paramref name="visit"/> with the index and value of each number in <paramref name="data"/>.</summary>
    /// <param name="first">Index of the first number.</param>
    /// <returns>Number of values.</returns>
    public int Visit(ReadOnlySpan<byte> data, long first, Action<long, long> visit)
    {
        var count = (int)Math.Min(Count - (ulong)first, (ulong)(data.Length / Length));
        for (var i = 0; i < count; i++)
            visit(first + i, Number(Encoding.Read(data.Slice(i * Length, Length))));
        return count;
    }

    public static TiffValues Read(TiffEncoding encoding, ReadOnlySpan<byte> entry)
    {
        var (length, whole, signed) = TypeOf(encoding.Read(entry[2..4]));
        var (count, field) = (encoding.Read(entry[4..^encoding.OffsetLength]), encoding.Read(entry[^encoding.OffsetLength..]));
        return new(encoding, length, whole, signed, count, field);
    }

    // TIFF 6.0, section 2. 13 is the IFD of TechNote 1, and 16 to 18 belong to BigTIFF.
    private static (int Length, bool Whole, bool Signed) TypeOf(ulong type) =>
        type switch
        {
            1 => (1, true, false),
            2 or 7 => (1, false, false),
            3 => (2, true, false),
            4 or 13 => (4, true, false),
            6 => (1, true, true),
            8 => (2, true, true),
            9 => (4, true, true),
            11 => (4, false, false),
            16 or 18 => (8, true, false),
            17 => (8, true, true),
            5 or 10 or 12 => (8, false, false),
            _ => (0, false, false),
        };

    private long Number(ulong number) => Signed && number >> (8 * Length - 1) != 0 ? long.MaxValue : Clamp(number);

    private static long Clamp(UInt128 number) => (long)UInt128.Min(number, long.MaxValue);
}

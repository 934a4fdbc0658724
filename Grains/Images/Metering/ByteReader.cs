namespace RetailPulse.Grains.Images.Metering;

/// <summary>Reads big-endian numbers and boxes from bytes.</summary>
/// <remarks>
/// Reading beyond the end sets <see cref="Broken"/>, and everything read from then on is zero or empty, so that a caller need not check
/// every step.
/// </remarks>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>Whether a read went beyond the end, or a box contradicted itself.</summary>
    public bool Broken { get; private set; }

    public readonly bool AtEnd => rest.IsEmpty;

    /// <summary>Reads a number of at most 8 bytes.</summary>
    public ulong Number(int length)
    {
        ulong number = 0;
        foreach (var digit in Read((uint)length))
            number = number << 8 | digit;
        return number;
    }

    /// <summary>Reads the version at the beginning of a full box and skips its flags.</summary>
    public int ReadVersion() => (int)(Number(4) >> 24);

    public ReadOnlySpan<byte> Read(ulong count)
    {
        if (count > (ulong)rest.Length)
        {
            rest = default;
            Broken = true;
            return default;
        }
        var taken = rest[..(int)count];
        rest = rest[(int)count..];
        return taken;
    }

    /// <summary>Reads the next box. A box of length 0 extends to the end (ISO/IEC 14496-12, 4.2).</summary>
    /// <returns><see langword="false"/> at the end.</returns>
    public bool TryReadBox(out uint type, out ReadOnlySpan<byte> content)
    {
        type = 0;
        content = default;
        if (rest.IsEmpty)
            return false;
        var length = Number(4);
        type = (uint)Number(4);
        content = length switch
        {
            0 => Read((ulong)rest.Length),
            1 => ReadContent(Number(8), 16),
            _ => ReadContent(length, 8),
        };
        return !Broken;
    }

    private ReadOnlySpan<byte> ReadContent(ulong length, uint head) => Read(length >= head ? length - head : ulong.MaxValue);
}

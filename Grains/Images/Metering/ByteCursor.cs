namespace RetailPulse.Grains.Images.Metering;

/// <summary>
/// Reads big-endian numbers and boxes from bytes. Asking for more than there are is allowed: it sets <see cref="Broken"/>, and all
/// that is read from then on is zero or empty, so that the reader need not check every step.
/// </summary>
internal ref struct ByteCursor(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    /// <summary>More was asked for than there was, or a box contradicted itself.</summary>
    public bool Broken { get; private set; }

    public readonly bool AtEnd => rest.IsEmpty;

    /// <summary>The next number, of at most 8 bytes.</summary>
    public ulong Number(int length)
    {
        ulong number = 0;
        foreach (var digit in Take((uint)length))
            number = number << 8 | digit;
        return number;
    }

    /// <summary>The version that a full box begins with, and its flags passed over.</summary>
    public int TakeVersion() => (int)(Number(4) >> 24);

    public ReadOnlySpan<byte> Take(ulong count)
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

    /// <summary>The next box, which reaches to the end when its length is 0 (ISO/IEC 14496-12, 4.2).</summary>
    /// <returns><see langword="false"/> at the end.</returns>
    public bool TryTakeBox(out uint type, out ReadOnlySpan<byte> content)
    {
        type = 0;
        content = default;
        if (rest.IsEmpty)
            return false;
        var length = Number(4);
        type = (uint)Number(4);
        content = length switch
        {
            0 => Take((ulong)rest.Length),
            1 => TakeContent(Number(8), 16),
            _ => TakeContent(length, 8),
        };
        return !Broken;
    }

    private ReadOnlySpan<byte> TakeContent(ulong length, uint head) => Take(length >= head ? length - head : ulong.MaxValue);
}

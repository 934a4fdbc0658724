using System.Globalization;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>The first bytes of a format, in hexadecimal; <c>..</c> is any byte.</summary>
internal sealed class Signature(string pattern)
{
    // Fewer bytes are the beginning of words, such as "I", "GI", and "BMW".
    private const int Distinctive = 3;

    private readonly byte?[] bytes = [.. pattern.Split(' ').Select(Parse)];

    public int Length => bytes.Length;

    /// <summary>The first byte, which is never any byte.</summary>
    public byte First => bytes[0]!.Value;

    /// <summary>
    /// Returns whether <paramref name="head"/> begins with this signature or, if it is truncated, with a distinctive part of it.
    /// </summary>
    public bool Matches(ReadOnlySpan<byte> head)
    {
        var length = Math.Min(head.Length, bytes.Length);
        var equal = 0;
        for (var i = 0; i < length; i++)
        {
            if (bytes[i] is not { } expected)
                continue;
            if (head[i] != expected)
                return false;
            equal++;
        }
        return length == bytes.Length || equal >= Distinctive;
    }

    private static byte? Parse(string pair) =>
        pair == ".." ? null : byte.Parse(pair, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}

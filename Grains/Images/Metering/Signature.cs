using System.Globalization;

namespace RetailPulse.Grains.Images.Metering;

/// <summary>The bytes that a format begins with, written in hexadecimal; <c>..</c> is any byte.</summary>
internal sealed class Signature(string pattern)
{
    private readonly byte?[] bytes = [.. pattern.Split(' ').Select(Parse)];

    public int Length => bytes.Length;

    /// <summary>Whether <paramref name="head"/> begins with this signature or, being cut short, with a part of it that tells it apart.</summary>
    public bool Matches(ReadOnlySpan<byte> head)
    {
        var length = Math.Min(head.Length, bytes.Length);
        var told = false;
        for (var i = 0; i < length; i++)
        {
            if (bytes[i] is not { } expected)
                continue;
            if (head[i] != expected)
                return false;
            told = true;
        }
        return told;
    }

    private static byte? Parse(string pair) =>
        pair == ".." ? null : byte.Parse(pair, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}

namespace RetailPulse.Grains.Images.Hashing;

/// <summary>The polynomial of Poly1305 (RFC 8439, section 2.5) over whole blocks of 16 bytes, without the final addition.</summary>
/// <remarks>
/// The sum modulo 2¹³⁰ − 5 is held in three limbs of 44, 44 and 42 bits. Without the key, two different messages of n blocks have the same
/// result with a probability of at most 8n ÷ 2¹⁰⁶.
/// </remarks>
internal struct Poly1305
{
    private const ulong Bits44 = (1UL << 44) - 1;
    private const ulong Bits42 = (1UL << 42) - 1;

    private readonly ulong r0;
    private readonly ulong r1;
    private readonly ulong r2;
    private ulong h0;
    private ulong h1;
    private ulong h2;

    /// <param name="key">The point at which the polynomial is evaluated. Some of its bits are cleared, as the RFC requires.</param>
    public Poly1305(UInt128 key)
    {
        var clamped = key & new UInt128(0x0FFFFFFC_0FFFFFFC, 0x0FFFFFFC_0FFFFFFF);
        (r0, r1, r2) = ((ulong)clamped & Bits44, (ulong)(clamped >> 44) & Bits44, (ulong)(clamped >> 88));
    }

    /// <summary>The fully reduced sum, modulo 2¹²⁸.</summary>
    public readonly UInt128 Sum
    {
        get
        {
            var (a, b, c) = Carry(h0, h1, h2);
            (a, b, c) = Carry(a, b, c);

            // A value of 2¹³⁰ − 5 or more reaches 2¹³⁰ when 5 is added.
            var (x, y, z) = (a + 5, b, c);
            (x, y) = (x & Bits44, y + (x >> 44));
            (y, z) = (y & Bits44, z + (y >> 44));
            if (z > Bits42)
                (a, b, c) = (x, y, z & Bits42);
            return ((UInt128)c << 88) | ((UInt128)b << 44) | a;
        }
    }

    /// <summary>Adds the next block.</summary>
    public void Add(ulong low, ulong high)
    {
        var a = h0 + (low & Bits44);
        var b = h1 + (((low >> 44) | (high << 20)) & Bits44);
        var c = h2 + ((high >> 24) | (1UL << 40));
        var (s1, s2) = (r1 * 20, r2 * 20);
        var d0 = Math.BigMul(a, r0) + Math.BigMul(b, s2) + Math.BigMul(c, s1);
        var d1 = Math.BigMul(a, r1) + Math.BigMul(b, r0) + Math.BigMul(c, s2) + (ulong)(d0 >> 44);
        var d2 = Math.BigMul(a, r2) + Math.BigMul(b, r1) + Math.BigMul(c, r0) + (ulong)(d1 >> 44);
        h0 = ((ulong)d0 & Bits44) + ((ulong)(d2 >> 42) * 5);
        h1 = ((ulong)d1 & Bits44) + (h0 >> 44);
        h2 = (ulong)d2 & Bits42;
        h0 &= Bits44;
    }

    private static (ulong, ulong, ulong) Carry(ulong a, ulong b, ulong c)
    {
        (b, c) = (b & Bits44, c + (b >> 44));
        (a, c) = (a + ((c >> 42) * 5), c & Bits42);
        (a, b) = (a & Bits44, b + (a >> 44));
        return (a, b & Bits44, c + (b >> 44));
    }
}

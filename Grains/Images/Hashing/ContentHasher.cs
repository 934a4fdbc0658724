using System.Runtime.CompilerServices;

namespace RetailPulse.Grains.Images.Hashing;

/// <summary>Hashes a body under its tenant's key, as its bytes arrive.</summary>
/// <remarks>
/// NH compresses blocks of 4 KiB to 32 bytes each, the polynomial of Poly1305 compresses these, and AES encrypts the result. This is the
/// Carter–Wegman construction, as in UMAC and Adiantum: without the key, two different bodies of 50 MiB have the same hash with a
/// probability below 2⁻⁸⁸. A cryptographic hash such as SHA-256 takes ten to thirty times as long.
/// </remarks>
internal sealed class ContentHasher(ContentKey key)
{
    private Stripe pending;
    private int filled;
    private NonlinearHash.Sums sums;
    private int offset;
    private Poly1305 polynomial = key.Start;
    private ulong length;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        length += (ulong)bytes.Length;
        if (filled > 0)
        {
            var taken = Math.Min(NonlinearHash.StripeBytes - filled, bytes.Length);
            bytes[..taken].CopyTo(pending[filled..]);
            filled += taken;
            bytes = bytes[taken..];
            if (filled < NonlinearHash.StripeBytes)
                return;
            Add(pending);
            filled = 0;
        }

        var whole = bytes.Length - (bytes.Length % NonlinearHash.StripeBytes);
        Add(bytes[..whole]);
        bytes[whole..].CopyTo(pending);
        filled = bytes.Length - whole;
    }

    /// <summary>Returns the hash of all appended bytes. It is never 0, which means no hash. Nothing can be appended afterwards.</summary>
    public UInt128 Finish()
    {
        if (filled > 0)
        {
            // Zero padding is unambiguous, because the length of the body is hashed as well.
            pending[filled..].Clear();
            Add(pending);
        }

        if (offset > 0)
            CloseBlock();
        polynomial.Add(length, 0);
        return UInt128.Max(key.Encrypt(polynomial.Sum), 1);
    }

    private void Add(ReadOnlySpan<byte> stripes)
    {
        while (!stripes.IsEmpty)
        {
            var some = Math.Min(NonlinearHash.BlockBytes - offset, stripes.Length);
            NonlinearHash.Add(ref sums, stripes[..some], key.Words[(offset / sizeof(uint))..]);
            stripes = stripes[some..];
            offset += some;
            if (offset == NonlinearHash.BlockBytes)
                CloseBlock();
        }
    }

    private void CloseBlock()
    {
        polynomial.Add(sums.A, sums.B);
        polynomial.Add(sums.C, sums.D);
        (sums, offset) = (default, 0);
    }

    [InlineArray(NonlinearHash.StripeBytes)]
    private struct Stripe
    {
        private byte first;
    }
}

using System.Runtime.CompilerServices;

namespace RetailPulse.Grains.Images.Hashing;

/// <summary>
/// Hashes a body under its tenant's key, as its bytes arrive: NH compresses blocks of 4 KiB to 32 bytes each, Poly1305's polynomial compresses those,
/// and AES encrypts the outcome.
/// </summary>
/// <remarks>
/// That is the construction of Carter and Wegman, as UMAC and Adiantum have it: for whoever does not know the key, two different bodies of 50 MiB have
/// one hash with a probability below 2⁻⁸⁸. A cryptographic hash such as SHA-256 needs ten to thirty times the time.
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
            if (filled < NonlinearHash.StripeBytes) return;
            Add(pending);
            filled = 0;
        }

        var whole = bytes.Length - (bytes.Length % NonlinearHash.StripeBytes);
        Add(bytes[..whole]);
        bytes[whole..].CopyTo(pending);
        filled = bytes.Length - whole;
    }

    /// <summary>Returns the hash of all that was appended, never 0, which means none. Nothing can be appended afterwards.</summary>
    public UInt128 Finish()
    {
        if (filled > 0)
        {
            // A body that ends in zeros and one without them differ in their length, which follows.
            pending[filled..].Clear();
            Add(pending);
        }

        if (offset > 0) CloseBlock();
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
            if (offset == NonlinearHash.BlockBytes) CloseBlock();
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

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RetailPulse.Grains.Images.Hashing;

/// <summary>NH, the compression function of UMAC (Black, Halevi, Krawczyk, Krovetz and Rogaway, 1999).</summary>
/// <remarks>
/// NH adds each 32-bit word to a word of the key, multiplies pairs, and sums the 64-bit products. Four such sums, each with the key shifted
/// by two more words, compress a block to 32 bytes. Without the key, two different blocks of the same length have the same four sums with
/// a probability of at most 2⁻¹²⁸.
/// </remarks>
internal static class NonlinearHash
{
    /// <summary>Number of bytes per block. Longer blocks make the next step cheaper but need a longer key.</summary>
    public const int BlockBytes = 4096;

    /// <summary>Number of bytes per stripe. Input is processed in whole stripes.</summary>
    public const int StripeBytes = 64;

    /// <summary>Number of words of the key.</summary>
    public const int KeyWords = (BlockBytes / sizeof(uint)) + Overhang;

    /// <summary>Number of words by which the key exceeds a block.</summary>
    private const int Overhang = 6;

    /// <summary>Adds whole stripes to the sums of their block.</summary>
    /// <param name="key">The key, from the position of the first stripe on.</param>
    public static void Add(ref Sums sums, ReadOnlySpan<byte> stripes, ReadOnlySpan<uint> key)
    {
        if (Vector512.IsHardwareAccelerated && Avx512F.IsSupported)
            AddWide(ref sums, stripes, key);
        else if (Avx2.IsSupported)
            AddNarrow(ref sums, stripes, key);
        else
            AddPlain(ref sums, stripes, key);
    }

    /// <summary>Adds 16 words at a time.</summary>
    internal static void AddWide(ref Sums sums, ReadOnlySpan<byte> stripes, ReadOnlySpan<uint> key)
    {
        ref var word = ref FirstWord(stripes, key, out var words);
        ref var part = ref MemoryMarshal.GetReference(key);
        var (a, b, c, d) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero, Vector512<ulong>.Zero, Vector512<ulong>.Zero);
        for (nuint i = 0; i < words; i += 16)
        {
            var read = Vector512.LoadUnsafe(ref word, i);
            a += Multiply(read + Vector512.LoadUnsafe(ref part, i));
            b += Multiply(read + Vector512.LoadUnsafe(ref part, i + 2));
            c += Multiply(read + Vector512.LoadUnsafe(ref part, i + 4));
            d += Multiply(read + Vector512.LoadUnsafe(ref part, i + 6));
        }

        sums.Add(Vector512.Sum(a), Vector512.Sum(b), Vector512.Sum(c), Vector512.Sum(d));
    }

    /// <summary>Adds 8 words at a time.</summary>
    internal static void AddNarrow(ref Sums sums, ReadOnlySpan<byte> stripes, ReadOnlySpan<uint> key)
    {
        ref var word = ref FirstWord(stripes, key, out var words);
        ref var part = ref MemoryMarshal.GetReference(key);
        var (a, b, c, d) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero, Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        for (nuint i = 0; i < words; i += 8)
        {
            var read = Vector256.LoadUnsafe(ref word, i);
            a += Multiply(read + Vector256.LoadUnsafe(ref part, i));
            b += Multiply(read + Vector256.LoadUnsafe(ref part, i + 2));
            c += Multiply(read + Vector256.LoadUnsafe(ref part, i + 4));
            d += Multiply(read + Vector256.LoadUnsafe(ref part, i + 6));
        }

        sums.Add(Vector256.Sum(a), Vector256.Sum(b), Vector256.Sum(c), Vector256.Sum(d));
    }

    /// <summary>Adds two words at a time, on any processor.</summary>
    internal static void AddPlain(ref Sums sums, ReadOnlySpan<byte> stripes, ReadOnlySpan<uint> key)
    {
        var words = MemoryMarshal.Cast<byte, uint>(stripes);
        var (a, b, c, d) = (0UL, 0UL, 0UL, 0UL);
        for (var i = 0; i < words.Length; i += 2)
        {
            var (even, odd) = (words[i], words[i + 1]);
            var part = key.Slice(i, 2 + Overhang);
            a += (ulong)(even + part[0]) * (odd + part[1]);
            b += (ulong)(even + part[2]) * (odd + part[3]);
            c += (ulong)(even + part[4]) * (odd + part[5]);
            d += (ulong)(even + part[6]) * (odd + part[7]);
        }

        sums.Add(a, b, c, d);
    }

    /// <summary>Checks the bounds once, because the loops do not.</summary>
    private static ref uint FirstWord(ReadOnlySpan<byte> stripes, ReadOnlySpan<uint> key, out nuint words)
    {
        words = (nuint)stripes.Length / sizeof(uint);
        if (stripes.Length % StripeBytes != 0 || (nuint)key.Length < words + Overhang)
            throw new ArgumentException("Not whole stripes, or too short a key.", nameof(stripes));
        return ref Unsafe.As<byte, uint>(ref MemoryMarshal.GetReference(stripes));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Multiply(Vector512<uint> pairs) => Avx512F.Multiply(pairs, (pairs.AsUInt64() >> 32).AsUInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Multiply(Vector256<uint> pairs) => Avx2.Multiply(pairs, (pairs.AsUInt64() >> 32).AsUInt32());

    /// <summary>The four sums of one block.</summary>
    internal record struct Sums(ulong A, ulong B, ulong C, ulong D)
    {
        public void Add(ulong a, ulong b, ulong c, ulong d) => this = new Sums(A + a, B + b, C + c, D + d);
    }
}

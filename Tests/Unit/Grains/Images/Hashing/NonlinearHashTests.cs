using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;
using RetailPulse.Grains.Images.Hashing;

namespace RetailPulse.Tests.Unit.Grains.Images.Hashing;

/// <summary>All ways of adding up a block have the sums of the definition, so that silos on different processors agree.</summary>
public sealed class NonlinearHashTests
{
    private static readonly uint[] Key = MemoryMarshal
        .Cast<byte, uint>(RandomNumberGenerator.GetBytes(NonlinearHash.KeyWords * sizeof(uint)))
        .ToArray();

    private delegate void Adding(ref NonlinearHash.Sums sums, ReadOnlySpan<byte> stripes, ReadOnlySpan<uint> key);

    public static TheoryData<string> Ways() =>
        ["chosen", "plain", .. Avx2.IsSupported ? (string[])["narrow"] : [], .. Avx512F.IsSupported ? (string[])["wide"] : []];

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_block_has_the_sums_of_the_definition(string way)
    {
        foreach (var stripes in (int[])[0, 1, 2, 63, 64])
        {
            var block = RandomNumberGenerator.GetBytes(stripes * NonlinearHash.StripeBytes);
            NonlinearHash.Sums sums = default;
            Of(way)(ref sums, block, Key);
            Assert.Equal(new NonlinearHash.Sums(Define(block, 0), Define(block, 2), Define(block, 4), Define(block, 6)), sums);
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void A_block_in_two_parts_has_the_sums_of_the_whole(string way)
    {
        var block = RandomNumberGenerator.GetBytes(NonlinearHash.BlockBytes);
        var (whole, parts) = (default(NonlinearHash.Sums), default(NonlinearHash.Sums));
        Of(way)(ref whole, block, Key);
        Of(way)(ref parts, block.AsSpan(0, 640), Key);
        Of(way)(ref parts, block.AsSpan(640), Key.AsSpan(640 / sizeof(uint)));
        Assert.Equal(whole, parts);
    }

    [Fact]
    public void Nothing_is_read_beyond_the_key_or_the_last_stripe()
    {
        var block = new byte[NonlinearHash.BlockBytes];
        NonlinearHash.Sums sums = default;
        Assert.Throws<ArgumentException>(() => NonlinearHash.Add(ref sums, block, Key.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => NonlinearHash.Add(ref sums, block.AsSpan(1), Key));
    }

    private static Adding Of(string way) =>
        way switch
        {
            "plain" => NonlinearHash.AddPlain,
            "narrow" => NonlinearHash.AddNarrow,
            "wide" => NonlinearHash.AddWide,
            _ => NonlinearHash.Add,
        };

    private static ulong Define(byte[] block, int shift)
    {
        var words = MemoryMarshal.Cast<byte, uint>(block);
        var sum = 0UL;
        for (var i = 0; i < words.Length; i += 2)
            sum += unchecked((ulong)(words[i] + Key[i + shift]) * (words[i + 1] + Key[i + shift + 1]));
        return sum;
    }
}

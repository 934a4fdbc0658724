using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;
using RetailPulse.Grains.Images.Hashing;

namespace RetailPulse.Tests.Unit.Grains.Images.Hashing;

/// <summary>The polynomial of RFC 8439, against its definition and its example.</summary>
public sealed class Poly1305Tests
{
    private static readonly BigInteger Prime = BigInteger.Pow(2, 130) - 5;

    [Fact]
    public void Random_blocks_have_the_remainder_of_the_definition()
    {
        for (var blocks = 0; blocks < 60; blocks++)
            AssertIsRemainder(RandomNumberGenerator.GetBytes(16), RandomNumberGenerator.GetBytes(16 * blocks));
    }

    [Theory]
    [InlineData(0xFF, 0xFF)]
    [InlineData(0x02, 0xFF)]
    [InlineData(0xFF, 0x00)]
    [InlineData(0x00, 0xFF)]
    public void Blocks_that_carry_most_have_it_too(byte key, byte block)
    {
        for (var blocks = 1; blocks < 20; blocks++)
        {
            byte[] message = [.. Enumerable.Repeat(block, 16 * blocks)];
            AssertIsRemainder([.. Enumerable.Repeat(key, 16)], message);
            message[0] = 0xFB;
            AssertIsRemainder([.. Enumerable.Repeat(key, 16)], message);
        }
    }

    /// <summary>RFC 8439, section 2.5.2, without the incomplete last block, computed in the same steps as there.</summary>
    [Fact]
    public void The_example_of_the_RFC_has_its_accumulator_after_two_blocks()
    {
        var polynomial = new Poly1305(BinaryPrimitives.ReadUInt128LittleEndian(Convert.FromHexString("85d6be7857556d337f4452fe42d506a8")));
        Add(ref polynomial, "Cryptographic Forum Research Gro"u8);

        // The RFC has 2d8adaf23b0337fa7cccfb4ea344b30de: two bits more than are returned.
        Assert.Equal(UInt128.Parse("d8adaf23b0337fa7cccfb4ea344b30de", System.Globalization.NumberStyles.HexNumber, null), polynomial.Sum);
    }

    private static void AssertIsRemainder(byte[] key, ReadOnlySpan<byte> message)
    {
        var polynomial = new Poly1305(BinaryPrimitives.ReadUInt128LittleEndian(key));
        Add(ref polynomial, message);

        var point =
            new BigInteger(key, isUnsigned: true)
            & BigInteger.Parse("0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF", System.Globalization.NumberStyles.HexNumber, null);
        var sum = BigInteger.Zero;
        for (var start = 0; start < message.Length; start += 16)
            sum = (sum + new BigInteger(message.Slice(start, 16), isUnsigned: true) + BigInteger.Pow(2, 128)) * point % Prime;
        Assert.Equal((UInt128)(sum & ((BigInteger.One << 128) - 1)), polynomial.Sum);
    }

    private static void Add(ref Poly1305 polynomial, ReadOnlySpan<byte> message)
    {
        for (; !message.IsEmpty; message = message[16..])
            polynomial.Add(BinaryPrimitives.ReadUInt64LittleEndian(message), BinaryPrimitives.ReadUInt64LittleEndian(message[8..]));
    }
}

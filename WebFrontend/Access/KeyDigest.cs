using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RetailPulse.WebFrontend.Access;

/// <summary>The SHA-256 of a key, by which keys are looked up.</summary>
/// <remarks>
/// The look-up need not take constant time: its timing could only reveal digests, from which no one can derive a key. A slow hash would
/// protect passwords that people choose; a key is 32 random bytes.
/// </remarks>
internal readonly record struct KeyDigest(UInt128 High, UInt128 Low)
{
    /// <summary>Maximum length of a key, in bytes. Longer texts cannot be keys and are not hashed.</summary>
    private const int MaxKeyBytes = 256;

    /// <summary>Computes the digest of a key. Returns <see langword="false"/> if the text cannot be a key.</summary>
    public static bool TryTake(ReadOnlySpan<char> key, out KeyDigest digest)
    {
        digest = default;
        Span<byte> bytes = stackalloc byte[MaxKeyBytes];
        if (key.IsEmpty || !Encoding.UTF8.TryGetBytes(key, bytes, out var length))
            return false;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..length], hash);
        digest = Of(hash);
        return true;
    }

    /// <summary>Parses a digest from 64 hexadecimal digits.</summary>
    public static bool TryParse(string hex, out KeyDigest digest)
    {
        digest = default;
        if (hex.Length != 2 * SHA256.HashSizeInBytes || !hex.All(char.IsAsciiHexDigit))
            return false;
        digest = Of(Convert.FromHexString(hex));
        return true;
    }

    /// <summary>Number of bytes of a digest.</summary>
    public const int Length = SHA256.HashSizeInBytes;

    public void Write(Span<byte> bytes)
    {
        BinaryPrimitives.WriteUInt128BigEndian(bytes, High);
        BinaryPrimitives.WriteUInt128BigEndian(bytes[16..], Low);
    }

    /// <param name="hash">The <see cref="Length"/> bytes of a digest.</param>
    public static KeyDigest Of(ReadOnlySpan<byte> hash) =>
        new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace RetailPulse.Web.Access;

/// <summary>
/// The SHA-256 of a key. Keys are looked up by it, in no constant time: what a clock could tell of the lookup concerns digests, from which nobody makes a
/// key. A slow hash would protect words that people choose; a key is 32 random bytes.
/// </summary>
internal readonly record struct KeyDigest(UInt128 High, UInt128 Low)
{
    /// <summary>No key is longer, in bytes; what is was made by nobody, and is not worth a hash.</summary>
    private const int Longest = 256;

    /// <summary><see langword="false"/> when the text is no key of anybody.</summary>
    public static bool TryTake(ReadOnlySpan<char> key, out KeyDigest digest)
    {
        digest = default;
        Span<byte> bytes = stackalloc byte[Longest];
        if (key.IsEmpty || !Encoding.UTF8.TryGetBytes(key, bytes, out var length)) return false;
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..length], hash);
        digest = Of(hash);
        return true;
    }

    /// <summary>Of 64 hexadecimal digits.</summary>
    public static bool TryParse(string hex, out KeyDigest digest)
    {
        digest = default;
        if (hex.Length != 2 * SHA256.HashSizeInBytes || !hex.All(char.IsAsciiHexDigit)) return false;
        digest = Of(Convert.FromHexString(hex));
        return true;
    }

    private static KeyDigest Of(ReadOnlySpan<byte> hash) => new(BinaryPrimitives.ReadUInt128BigEndian(hash), BinaryPrimitives.ReadUInt128BigEndian(hash[16..]));
}

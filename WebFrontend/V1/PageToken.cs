using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace RetailPulse.Web.V1;

/// <summary>
/// Where a page of a list ended, and of which list. It grants nothing: whoever makes one up can only ask for what a query would answer as well.
/// </summary>
internal static class PageToken
{
    private const int DigestLength = 8;
    private const int Length = DigestLength + sizeof(long);

    public static string Write(string listing, long position)
    {
        Span<byte> token = stackalloc byte[Length];
        Digest(listing, token);
        BinaryPrimitives.WriteInt64BigEndian(token[DigestLength..], position);
        return Base64Url.EncodeToString(token);
    }

    /// <summary>Whether <paramref name="token"/> was written for <paramref name="listing"/>.</summary>
    public static bool TryRead(string token, string listing, out long position)
    {
        position = 0;
        Span<byte> read = stackalloc byte[Length];
        Span<byte> digest = stackalloc byte[DigestLength];
        if (token.Length != Base64Url.GetEncodedLength(Length) || !Base64Url.TryDecodeFromChars(token, read, out var length) || length != Length) return false;
        Digest(listing, digest);
        position = BinaryPrimitives.ReadInt64BigEndian(read[DigestLength..]);
        return read.StartsWith(digest);
    }

    private static void Digest(string listing, Span<byte> digest) => SHA256.HashData(Encoding.UTF8.GetBytes(listing)).AsSpan(0, DigestLength).CopyTo(digest);
}

using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace RetailPulse.WebFrontend.Api;

/// <summary>
/// Where a page of a list ended, and of which list. It grants nothing: whoever makes one up can only ask for what a query would answer as well.
/// </summary>
internal static class PageToken
{
    private const int DigestLength = 8;

    public static string Write(string listing, long position)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(bytes, position);
        return Write(listing, bytes);
    }

    public static string Write(string listing, string position) => Write(listing, Encoding.UTF8.GetBytes(position));

    /// <summary>Whether <paramref name="token"/> was written for <paramref name="listing"/>.</summary>
    public static bool TryRead(string token, string listing, out long position)
    {
        var found = TryDecode(token, listing, out var bytes) && bytes.Length == sizeof(long);
        position = found ? BinaryPrimitives.ReadInt64BigEndian(bytes) : 0;
        return found;
    }

    /// <summary>Whether <paramref name="token"/> was written for <paramref name="listing"/>.</summary>
    public static bool TryReadText(string token, string listing, out string position)
    {
        var found = TryDecode(token, listing, out var bytes);
        position = Encoding.UTF8.GetString(bytes);
        return found;
    }

    private static string Write(string listing, ReadOnlySpan<byte> position) => Base64Url.EncodeToString([.. Digest(listing), .. position]);

    private static bool TryDecode(string token, string listing, out ReadOnlySpan<byte> position)
    {
        var read = Base64Url.IsValid(token) ? Base64Url.DecodeFromChars(token) : [];
        position = read.Length < DigestLength ? default : read.AsSpan(DigestLength);
        return read.AsSpan().StartsWith(Digest(listing));
    }

    private static ReadOnlySpan<byte> Digest(string listing) => SHA256.HashData(Encoding.UTF8.GetBytes(listing)).AsSpan(0, DigestLength);
}

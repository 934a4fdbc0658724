using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace RetailPulse.WebFrontend.Api;

/// <summary>The token of a page: a position, and a digest of the list to which it belongs.</summary>
/// <remarks>
/// A token grants nothing. A client that makes one up can only request what it could also query. Where a position may be that of another
/// tenant's row, it is sealed (<see cref="PositionFormat{T}.With"/>). Tokens of earlier versions stay valid elsewhere, so the encoding must
/// not change.
/// </remarks>
internal static class PageToken
{
    private const int DigestLength = 8;

    /// <param name="listing">The list: its path and the fields of its query.</param>
    public static string Write<T>(string listing, PositionFormat<T> format, T position) =>
        Base64Url.EncodeToString([.. Digest(listing), .. format.Write(position)]);

    /// <summary>Returns whether <paramref name="token"/> was written for <paramref name="listing"/> and contains a position.</summary>
    public static bool TryRead<T>(string token, string listing, PositionFormat<T> format, out T position)
    {
        position = format.Start;
        byte[] bytes = Base64Url.IsValid(token) ? Base64Url.DecodeFromChars(token) : [];
        return bytes.AsSpan().StartsWith(Digest(listing)) && format.TryRead(bytes.AsSpan(DigestLength), out position);
    }

    private static ReadOnlySpan<byte> Digest(string listing) => SHA256.HashData(Encoding.UTF8.GetBytes(listing)).AsSpan(0, DigestLength);
}

/// <summary>A requested page.</summary>
/// <param name="Size">Number of entries.</param>
/// <param name="After">Position at which the previous page ended.</param>
/// <param name="Listing">The list: its path and the fields of its query. A page token is valid for one list only.</param>
internal sealed record PageRequest<T>(int Size, T After, string Listing, PositionFormat<T> Format)
{
    /// <summary>Returns the token of the page after a position.</summary>
    public string TokenAfter(T position) => PageToken.Write(Listing, Format, position);
}

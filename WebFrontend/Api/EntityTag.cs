using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace RetailPulse.WebFrontend.Api;

/// <summary>The <c>ETag</c> of a response, and conditions on it.</summary>
/// <remarks>See RFC 9110, sections 8.8.3 and 13.1.</remarks>
internal static class EntityTag
{
    private const int DigestLength = 12;

    /// <summary>Returns the tag of a body. It is weak, because the body may be compressed on its way.</summary>
    public static EntityTagHeaderValue Of(ReadOnlySpan<byte> body) =>
        new($"\"{Base64Url.EncodeToString(SHA256.HashData(body).AsSpan(0, DigestLength))}\"", isWeak: true);

    /// <summary>Returns the tag of a version. It is strong, so that a change can be made conditional on it.</summary>
    public static EntityTagHeaderValue Of(int version) => new(string.Create(CultureInfo.InvariantCulture, $"\"{version}\""));

    /// <summary>Adds the tag to the response. Returns whether the client has the body already: the response is then 304, without a body.</summary>
    public static bool IsKnown(HttpContext context, EntityTagHeaderValue tag)
    {
        context.Response.Headers.ETag = tag.ToString();
        if (!EntityTagHeaderValue.TryParseList(context.Request.Headers.IfNoneMatch, out var known))
            return false;
        if (!known.Any(other => other.Equals(EntityTagHeaderValue.Any) || other.Compare(tag, useStrongComparison: false)))
            return false;
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>
    /// Returns the versions of which a change must replace one, according to <c>If-Match</c>; <see langword="null"/> if any may be replaced.
    /// Other tags match no version.
    /// </summary>
    public static IReadOnlyList<int>? RequiredVersions(StringValues ifMatch)
    {
        if (StringValues.IsNullOrEmpty(ifMatch))
            return null;
        if (!EntityTagHeaderValue.TryParseList(ifMatch, out var tags))
            return [];
        return tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any)) ? null : [.. tags.Select(Version).OfType<int>()];
    }

    private static int? Version(EntityTagHeaderValue tag) =>
        !tag.IsWeak && Digits.TryParse(tag.Tag.AsSpan().Trim('"').ToString(), out int version) ? version : null;
}

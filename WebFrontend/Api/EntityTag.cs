using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace RetailPulse.WebFrontend.Api;

/// <summary>The <c>ETag</c> of a response, and conditions on it.</summary>
/// <remarks>See RFC 9110, sections 8.8.3 and 13.1.</remarks>
internal static class EntityTag
{
    private const int DigestLength = 12;

    /// <summary>Returns the tag of a body. It is weak, because the body may be compressed on its way.</summary>
    public static EntityTagHeaderValue Of(ReadOnlySpan<byte> body) => new($"\"{Digest(body)}\"", isWeak: true);

    /// <summary>Returns the tag of a version. It is strong, so that a change can be made conditional on it.</summary>
    /// <param name="state">
    /// What else the body shows, which can change without a new version. A condition on the tag ignores it.
    /// </param>
    public static EntityTagHeaderValue Of(int version, string? state = null)
    {
        var suffix = state is null ? "" : $"-{Digest(Encoding.UTF8.GetBytes(state))}";
        return new(string.Create(CultureInfo.InvariantCulture, $"\"{version}{suffix}\""));
    }

    /// <summary>
    /// Adds the tag to the response. Returns whether the client has the body already: the response is then 304, without a body. A change is
    /// never answered so.
    /// </summary>
    public static bool IsKnown(HttpContext context, EntityTagHeaderValue tag)
    {
        context.Response.Headers.ETag = tag.ToString();
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method))
            return false;
        if (!EntityTagHeaderValue.TryParseList(context.Request.Headers.IfNoneMatch, out var known))
            return false;
        if (!known.Any(other => other.Equals(EntityTagHeaderValue.Any) || other.Compare(tag, useStrongComparison: false)))
            return false;
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>
    /// Returns the versions of which a change must replace one, according to <c>If-Match</c>; <see langword="null"/> if any may be replaced.
    /// Other tags match no version, and neither does an empty header: a tag that the client does not have must not replace any version.
    /// </summary>
    public static IReadOnlyList<int>? RequiredVersions(StringValues ifMatch)
    {
        if (ifMatch.Count == 0)
            return null;
        if (!EntityTagHeaderValue.TryParseList(ifMatch, out var tags))
            return [];
        return tags.Any(tag => tag.Equals(EntityTagHeaderValue.Any)) ? null : [.. tags.Select(Version).OfType<int>()];
    }

    private static int? Version(EntityTagHeaderValue tag) =>
        !tag.IsWeak && Digits.TryParse(tag.Tag.AsSpan().Trim('"').ToString().Split('-', 2)[0], out int version) ? version : null;

    private static string Digest(ReadOnlySpan<byte> text) => Base64Url.EncodeToString(SHA256.HashData(text).AsSpan(0, DigestLength));
}

using System.Net;
using RetailPulse.Grains.Network;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>The redirects that an attempt has followed, and the rule which further ones it follows.</summary>
/// <remarks>
/// Redirects from <c>https</c> to <c>http</c> are followed as well: the content is measured, not trusted, and configured headers are sent
/// only to their own origin. The address of every target is checked like that of the first URL.
/// </remarks>
internal sealed class Redirects(Uri start)
{
    /// <summary>Maximum number of redirects. RFC 9110, section 15.4, requires a limit but does not specify one.</summary>
    public const int MaxRedirects = 10;

    private HashSet<string>? visited;
    private Uri? last;
    private int followed;

    /// <summary>Returns whether a status redirects to exactly one target (RFC 9110, sections 15.4.2 to 15.4.9).</summary>
    public static bool IsRedirect(HttpStatusCode status) =>
        status
            is HttpStatusCode.MovedPermanently
                or HttpStatusCode.Found
                or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect
                or HttpStatusCode.PermanentRedirect;

    /// <summary>Returns the target of a redirect; <see langword="null"/> if it must not be followed.</summary>
    /// <remarks>
    /// A redirect is not followed if its target is missing, visited before, has another scheme or user info, or exceeds the maximum number.
    /// </remarks>
    /// <param name="location">
    /// <c>Location</c> header, absolute or relative; <see langword="null"/> if there is none or more than one.
    /// </param>
    /// <param name="newCookies">Whether the response has set cookies, so that a URL visited before may respond differently.</param>
    public Uri? Follow(string? location, bool newCookies = false)
    {
        visited ??= [NameOf(start)];
        if (newCookies)
            visited.Clear();
        if (
            followed == MaxRedirects
            || location is null
            || RequestUrl.Resolve(last ?? start, location) is not { UserInfo.Length: 0 } next
            || !visited.Add(NameOf(next))
        )
            return null;
        followed++;
        return last = next;
    }

    private static string NameOf(Uri url) => url.GetLeftPart(UriPartial.Authority) + url.PathAndQuery;
}

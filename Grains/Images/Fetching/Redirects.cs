using System.Net;
using RetailPulse.Grains.Network;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>Where an attempt has been led so far, and whether it lets itself be led on.</summary>
/// <remarks>
/// From <c>https</c> to <c>http</c> is followed too: what comes is measured, not trusted, and headers that a setting adds go to their own origin only. Every place is
/// connected to, and so checked, like the first.
/// </remarks>
internal sealed class Redirects(Uri start)
{
    /// <summary>RFC 9110, section 15.4, calls for some bound and names none.</summary>
    public const int Most = 10;

    private HashSet<string>? visited;
    private Uri? last;
    private int followed;

    /// <summary>The statuses that name one location to continue at, RFC 9110, sections 15.4.2 to 15.4.9.</summary>
    public static bool IsRedirect(HttpStatusCode status) => status
        is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>
    /// The place that a response's <c>Location</c> names, or <see langword="null"/> when it leads nowhere, in a circle, too far, to another scheme,
    /// or to a URL with user info.
    /// </summary>
    /// <param name="location">Value of the header, absolute or relative; <see langword="null"/> if there is none, or more than one.</param>
    /// <param name="newCookies">The response has set cookies, so a place that was visited before may respond differently now.</param>
    public Uri? Follow(string? location, bool newCookies = false)
    {
        visited ??= [NameOf(start)];
        if (newCookies) visited.Clear();
        if (followed == Most || location is null || RequestUrl.Resolve(last ?? start, location) is not { UserInfo.Length: 0 } next || !visited.Add(NameOf(next))) return null;
        followed++;
        return last = next;
    }

    private static string NameOf(Uri url) => url.GetLeftPart(UriPartial.Authority) + url.PathAndQuery;
}

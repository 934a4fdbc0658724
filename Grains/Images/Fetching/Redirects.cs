using System.Net;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>Where an attempt has been led so far, and whether it lets itself be led on.</summary>
/// <remarks>
/// From <c>https</c> to <c>http</c> is followed too: no request carries a secret, and what comes is measured, not trusted. Every place is
/// connected to, and so checked, like the first.
/// </remarks>
internal sealed class Redirects(Uri start)
{
    /// <summary>RFC 9110, section 15.4, calls for some bound and names none.</summary>
    public const int Most = 5;

    private readonly List<Uri> visited = [start];

    /// <summary>The statuses that name the one place to go on to, RFC 9110, sections 15.4.2 to 15.4.9.</summary>
    public static bool IsRedirect(HttpStatusCode status) => status
        is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
        or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect;

    /// <summary>
    /// The place that a response's <c>Location</c> names, or <see langword="null"/> when it leads nowhere, in a circle, too far, to another scheme,
    /// or to a URL with user info.
    /// </summary>
    /// <param name="location">As it came, absolute or relative; <see langword="null"/> when there is none, or more than one.</param>
    public Uri? Follow(string? location)
    {
        if (visited.Count > Most || location is null || !Uri.TryCreate(visited[^1], location, out var next)) return null;
        if ((next.Scheme != Uri.UriSchemeHttp && next.Scheme != Uri.UriSchemeHttps) || next.UserInfo.Length > 0 || visited.Contains(next)) return null;
        visited.Add(next);
        return next;
    }
}

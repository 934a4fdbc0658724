using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>The rule for callback URLs: that for image URLs, with a host that DNS can resolve.</summary>
internal static class CallbackUrl
{
    public const string Rule = $"{ImageUrl.Rule}, whose host has at most 253 characters";

    /// <remarks>
    /// RFC 1035, section 2.3.4, plus a port. Deliveries are indexed by host, and an index would reject a longer one only when the job ends.
    /// </remarks>
    private const int MaxAuthorityLength = 260;

    public static bool IsValid(string url) => ImageUrl.IsValid(url) && LengthOfAuthority(url) <= MaxAuthorityLength;

    private static int LengthOfAuthority(string url)
    {
        var authority = url.AsSpan(url.IndexOf("//", StringComparison.Ordinal) + 2);
        var end = authority.IndexOfAny(@"/\?#");
        return end < 0 ? authority.Length : end;
    }
}

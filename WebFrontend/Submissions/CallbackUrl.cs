using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Submissions;

/// <summary>The URLs that a submission may name as its callback: those of images whose host is short enough for a name server.</summary>
internal static class CallbackUrl
{
    public const string Rule = $"{ImageUrl.Rule}, whose host has at most 253 characters";

    /// <remarks>RFC 1035, section 2.3.4, and room for a port. Deliveries are found by their host, and an index refuses a long one only when the job ends.</remarks>
    private const int LongestAuthority = 260;

    public static bool IsValid(string url) => ImageUrl.IsValid(url) && LengthOfAuthority(url) <= LongestAuthority;

    private static int LengthOfAuthority(string url)
    {
        var authority = url.AsSpan(url.IndexOf("//", StringComparison.Ordinal) + 2);
        var end = authority.IndexOfAny(@"/\?#");
        return end < 0 ? authority.Length : end;
    }
}

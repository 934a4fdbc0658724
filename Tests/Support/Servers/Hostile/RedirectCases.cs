using RetailPulse.Images;

namespace RetailPulse.Tests.Support.Servers.Hostile;

/// <summary>Redirects, each with a sound image of its own that must not be measured.</summary>
internal static class RedirectCases
{
    public const string ChainPath = "/redirect/chain/";

    public static IEnumerable<HostileCase> All { get; } =
    [
        .. new[] { 301, 302, 303, 307, 308 }.Select(status => To($"/redirect/{status}", ImageReason.None, "/sound", status)),
        Chain(10, ImageReason.None),
        Chain(11, ImageReason.Redirect),
        To("/redirect/relative", ImageReason.None, "../sound"),
        To("/redirect/fragment", ImageReason.None, "/sound#part"),
        To("/redirect/itself", ImageReason.Redirect, "/redirect/itself"),
        To("/redirect/fragment-of-itself", ImageReason.Redirect, "#part"),
        To("/redirect/there", ImageReason.Redirect, "/redirect/back"),
        To("/redirect/back", ImageReason.Redirect, "/redirect/there"),
        To("/redirect/file", ImageReason.Redirect, "file:///etc/passwd"),
        To("/redirect/share", ImageReason.Redirect, @"\\127.0.0.1\share"),
        To("/redirect/ftp", ImageReason.Redirect, "ftp://127.0.0.1/sound"),
        To("/redirect/data", ImageReason.Redirect, "data:image/gif;base64,R0lGODlhAQABAAAAACw="),
        To("/redirect/gopher", ImageReason.Redirect, "gopher://127.0.0.1:6379/_x"),
        To("/redirect/script", ImageReason.Redirect, "javascript:alert(1)"),
        To("/redirect/user-info", ImageReason.Redirect, "http://user:secret@127.0.0.1/sound"),
        To("/redirect/nonsense", ImageReason.Redirect, "http://[::1"),
        To("/redirect/empty", ImageReason.Redirect, ""),
        To("/redirect/metadata", ImageReason.RefusedAddress, "http://169.254.169.254/latest/meta-data/"),
        To("/redirect/private", ImageReason.RefusedAddress, "http://10.0.0.1/"),
        To("/redirect/own-network", ImageReason.RefusedAddress, "http://[fd00:ec2::254]/"),
        HostileCase.Saying("/redirect/nowhere", ImageReason.Redirect, Say.LastWithImage(302)),
        HostileCase.Saying("/redirect/one-way-twice", ImageReason.None, Say.LastWithImage(302, "Location: /sound", "Location: /sound")),
        HostileCase.Saying(
            "/redirect/two-ways",
            ImageReason.Redirect,
            Say.LastWithImage(302, "Location: /sound", "Location: /redirect/302")
        ),
        AskingForCookie("/redirect/cookie", "pass=1; Path=/redirect"),
        AskingForCookie("/redirect/cookie/of-path", "pass=1"),
        new(
            "/redirect/cookie/new-each-time",
            ImageReason.Redirect,
            conversation =>
                conversation.SendAsync(
                    Say.LastWithImage(302, "Location: /redirect/cookie/new-each-time", $"Set-Cookie: pass={Guid.NewGuid()}")
                )
        ),
    ];

    /// <summary>Leads back to itself until its cookie comes along.</summary>
    private static HostileCase AskingForCookie(string path, string cookie) =>
        new(
            path,
            ImageReason.None,
            conversation =>
                conversation.SendAsync(
                    conversation.Request.Contains("\r\nCookie: pass=1\r\n", StringComparison.Ordinal)
                        ? Say.LastWithImage(200)
                        : Say.LastWithImage(302, $"Location: {path}", $"Set-Cookie: {cookie}")
                )
        );

    /// <summary>Redirects a number of times, and then sends the image.</summary>
    public static HostileCase Chain(int left, ImageReason reason = ImageReason.None) =>
        To($"{ChainPath}{left}", reason, left == 1 ? "/sound" : $"{ChainPath}{left - 1}");

    public static HostileCase To(string path, ImageReason reason, string location, int status = 302) =>
        HostileCase.Saying(path, reason, Say.LastWithImage(status, $"Location: {location}"));
}

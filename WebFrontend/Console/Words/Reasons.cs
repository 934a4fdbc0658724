using System.Collections.Frozen;

namespace RetailPulse.WebFrontend.Console.Words;

/// <summary>Explains reason codes to people who do not know the API.</summary>
public static class Reasons
{
    private static readonly Reason Unknown = new("Failed", "The image has no measurement.", "See docs/reasons.md.");

    private static readonly FrozenDictionary<string, Reason> All = new Dictionary<string, Reason>
    {
        ["unknown_store"] = new(
            "Unknown store",
            "The store master does not contain the store of the visit. Nothing was downloaded.",
            "Correct the id, or add the store to the store master. Then retry."
        ),
        ["dns"] = new("No such host", "The name of the host has no address.", "Check the host in the URL."),
        ["refused_address"] = new(
            "Private address",
            "The URL leads to an address that is not public, or that a setting refuses.",
            "Use a public address, or ask the operator to allow the network."
        ),
        ["connect"] = new("No connection", "No connection could be established.", "Check host, port, and firewall."),
        ["tls"] = new("TLS failed", "The certificate of the server is not valid.", "Fix the certificate of the server."),
        ["timeout"] = new("Timed out", "The server was too slow, or silent.", "Check the speed of the server. Then retry."),
        ["protocol"] = new(
            "Broken response",
            "The server violated HTTP or closed the connection.",
            "Check the server, or the proxy in front of it."
        ),
        ["http_404"] = new("Not found (404)", "The server does not have the image.", "Check the URL."),
        ["http_410"] = new("Gone (410)", "The server does not have the image any more.", "Check the URL."),
        ["http_429"] = new(
            "Rate limited (429)",
            "The server requested fewer requests.",
            "Retry later, or ask the owner of the server for a higher limit."
        ),
        ["http_5xx"] = new("Server error (5xx)", "The server failed.", "Check the server. Then retry."),
        ["http_status"] = new(
            "Other status",
            "The server responded with another status than 200.",
            "Check the URL, and whether it has expired."
        ),
        ["redirect"] = new("Bad redirect", "The URL leads in a circle, or nowhere.", "Use the final URL."),
        ["too_many_bytes"] = new("Too many bytes", "The file is longer than the limit.", "Use a smaller image."),
        ["host_down"] = new("Host is down", "The host responded to no call while the image waited.", "Retry when the host is back."),
        ["analysis_failed"] = new(
            "Analysis failed",
            "The analysis service could not be reached, or returned an error.",
            "Retry when the service is back."
        ),
        ["analysis_timeout"] = new(
            "Analysis timed out",
            "The analysis service did not respond in time.",
            "Retry when the service is back."
        ),
        ["analysis_invalid"] = new(
            "Unusable analysis",
            "The response of the analysis service was too long, or not JSON.",
            "Ask the operator to correct the service. Then retry."
        ),
        ["too_large"] = new("Too large", "The image has too many pixels, or none.", "Use a smaller image."),
        ["truncated"] = new("Truncated", "The file ends before the image does.", "Upload the image again."),
        ["corrupt"] = new("Corrupt", "The file contradicts its own format.", "Export the image again."),
        ["not_an_image"] = new("Not an image", "The content is a web page, text, or nothing.", "Check what the URL serves."),
        ["unsupported_format"] = new("Unsupported format", "The format is not measured.", "Convert the image to JPEG or PNG."),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>Codes that have words of their own.</summary>
    public static IReadOnlyCollection<string> Codes => All.Keys;

    /// <summary>Returns the words for a code. A code that is not known here has general ones.</summary>
    public static Reason Of(string code) => All.GetValueOrDefault(code) ?? Unknown with { Title = code };
}

/// <param name="Title">Two or three words.</param>
/// <param name="Meaning">What happened.</param>
/// <param name="Advice">What a person can do about it.</param>
public sealed record Reason(string Title, string Meaning, string Advice);

namespace RetailPulse.Cli.Commands;

/// <summary>What to do about images that failed. docs/reasons.md has the same texts.</summary>
internal static class Advice
{
    private static readonly Dictionary<string, string> Texts = new(StringComparer.Ordinal)
    {
        ["unknown_store"] = "Correct the id, or add the store to the store master. Then retry the job.",
        ["dns"] = "Check the host in the URL.",
        ["refused_address"] = "Use a public address, or allow the network.",
        ["connect"] = "Check host, port, and firewall.",
        ["tls"] = "Fix the certificate of the server.",
        ["timeout"] = "Check the speed of the server, or raise AttemptTimeout.",
        ["protocol"] = "Check the server, or the proxy in front of it.",
        ["http_404"] = "Check the URL.",
        ["http_410"] = "Check the URL.",
        ["http_429"] = "Lower MaxConnectionsPerHost, raise RequestedWait, or ask the owner of the server for a higher limit.",
        ["http_5xx"] = "Check the server.",
        ["http_status"] = "Check the URL, and whether it has expired.",
        ["redirect"] = "Use the final URL.",
        ["too_many_bytes"] = "Use a smaller image, or raise MaxBytes.",
        ["host_down"] = "Retry the images when the host is back.",
        ["analysis_failed"] = "Check the analysis service. Then retry the images.",
        ["analysis_timeout"] = "Check the analysis service, or raise its Timeout. Then retry the images.",
        ["analysis_invalid"] = "Correct the responses of the analysis service. Then retry the images.",
        ["too_large"] = "Use a smaller image.",
        ["truncated"] = "Upload the image again.",
        ["corrupt"] = "Export the image again.",
        ["not_an_image"] = "Check what the URL serves.",
        ["unsupported_format"] = "Convert the image.",
    };

    /// <summary>All reasons, in the order of the document.</summary>
    public static IEnumerable<string> Reasons => Texts.Keys;

    /// <summary>Returns the advice for a reason; for one that a later version of the service added, where to read about it.</summary>
    public static string For(string reason) =>
        Texts.GetValueOrDefault(reason, "See the list of reasons in the documentation of the service.");
}

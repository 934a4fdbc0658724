using RetailPulse.Images;

namespace RetailPulse.Tests.Support.Servers.Hostile;

/// <summary>
/// Every way in which the hostile server misbehaves: what it serves under which path, and the reason that is documented for it.
/// </summary>
internal static class HostileCases
{
    private static readonly Dictionary<string, HostileCase> ByPath = new[]
    {
        SilentCases.All,
        LengthCases.All,
        SizeCases.All,
        StatusCases.All,
        KeepAliveCases.All,
        RedirectCases.All,
    }
        .SelectMany(cases => cases)
        .ToDictionary(one => one.Path);

    /// <summary>What everything else is answered with, such as a TLS handshake.</summary>
    private static readonly HostileCase Unknown = HostileCase.Saying("", ImageReason.HttpStatus, Say.Head(400, Say.Length(0)));

    public static IReadOnlyCollection<HostileCase> All => ByPath.Values;

    public static TheoryData<string> Paths => [.. ByPath.Keys];

    /// <summary>The case of a path; <c>/to/</c> and an escaped URL redirects there, and a chain leads on to the next shorter one.</summary>
    public static HostileCase Find(string path)
    {
        if (ByPath.TryGetValue(path, out var found))
            return found;
        if (path.StartsWith("/to/", StringComparison.Ordinal))
            return RedirectCases.To(path, ImageReason.Redirect, Uri.UnescapeDataString(path["/to/".Length..]));
        return path.StartsWith(RedirectCases.ChainPath, StringComparison.Ordinal)
            ? RedirectCases.Chain(int.Parse(path[RedirectCases.ChainPath.Length..]))
            : Unknown;
    }
}

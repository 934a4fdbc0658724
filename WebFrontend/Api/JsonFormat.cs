using System.Net.Http.Headers;

namespace RetailPulse.WebFrontend.Api;

/// <summary>Checks that a request's body is JSON in UTF-8, as its headers describe it.</summary>
internal static class JsonFormat
{
    private const int MaxNameLength = 40;

    /// <summary>RFC 8259, section 8.1, requires UTF-8. Some clients spell it without the hyphen.</summary>
    private static readonly string[] Charsets = ["utf-8", "utf8"];

    /// <summary>Returns what is wrong with the headers, for people; <see langword="null"/> if the body can be read.</summary>
    /// <param name="takesSuffix">Whether types such as <c>application/merge-patch+json</c> are accepted too.</param>
    public static string? ProblemOf(HttpRequest request, bool takesSuffix = false)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type) || !IsJson(type.MediaType!, takesSuffix))
            return "Content-Type must be application/json";
        if (type.CharSet?.Trim('"') is { } charset && !Charsets.Contains(charset, StringComparer.OrdinalIgnoreCase))
            return $"Content-Type has the charset {Shown(charset)}; send the body in UTF-8";
        return CodingOf(request) is { } other ? $"Content-Encoding {Shown(other)} is not supported; send the body without it" : null;
    }

    /// <summary>Returns the first coding that the body still has; <see langword="null"/> if there is none.</summary>
    public static string? CodingOf(HttpRequest request) =>
        request
            .Headers.ContentEncoding.SelectMany(field => field!.Split(',', StringSplitOptions.TrimEntries))
            .FirstOrDefault(coding => !IsIdentity(coding));

    private static bool IsJson(string type, bool takesSuffix) =>
        type.Equals("application/json", StringComparison.OrdinalIgnoreCase)
        || (
            takesSuffix
            && type.StartsWith("application/", StringComparison.OrdinalIgnoreCase)
            && type.EndsWith("+json", StringComparison.OrdinalIgnoreCase)
        );

    /// <summary>Returns whether a coding changes nothing. Clients send it although RFC 9110, section 8.4.1, advises against it.</summary>
    private static bool IsIdentity(string coding) => coding.Length == 0 || coding.Equals("identity", StringComparison.OrdinalIgnoreCase);

    private static string Shown(string name) => name.Length > MaxNameLength ? $"{name.AsSpan(0, MaxNameLength)}…" : name;
}

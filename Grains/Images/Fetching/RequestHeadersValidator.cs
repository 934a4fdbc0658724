using System.Collections.Frozen;
using Microsoft.Extensions.Options;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>
/// Reports, at start, settings of request headers that cannot be sent. No message contains a value, which may be a secret.
/// </summary>
internal sealed class RequestHeadersValidator : IValidateOptions<ImagesOptions>
{
    private const int MaxValueLength = 8 * 1024;
    private const string List = $"{ImagesOptions.Section}:{nameof(ImagesOptions.HostHeaders)}";

    /// <summary>Fields of the connection or the framing, and fields that request a response which cannot be measured.</summary>
    private static readonly FrozenSet<string> Refused = new[]
    {
        "Host",
        "Connection",
        "Keep-Alive",
        "Transfer-Encoding",
        "TE",
        "Trailer",
        "Upgrade",
        "Expect",
        "Proxy-Authorization",
        "Proxy-Connection",
        "Accept-Encoding",
        "Range",
        "If-Range",
        "If-Match",
        "If-None-Match",
        "If-Modified-Since",
        "If-Unmodified-Since",
    }.ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public ValidateOptionsResult Validate(string? name, ImagesOptions options)
    {
        string[] problems = [.. Problems(options), .. options.HostHeaders.SelectMany((header, at) => Problems(header, $"{List}:{at}"))];
        return problems.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static IEnumerable<string> Problems(ImagesOptions options)
    {
        if (options.UserAgent is { } agent && !IsValue(agent))
            yield return $"{ImagesOptions.Section}:{nameof(options.UserAgent)} must be visible ASCII characters and spaces, such as RetailPulse (+https://example.com/contact).";
        if (
            options.ContactUrl is { } contact
            && !(
                IsValue(contact)
                && !contact.Contains(' ', StringComparison.Ordinal)
                && Uri.TryCreate(contact, UriKind.Absolute, out var url)
                && url.Scheme is "http" or "https" or "mailto"
            )
        )
            yield return $"{ImagesOptions.Section}:{nameof(options.ContactUrl)} must be an http, https or mailto URL, such as https://example.com/contact.";
    }

    private static IEnumerable<string> Problems(HostHeaderOptions header, string path)
    {
        if (!IsOrigin(header.Origin))
            yield return $"{path}:{nameof(header.Origin)} must be a scheme, a host and perhaps a port, such as https://images.example.com.";
        foreach (var problem in Problems(header.Name, header.Value, path))
            yield return problem;
    }

    /// <summary>Returns why a header with this name and value cannot be sent.</summary>
    internal static IEnumerable<string> Problems(string name, string value, string path)
    {
        if (!IsRequestField(name))
            yield return $"{path}:Name must be the name of a request header such as Authorization, and none that the connection sets for itself.";
        if (!IsValue(value))
            yield return $"{path}:Value must be 1 to 8192 visible ASCII characters, spaces and tabs, without blanks around them.";
    }

    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url)
        && url.Scheme is "http" or "https"
        && url is { PathAndQuery: "/", Fragment: "", UserInfo: "" }
        && !text.EndsWith('/');

    /// <remarks>The collection of request headers accepts no field of the body.</remarks>
    private static bool IsRequestField(string name)
    {
        using var request = new HttpRequestMessage();
        return !Refused.Contains(name) && request.Headers.TryAddWithoutValidation(name, "");
    }

    private static bool IsValue(string value) =>
        value.Length is > 0 and <= MaxValueLength
        && value == value.Trim()
        && value.All(character => character is '\t' or (>= ' ' and <= '~'));
}

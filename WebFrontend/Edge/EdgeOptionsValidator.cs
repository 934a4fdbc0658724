using Microsoft.Extensions.Options;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Edge;

/// <summary>Validates the settings for hosts, origins, proxies and paths, with messages that say how to fix them.</summary>
internal sealed class EdgeOptionsValidator(IConfiguration configuration) : IValidateOptions<ApiOptions>
{
    private const string Keys = $"{ApiOptions.Section}:{nameof(ApiOptions.Keys)}";
    private const string Origins = $"{ApiOptions.Section}:{nameof(ApiOptions.AllowedOrigins)}";
    private const string Proxies = $"{ApiOptions.Section}:{nameof(ApiOptions.TrustedProxies)}";

    public ValidateOptionsResult Validate(string? name, ApiOptions options)
    {
        List<string> problems = [.. Problems(options)];
        return problems.Count > 0 ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }

    private IEnumerable<string> Problems(ApiOptions options)
    {
        if (options is { Keys.Count: 0, AllowOpen: false } && Listening.FindBeyondLoopback(configuration) is { } address)
            yield return $"The API asks for no key and would listen at {address}, where other machines can reach it. Add a key to {Keys} (--new-key creates one), or set {ApiOptions.Section}:AllowOpen to true if a proxy in front of it checks access.";
        if (HostNames.Problem(configuration[HostNames.Setting]) is { } hosts)
            yield return hosts;

        // The binder ignores a plain value in place of a list.
        foreach (var list in (string[])[Origins, Proxies])
            if (!string.IsNullOrEmpty(configuration[list]))
                yield return $"{list} is a list; write {list}:0={configuration[list]}";

        foreach (var origin in options.AllowedOrigins.Where(origin => !IsOrigin(origin)))
            yield return $"{Origins} has '{origin}', which is not an origin; write one as https://app.example.com or http://localhost:3000.";
        foreach (var proxy in options.TrustedProxies.Where(proxy => !Forwarding.TryParse(proxy, out _)))
            yield return $"{Proxies} has '{proxy}', which is not an address or network; write one as 10.0.0.5 or 10.1.0.0/16.";
        if (options.PathBase.Length > 0 && !Forwarding.IsPath(options.PathBase))
            yield return $"{ApiOptions.Section}:{nameof(ApiOptions.PathBase)} is '{options.PathBase}'; write it as /pulse.";
    }

    /// <summary>
    /// Returns whether a text is an origin as browsers send it: scheme, host and port, in lower case, without a default port or a slash.
    /// </summary>
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && $"{uri.Scheme}://{uri.IdnHost}{(uri.IsDefaultPort ? "" : $":{uri.Port}")}" == text;
}

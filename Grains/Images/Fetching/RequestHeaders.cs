using System.Globalization;

namespace RetailPulse.Grains.Images.Fetching;

/// <summary>Adds the header fields of requests for images.</summary>
/// <remarks>Fields of an origin are looked up for each request, so that no redirect carries them to another origin.</remarks>
internal sealed class RequestHeaders(ImagesOptions options)
{
    /// <summary>Value as in browsers: some hosts reject a client without it, or send it JSON (OWASP CRS 920300).</summary>
    private const string Accept = "image/*,*/*;q=0.8";

    private static readonly string Version = typeof(RequestHeaders).Assembly.GetName().Version!.ToString(3);

    private readonly string userAgent = UserAgentOf(options);

    private readonly ILookup<string, HostHeaderOptions> ofOrigins = options.HostHeaders.ToLookup(header =>
        OriginOf(new Uri(header.Origin))
    );

    /// <summary>
    /// Returns the product, its version and, if configured, the contact URL of the operator, in the format of crawlers (RFC 9110, section
    /// 10.1.5).
    /// </summary>
    public static string UserAgentOf(ImagesOptions options) =>
        options.UserAgent ?? (options.ContactUrl is { } contact ? $"RetailPulse/{Version} (+{contact})" : $"RetailPulse/{Version}");

    public void AddTo(HttpRequestMessage request, string tenant, AttemptCookies cookies)
    {
        var headers = request.Headers;
        headers.TryAddWithoutValidation("Accept", Accept);
        headers.TryAddWithoutValidation("User-Agent", userAgent);
        var cookie = cookies.For(request.RequestUri!);
        if (ofOrigins.Count > 0)
            AddOfOrigin(request, tenant, ref cookie);
        if (cookie is not null)
            headers.TryAddWithoutValidation("Cookie", cookie);
    }

    private void AddOfOrigin(HttpRequestMessage request, string tenant, ref string? cookie)
    {
        foreach (var header in ofOrigins[OriginOf(request.RequestUri!)].Where(header => header.Tenant is null || header.Tenant == tenant))
        {
            var isCookie = header.Name.Equals("Cookie", StringComparison.OrdinalIgnoreCase);
            request.Headers.Remove(header.Name);
            request.Headers.TryAddWithoutValidation(
                header.Name,
                isCookie && cookie is not null ? $"{header.Value}; {cookie}" : header.Value
            );
            if (isCookie)
                cookie = null;
        }
    }

    private static string OriginOf(Uri url) => string.Create(CultureInfo.InvariantCulture, $"{url.Scheme}://{url.IdnHost}:{url.Port}");
}

using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>Writes the head of the document: the description of the API, its security schemes, and the groups of operations.</summary>
internal sealed class DocumentWriter(IOptions<ApiOptions> api) : IOpenApiDocumentTransformer
{
    /// <summary>
    /// Version of API v1. Every addition increments the second number. A breaking change would be API v2, with paths of its own.
    /// </summary>
    private const string Version = "1.2.0";

    private const string About = """
        A job is a list of visits to stores, each with the URLs of its images. The service downloads every image, measures its perimeter, which is
        2 × (width + height) in pixels, and keeps the result of every single image.

        ### Conventions

        Member names are in snake_case. Times are in UTC (RFC 3339). Lists have pages: send `next_page_token` of a page as `page_token` to get the next page.
        `HEAD` is supported on every route that supports `GET`. Every response has `Cache-Control: no-store` (a thumbnail: `private, no-cache`) and
        `X-Content-Type-Options: nosniff`.

        Responses of `/api/v1` and `/api/visits` are compressed if the request has `Accept-Encoding: gzip` or `br`, except event streams and secrets. Request
        bodies may be compressed with `Content-Encoding: gzip` or `br`.

        ### Errors

        Errors of `/api/v1` are problem details (RFC 9457) with a `code` for programs. Invalid fields are listed in `errors`. An unknown path returns `404`
        `not_found`, and an unsupported method `405` `method_not_allowed`.

        Every response has a `Request-Id`, a UUID by which the operator finds the request in the log. In a problem, `instance` is the same id as a URI. A
        `traceparent` (W3C Trace Context) in the request is accepted, and its trace id is logged.

        ### Limits

        If the key has a rate limit, every response of an operation to it has `RateLimit-Policy`, such as `"requests";q=20;w=2` for at most 20 requests in 2 seconds, and
        `RateLimit`, such as `"requests";r=17;t=1` for 17 requests that are left until all 20 are available again in 1 second
        (draft-ietf-httpapi-ratelimit-headers-10). A request beyond the limit returns `429` `rate_limited` with `Retry-After`.

        ### Compatibility

        Within v1, nothing is removed, and nothing changes its meaning. Members, codes, reasons, event types, operations, and optional parameters may be added.
        Ignore what you do not know. Deprecated operations will be marked in this document, send the headers `Deprecation` and `Sunset`, and work for at least 12
        months. Nothing is deprecated at present.

        ### Access

        If no API keys are configured, the API is open to programs on the same machine, without a key. If keys are configured, each key belongs to a tenant, and
        only the jobs of this tenant exist for it. Its role is `read`, `submit` (may also read), `manage` (may also manage webhook secrets), or `admin` (may do
        everything).

        Web pages of other sites cannot call the API, unless `RetailPulse:Api:AllowedOrigins` lists their origin. A change that such a page requests returns
        `403` `cross_site`. A request for a host name that is not the service's own returns `421` `misdirected_request`.
        """;

    /// <summary>The two ways to send a key.</summary>
    public static readonly Dictionary<string, OpenApiSecurityScheme> Schemes = new()
    {
        ["bearer"] = new()
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "`Authorization: Bearer KEY`",
        },
        ["api_key"] = new()
        {
            Type = SecuritySchemeType.ApiKey,
            In = ParameterLocation.Header,
            Name = "X-Api-Key",
            Description = "`X-Api-Key: KEY`",
        },
    };

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "RetailPulse",
            Version = Version,
            Contact = Contact(api.Value.Contact),
            Summary = "Measures the images of store visits.",
            Description = About,
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "The server of this document." }];
        foreach (var (name, scheme) in Schemes)
            document.AddComponent<IOpenApiSecurityScheme>(name, scheme);
        foreach (var header in (HeaderText[])[HeaderText.RequestId, .. HeaderText.OfRate])
            document.AddComponent<IOpenApiHeader>(header.Name, OperationWriter.Header(header));
        document.Tags = Tags.All.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }).ToHashSet();
        return Task.CompletedTask;
    }

    private static OpenApiContact Contact(string contact) =>
        contact switch
        {
            "" => new OpenApiContact { Name = "The operator of this service" },
            _ when contact.Contains("://", StringComparison.Ordinal) => new OpenApiContact
            {
                Name = "The operator of this service",
                Url = new Uri(contact),
            },
            _ => new OpenApiContact { Name = "The operator of this service", Email = contact },
        };
}

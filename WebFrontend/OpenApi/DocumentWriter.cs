using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;
using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>Writes the head of the document: what the API is, and the groups of its operations.</summary>
internal sealed class DocumentWriter(IOptions<ApiOptions> api) : IOpenApiDocumentTransformer
{
    /// <summary>Version of API v1. The second number grows with every addition; a change that breaks clients would be API v2, on paths of its own.</summary>
    private const string Version = "1.1.0";

    private const string About =
        """
        Jobs are lists of visits to stores, each with the URLs of its images. Every image is downloaded and measured (perimeter = 2 × (width + height), in
        pixels), and the result of every single one is kept.

        Members are in snake_case, times in UTC (RFC 3339). Lists come in pages: `next_page_token` of one page is the `page_token` of the next. Errors of
        `/api/v1` are problem details (RFC 9457) with a `code` for programs; fields that are wrong are named in `errors`. Every response carries
        `Cache-Control: no-store` and `X-Content-Type-Options: nosniff`. A path that is not served gets `404` `not_found`, a method that a path does not have
        `405` `method_not_allowed`. `HEAD` is served wherever `GET` is.

        Responses of `/api/v1` and `/api/visits` are compressed for clients that send `Accept-Encoding: gzip` or `br`, all but event streams and secrets. Bodies of
        requests may be compressed by `Content-Encoding: gzip` or `br`.

        Within v1, nothing is removed or changes its meaning. Members, codes, reasons, event types, operations and optional parameters may be added, so ignore what
        you do not know. What is deprecated is marked here, sends the header `Deprecation`, and works for 12 months at least.

        Web pages of other sites cannot call the API, unless `RetailPulse:Api:AllowedOrigins` lists their origin. A request that would change something and
        comes from one gets `403` `cross_site`. A request under a host name that is not the service's own gets `421` `misdirected_request`.

        Where no keys are configured, the API is open to the machine that it runs on, and asks for none. Where they are, each belongs to a tenant, whose jobs
        alone are there for it, and has a role: `read`, `submit` (which reads too), `manage` (which also manages webhook secrets) or `admin` (which may do all).
        """;

    /// <summary>How a key is sent; either will do.</summary>
    public static readonly Dictionary<string, OpenApiSecurityScheme> Schemes = new()
    {
        ["bearer"] = new() { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "`Authorization: Bearer KEY`" },
        ["api_key"] = new() { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Api-Key", Description = "`X-Api-Key: KEY`" },
    };

    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "RetailPulse",
            Version = Version,
            Contact = Contact(api.Value.Contact),
            Summary = "Measures the photographs of store visits.",
            Description = About,
            License = new OpenApiLicense { Name = "MIT", Identifier = "MIT" },
        };
        document.Servers = [new OpenApiServer { Url = "/", Description = "Where this document comes from." }];
        foreach (var (name, scheme) in Schemes) document.AddComponent<IOpenApiSecurityScheme>(name, scheme);
        document.Tags = Tags.All.Select(tag => new OpenApiTag { Name = tag.Name, Description = tag.Description }).ToHashSet();
        return Task.CompletedTask;
    }

    private static OpenApiContact Contact(string contact) => contact switch
    {
        "" => new OpenApiContact { Name = "The operator of this service" },
        _ when contact.Contains("://", StringComparison.Ordinal) => new OpenApiContact { Name = "The operator of this service", Url = new Uri(contact) },
        _ => new OpenApiContact { Name = "The operator of this service", Email = contact },
    };
}

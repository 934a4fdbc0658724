namespace RetailPulse.WebFrontend.Api;

/// <summary>The format of error responses.</summary>
internal enum ErrorFormat
{
    /// <summary><c>{"error": "…"}</c>, the format of the routes that are older than API v1.</summary>
    ErrorObject,

    /// <summary>Problem details according to RFC 9457.</summary>
    ProblemDetails,
}

/// <summary>
/// Endpoint metadata of a group of routes: the format of all errors at and below the group's path, including paths that no route serves.
/// </summary>
/// <param name="Root">Path of the group.</param>
internal sealed record ErrorDialect(PathString Root, ErrorFormat Format);

/// <summary>Finds the error format of a request.</summary>
internal sealed class ErrorDialects(EndpointDataSource endpoints)
{
    private readonly Lazy<ErrorDialect[]> all = new(() =>
        [
            .. endpoints
                .Endpoints.Select(endpoint => endpoint.Metadata.GetMetadata<ErrorDialect>())
                .OfType<ErrorDialect>()
                .Distinct()
                .OrderByDescending(dialect => dialect.Root.Value!.Length),
        ]
    );

    /// <summary>
    /// Returns the format of the request's route. A request without a route has the format of the group with the longest matching path.
    /// </summary>
    public static ErrorFormat Of(HttpContext context) =>
        (
            context.GetEndpoint()?.Metadata.GetMetadata<ErrorDialect>()
            ?? context.RequestServices.GetRequiredService<ErrorDialects>().Find(context.Request.Path)
        )?.Format
        ?? ErrorFormat.ErrorObject;

    private ErrorDialect? Find(PathString path) =>
        Array.Find(all.Value, dialect => path.StartsWithSegments(dialect.Root, StringComparison.OrdinalIgnoreCase));
}

/// <summary>Maps groups of routes that share an error format.</summary>
internal static class ErrorDialectGroups
{
    /// <summary>
    /// Maps a group whose errors have <paramref name="format"/>, including the 503 response if the cluster does not respond.
    /// </summary>
    public static RouteGroupBuilder MapGroup(this IEndpointRouteBuilder routes, string root, ErrorFormat format)
    {
        var group = routes.MapGroup(root).WithMetadata(new ErrorDialect(root, format));
        return group.AddEndpointFilter<RouteGroupBuilder, UnavailableFilter>();
    }
}

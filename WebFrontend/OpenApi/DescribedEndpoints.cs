namespace RetailPulse.WebFrontend.OpenApi;

/// <summary>Adds descriptions to routes, and finds described routes.</summary>
internal static class DescribedEndpoints
{
    public static TBuilder Describe<TBuilder>(this TBuilder route, Operation operation)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(operation);

    /// <summary>Returns the described routes of a source.</summary>
    public static IEnumerable<(RouteEndpoint Route, Operation Operation)> Described(this EndpointDataSource endpoints)
    {
        foreach (var route in endpoints.Endpoints.OfType<RouteEndpoint>())
        {
            if (route.Metadata.GetMetadata<Operation>() is { } operation)
                yield return (route, operation);
        }
    }

    /// <summary>Returns the path of a route, without a slash at the end.</summary>
    public static string Path(this RouteEndpoint route) => $"/{route.RoutePattern.RawText!.Trim('/')}";
}

namespace RetailPulse.WebFrontend.Access;

/// <summary>Endpoint metadata: the role that a route requires. A route without this metadata requires an admin.</summary>
/// <param name="Role">Required role; <see langword="null"/> if not even a key is required.</param>
internal sealed record Requirement(Role? Role)
{
    private static readonly Requirement Unsaid = new(Access.Role.Admin);

    public static Requirement Of(Endpoint endpoint) => endpoint.Metadata.GetMetadata<Requirement>() ?? Unsaid;
}

/// <summary>Adds requirements to routes.</summary>
internal static class Requirements
{
    public static TBuilder Needs<TBuilder>(this TBuilder route, Role role)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new Requirement(role));

    public static TBuilder NeedsNoKey<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new Requirement(Role: null));
}

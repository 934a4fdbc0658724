namespace RetailPulse.Web.Access;

/// <summary>What a route asks of its caller; metadata of its endpoint. A route that does not say takes an admin.</summary>
/// <param name="Role"><see langword="null"/>: nothing, not even a key.</param>
internal sealed record Requirement(Role? Role)
{
    private static readonly Requirement Unsaid = new(Access.Role.Admin);

    public static Requirement Of(Endpoint endpoint) => endpoint.Metadata.GetMetadata<Requirement>() ?? Unsaid;
}

/// <summary>How routes say it.</summary>
internal static class Requirements
{
    public static TBuilder Needs<TBuilder>(this TBuilder route, Role role)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new Requirement(role));

    public static TBuilder NeedsNoKey<TBuilder>(this TBuilder route)
        where TBuilder : IEndpointConventionBuilder => route.WithMetadata(new Requirement(Role: null));
}

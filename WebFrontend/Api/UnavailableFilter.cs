using RetailPulse.WebFrontend.Cluster;

namespace RetailPulse.WebFrontend.Api;

/// <summary>Returns 503 if the cluster does not respond.</summary>
internal sealed class UnavailableFilter : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ClusterUnavailableException)
        {
            return Refusal.Unavailable;
        }
    }
}

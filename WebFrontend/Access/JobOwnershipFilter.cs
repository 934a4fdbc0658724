using RetailPulse.WebFrontend.Api;

namespace RetailPulse.WebFrontend.Access;

/// <summary>A filter for routes of one job, <c>{id}</c>, that hides the jobs of other tenants.</summary>
internal sealed class JobOwnershipFilter(JobOwnerCache owners) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        // The route itself handles an invalid id.
        var http = context.HttpContext;
        if (!JobId.TryParse(http.GetRouteValue("id") as string, out var id))
            return await next(context);
        return await owners.AllowsAsync(Caller.Of(http), id) ? await next(context) : Problem.JobNotFound;
    }
}
